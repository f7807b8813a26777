import type { Answer, ReceivedRequest } from './fake-api.ts'

/** Something that goes wrong between the action and the service. */
export interface InjectedFault {
  readonly name: string
  /** What comes in place of the answer; undefined for the answer itself, after `delay`. */
  readonly answer?: Answer | 'none' | undefined
  /** Whether the service stores what it was sent all the same. */
  readonly isStored?: boolean
  /** Milliseconds before the answer. */
  readonly delay?: number
  /** Inputs that the fault needs to be seen. */
  readonly inputs?: Readonly<Record<string, string>>
}

function refusal(code: number, message: string): object {
  return { success: false, errors: [{ code, message }], messages: [], result: null }
}

const HTML = '<!DOCTYPE html><html><head><title>error</title></head></html>'
const RAY = { 'cf-ray': '8f1a2b3c4d5e6f70-AMS' }

export const FAULTS: readonly InjectedFault[] = [
  { name: 'reset before the answer', answer: { broken: 'before' } },
  { name: 'reset in the middle of the answer', answer: { body: refusal(0, ''), broken: 'within' }, isStored: true },
  { name: 'half an answer', answer: { body: refusal(0, ''), broken: 'half' }, isStored: true },
  { name: 'no answer', answer: 'none', inputs: { timeout: '1' } },
  { name: 'a slow answer, in time', delay: 600 },
  { name: '200 with HTML', answer: { status: 200, body: HTML, headers: RAY } },
  { name: '200 with an empty body', answer: { status: 200 } },
  { name: '200 with `success: false`', answer: { status: 200, body: refusal(10033, 'invalid expiration') } },
  { name: '307 to another host', answer: { status: 307, headers: { location: 'http://127.0.0.1:9/' } } },
  { name: '400', answer: { status: 400, body: refusal(10042, 'illegal key name') } },
  { name: '401', answer: { status: 401, body: refusal(10000, 'Authentication error') } },
  { name: '403', answer: { status: 403, body: refusal(9109, 'Unauthorized to access requested resource') } },
  { name: '403 of a firewall', answer: { status: 403, body: HTML, headers: RAY } },
  { name: '404', answer: { status: 404, body: refusal(10013, 'namespace not found') } },
  { name: '408', answer: { status: 408 } },
  { name: '413', answer: { status: 413, body: refusal(10024, 'payload too large') } },
  { name: '429', answer: { status: 429, body: refusal(10022, 'too many requests') } },
  {
    name: '429 with `Retry-After: 1`',
    answer: { status: 429, headers: { 'retry-after': '1' }, body: refusal(971, 'throttled') }
  },
  {
    name: '429, daily limit',
    answer: { status: 429, body: refusal(10048, 'your account has reached its daily limit') }
  },
  { name: '500', answer: { status: 500, body: refusal(10001, 'service temporarily unavailable'), headers: RAY } },
  { name: '502 with HTML', answer: { status: 502, body: HTML, headers: RAY } },
  { name: '503 with an empty body', answer: { status: 503 } },
  { name: '520 with HTML', answer: { status: 520, body: HTML, headers: RAY } },
  { name: '524 with HTML', answer: { status: 524, body: HTML, headers: RAY } }
]

/** The pairs that a request writes, by key. */
export function pairsOf({ url = '', body }: ReceivedRequest): Map<string, string> {
  if (!url.endsWith('/bulk')) {
    const key = decodeURIComponent(/\/values\/([^?]+)/.exec(url)?.[1] ?? '')
    return new Map([[key, body]])
  }
  const pairs = JSON.parse(Buffer.from(body, 'latin1').toString()) as { key: string; value: string; base64?: boolean }[]
  return new Map(
    pairs.map(({ key, value, base64 }) => [key, Buffer.from(value, base64 ? 'base64' : 'utf8').toString('latin1')])
  )
}

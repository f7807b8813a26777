import { type Answer, type ReceivedRequest, SUCCESS } from './fake-api.ts'

/** A fault between the action and the service. */
export interface InjectedFault {
  readonly name: string
  /** What replaces the response: nothing, or another answer. If undefined, the response itself comes after `delay`. */
  readonly answer?: Answer | 'none' | ((request: ReceivedRequest) => Answer) | undefined
  /** Whether the service still stores the pairs of the request: all of them, or all except the target. */
  readonly isStored?: boolean | 'others'
  /** Milliseconds before the answer. */
  readonly delay?: number
  /** Whether only bulk requests can meet it. */
  readonly isOfBulk?: boolean
  /** Seconds from the plan until the key expires. */
  readonly expiresIn?: number
}

/** The key that meets a fault. The other keys of its plan do not. */
export const TARGET = 'target'

function refusal(code: number, message: string, result: unknown = null): object {
  return { success: false, errors: [{ code, message }], messages: [], result }
}

/** A response that names the target's pair by its index in a bulk request. */
function named(request: ReceivedRequest): Answer {
  const index = [...pairsOf(request).keys()].indexOf(TARGET)
  const source = { pointer: `/${index}/key` }
  const errors = [{ code: 10042, message: 'illegal key name', ...(request.url?.endsWith('/bulk') && { source }) }]
  return { status: 400, body: { success: false, errors, messages: [], result: null } }
}

/** A result that says that only the target was not written. */
function partial(request: ReceivedRequest): object {
  return { successful_key_count: pairsOf(request).size - 1, unsuccessful_keys: [TARGET] }
}

const HTML = '<!DOCTYPE html><html><head><title>error</title></head></html>'
const RAY = { 'cf-ray': '8f1a2b3c4d5e6f70-AMS' }
const BULK = { isOfBulk: true, isStored: 'others' } as const

export const FAULTS: readonly InjectedFault[] = [
  { name: 'reset before the response', answer: { broken: 'before' } },
  { name: 'reset in the middle of the response', answer: { body: refusal(0, ''), broken: 'within' }, isStored: true },
  { name: 'half a response', answer: { body: refusal(0, ''), broken: 'half' }, isStored: true },
  { name: 'no response', answer: 'none' },
  { name: 'a slow response, in time', delay: 30 },
  { name: 'a response of 17 MiB', answer: { body: 'x'.repeat(17 * 1024 ** 2) }, isStored: true },
  { name: '200 with HTML', answer: { status: 200, body: HTML, headers: RAY } },
  { name: '200 with an empty body', answer: { status: 200 } },
  { name: '200 with `success: false`', answer: { status: 200, body: refusal(10033, 'invalid expiration') } },
  {
    name: '200 with `unsuccessful_keys` that name other keys',
    answer: { body: { ...SUCCESS, result: { unsuccessful_keys: ['x'] } } },
    isOfBulk: true,
    isStored: true
  },
  {
    name: '200 with `unsuccessful_keys` that are no array',
    answer: { body: { ...SUCCESS, result: { unsuccessful_keys: TARGET } } },
    ...BULK
  },
  { name: '`unsuccessful_keys`', answer: (request) => ({ body: { ...SUCCESS, result: partial(request) } }), ...BULK },
  { name: '307 to another host', answer: { status: 307, headers: { location: 'http://127.0.0.1:9/' } } },
  { name: '400', answer: { status: 400, body: refusal(10042, 'illegal key name') } },
  { name: '400 with `source.pointer`', answer: named },
  { name: '400 of the whole request', answer: { status: 400, body: refusal(10035, 'not supported') } },
  { name: '400 of the account', answer: { status: 400, body: refusal(10006, 'malformed account tag') } },
  { name: '400 of a proxy', answer: { status: 400, body: HTML } },
  {
    name: '400 that says which keys were written',
    answer: (request) => ({ status: 400, body: refusal(10042, 'illegal key name', partial(request)) }),
    ...BULK
  },
  { name: '401', answer: { status: 401, body: refusal(10000, 'Authentication error') } },
  { name: '403', answer: { status: 403, body: refusal(9109, 'Unauthorized to access requested resource') } },
  { name: '403 of a firewall', answer: { status: 403, body: HTML, headers: RAY } },
  { name: '404', answer: { status: 404, body: refusal(10013, 'namespace not found') } },
  { name: '404 of an unknown account', answer: { status: 404, body: refusal(7003, 'Could not route to /accounts/x') } },
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
  { name: '500 with 10000', answer: { status: 500, body: refusal(10000, 'internal error') } },
  {
    name: '500 that says which keys were written',
    answer: (request) => ({ status: 500, body: refusal(10001, 'service temporarily unavailable', partial(request)) }),
    ...BULK
  },
  { name: '502 with HTML', answer: { status: 502, body: HTML, headers: RAY } },
  { name: '503 with an empty body', answer: { status: 503 } },
  {
    name: '503 with `Retry-After: 60`, key expires in 90 s',
    answer: { status: 503, headers: { 'retry-after': '60' }, body: refusal(10001, 'busy') },
    expiresIn: 90
  },
  { name: '520 with HTML', answer: { status: 520, body: HTML, headers: RAY } },
  { name: '524 with HTML', answer: { status: 524, body: HTML, headers: RAY } }
]

/** The pairs that a request writes, by key. */
export function pairsOf({ url = '', body }: ReceivedRequest): Map<string, string> {
  if (!url.endsWith('/bulk')) {
    const key = decodeURIComponent(/\/values\/([^?]+)/.exec(url)?.[1] ?? '')
    return new Map([[key, body]])
  }
  if (body === '') return new Map()
  const pairs = JSON.parse(Buffer.from(body, 'latin1').toString()) as { key: string; value: string; base64?: boolean }[]
  return new Map(
    pairs.map(({ key, value, base64 }) => [key, Buffer.from(value, base64 ? 'base64' : 'utf8').toString('latin1')])
  )
}

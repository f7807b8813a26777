import { type Held, HeldReader, type ReadLimits } from '../../src/kv/held.ts'
import { Namespace } from '../../src/kv/namespace.ts'
import type { TransportOptions } from '../../src/kv/transport.ts'
import { type Answer, type FakeApi, SUCCESS } from '../support/fake-api.ts'
import { connectTo, open } from './servers.ts'

export const ID = '0f2ac74b498b48028cb68387c421e279'
export const NOT_FOUND = { status: 404, body: { success: false, errors: [{ code: 10009, message: 'key not found' }] } }

/** What a request asks for: `keys`, `key/<key>` for a listing of that key only, or `metadata/<key>`. */
type Answers = (asked: string, query: URLSearchParams) => Answer | Promise<Answer>

/** Starts an API for the current test. */
export function openApi(answers: Answers): Promise<FakeApi> {
  return open(({ url = '' }) => {
    const { pathname, searchParams } = new URL(url, 'http://api')
    const isOne = searchParams.get('limit') === '10'
    return answers(isOne ? `key/${searchParams.get('prefix')}` : (pathname.split(`/${ID}/`)[1] ?? ''), searchParams)
  })
}

/** Makes a reader for the current test. */
export function readerOf(
  { baseUrl }: FakeApi,
  options: Partial<TransportOptions> = {},
  signal = new AbortController().signal,
  limits?: ReadLimits
): HeldReader {
  const transport = connectTo(baseUrl, options, { signal })
  return new HeldReader(new Namespace(transport, 'account', ID), options.concurrency ?? 4, () => undefined, limits)
}

/** What the requests asked for, without the parameters that all listings share. */
export function asked({ requests }: FakeApi): string[] {
  return requests.map(({ url = '' }) =>
    (url.split(`/${ID}/`)[1] ?? '').replace('keys?limit=1000', 'keys').replace('keys?limit=10&prefix=', 'key/')
  )
}

/** A page of a listing. */
export function page(names: readonly string[], cursor = '', metadata?: unknown): Answer {
  const result = names.map((name) => ({ name, ...(metadata !== undefined && { metadata }) }))
  return { body: { ...SUCCESS, result, result_info: { cursor } } }
}

/** A page of an endless listing, with one key. */
export function endless(query: URLSearchParams): Answer {
  const next = Number(query.get('cursor') ?? 0) + 1
  return page([`other/${next}`], String(next))
}

/** The metadata that was found, by key. */
export function pairs(held: Held): [string, unknown][] {
  return [...held].map(([key, { metadata }]): [string, unknown] => [key, metadata]).toSorted()
}

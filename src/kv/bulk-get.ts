import type { Envelope } from './envelope.ts'
import { UnexpectedAnswer } from './api-failure.ts'

/** Keys that one bulk read may name: https://developers.cloudflare.com/api/resources/kv/ */
export const BULK_GET_KEYS = 100

/** What a bulk read gives for a key. */
export interface TextPair {
  /** The value as text: workerd drops a byte order mark at its beginning, and puts U+FFFD in place of invalid UTF-8. */
  readonly text: string
  /** Null when it has none. Numbers keep their text, see `ApiRequest.exactNumbers`. */
  readonly metadata: unknown
  /** Seconds since the UNIX epoch. Undefined when the key does not expire. */
  readonly expiration: number | undefined
}

/**
 * Pairs by key. Null means that the namespace does not hold the key. The API left a missing key out of its response.
 */
export type TextPairs = ReadonlyMap<string, TextPair | null>

/**
 * Returns the pairs of an answer to a bulk read with metadata.
 *
 * @throws UnexpectedAnswer when the answer has another form; its message repeats nothing of it
 */
export function parseBulkGet({ result }: Envelope): TextPairs {
  const { values } = (result ?? {}) as { values?: unknown }
  if (typeof values !== 'object' || values === null) throw unexpected()
  return new Map(Object.entries(values).map(([key, item]) => [key, parsePair(item)]))
}

function parsePair(item: unknown): TextPair | null {
  if (item === null) return null
  const { value, metadata = null, expiration } = item as Partial<Record<'value' | 'metadata' | 'expiration', unknown>>
  if (typeof value !== 'string') throw unexpected()
  return { text: value, metadata, expiration: parseHeldExpiration(expiration) }
}

/**
 * Returns an expiration as the API gives it, undefined for none.
 *
 * @throws UnexpectedAnswer when it is not a whole number of seconds
 */
export function parseHeldExpiration(expiration: unknown): number | undefined {
  if (expiration === undefined || expiration === null) return undefined
  const seconds = Number(expiration)
  if (!Number.isSafeInteger(seconds) || seconds <= 0) throw unexpected()
  return seconds
}

function unexpected(): UnexpectedAnswer {
  return new UnexpectedAnswer('the API answered a read of values with an unexpected response')
}

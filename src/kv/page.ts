import type { Envelope } from './envelope.ts'
import { UnexpectedAnswer } from './api-failure.ts'

/** A key of a listing. */
export interface ListedKey {
  readonly name: string
  /** Null or undefined when it has none. */
  readonly metadata?: unknown
  /** Seconds since the UNIX epoch. Null or undefined when the key does not expire. */
  readonly expiration?: number | null | undefined
}

/** A page of a listing of keys. */
export interface KeyPage {
  readonly keys: readonly ListedKey[]
  /** Where the next page begins; empty on the last. */
  readonly cursor: string
}

/** Keys on a page: https://developers.cloudflare.com/api/resources/kv/subresources/namespaces/subresources/keys/methods/list/ */
export const MAX_PAGE_KEYS = 1000

// The API's cursors have some 100 characters. A longer one may not fit a URL.
const MAX_CURSOR_LENGTH = 4096

/**
 * Returns the page that a response holds.
 *
 * @throws UnexpectedAnswer when the response is not a page. Treating it as an empty page would write or keep the wrong
 * keys.
 */
export function parsePage({ result, resultInfo }: Envelope): KeyPage {
  if (!Array.isArray(result) || result.length > MAX_PAGE_KEYS || !(result as unknown[]).every(isListedKey)) {
    throw new UnexpectedAnswer('the API answered a listing of keys with an unexpected response')
  }
  return { keys: result as ListedKey[], cursor: parseCursor(resultInfo) }
}

function isListedKey(item: unknown): item is ListedKey {
  const { name, expiration } = (item ?? {}) as { name?: unknown; expiration?: unknown }
  return typeof name === 'string' && (expiration == null || typeof expiration === 'number')
}

function parseCursor(resultInfo: unknown): string {
  const { cursor } = (resultInfo ?? {}) as { cursor?: unknown }
  if (cursor === undefined || cursor === null) return ''
  // Half of a surrogate pair cannot be sent in a URL.
  if (typeof cursor !== 'string' || cursor.length > MAX_CURSOR_LENGTH || !cursor.isWellFormed()) {
    throw new UnexpectedAnswer('the API answered a listing of keys with an unexpected cursor')
  }
  return cursor
}

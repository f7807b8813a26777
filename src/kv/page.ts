import type { Envelope } from './envelope.ts'
import { ApiFailure } from './api-failure.ts'

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

/** An answer of success that is not what was asked for. */
export class UnexpectedAnswer extends ApiFailure {
  override readonly name = 'UnexpectedAnswer'
  override readonly isTransient: boolean = false
}

/**
 * Returns the page that an answer holds.
 *
 * @throws UnexpectedAnswer when it holds none: to take it for an empty one would be to write, or keep, what is not meant
 */
export function parsePage({ result, resultInfo }: Envelope): KeyPage {
  if (!Array.isArray(result) || !(result as unknown[]).every(isListedKey)) {
    throw new UnexpectedAnswer('the API answered a listing of keys with something else')
  }
  const { cursor } = (resultInfo ?? {}) as { cursor?: unknown }
  return { keys: result as ListedKey[], cursor: typeof cursor === 'string' ? cursor : '' }
}

function isListedKey(item: unknown): item is ListedKey {
  const { name, expiration } = (item ?? {}) as { name?: unknown; expiration?: unknown }
  return typeof name === 'string' && (expiration == null || typeof expiration === 'number')
}

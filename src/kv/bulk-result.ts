import { ApiFailure } from './api-failure.ts'

/** What a bulk request did, as its response says. */
export interface BulkResult {
  /** Number of keys that were written or deleted; undefined if the response does not say. */
  readonly count: number | undefined
  /** Keys of the request that were not written or deleted. */
  readonly unsuccessful: ReadonlySet<string>
}

/**
 * Returns what the result of a bulk request says: `{ successful_key_count, unsuccessful_keys }`, or null for a success.
 *
 * @param keys of the request
 * @throws ApiFailure when the result has another form, or is about other keys, so that it proves no success
 */
export function parseBulkResult(result: unknown, keys: ReadonlySet<string>): BulkResult {
  if (result !== null && (typeof result !== 'object' || Array.isArray(result))) throw unexpected('result')
  const { successful_key_count: count, unsuccessful_keys: named } = (result ?? {}) as {
    successful_key_count?: unknown
    unsuccessful_keys?: unknown
  }
  if (!isCount(count, keys.size)) throw unexpected('successful_key_count')
  if (!isListOf(keys, named)) throw unexpected('unsuccessful_keys')
  return { count: count ?? undefined, unsuccessful: new Set(named ?? []) }
}

/**
 * Returns what the response of a failed bulk request says, if its numbers add up to the keys of the request. Otherwise
 * returns undefined. The API's description has such a result for 4XX responses, and `wrangler dev` sends one after a
 * partial failure.
 */
export function parsePartialResult(result: unknown, keys: ReadonlySet<string>): BulkResult | undefined {
  try {
    const parsed = parseBulkResult(result, keys)
    const { successful_key_count: count, unsuccessful_keys: named } = (result ?? {}) as Record<string, unknown>
    const isWhole = typeof count === 'number' && Array.isArray(named) && named.length === parsed.unsuccessful.size
    return isWhole && count + named.length === keys.size ? parsed : undefined
  } catch {
    return undefined
  }
}

/** Whether a failed response claims that some keys were done, whatever else it says. */
export function claimsSuccess(result: unknown): boolean {
  const { successful_key_count: count } = (result ?? {}) as { successful_key_count?: unknown }
  return typeof count === 'number' && count > 0
}

function isCount(count: unknown, most: number): count is number | null | undefined {
  return count == null || (Number.isInteger(count) && (count as number) >= 0 && (count as number) <= most)
}

function isListOf(keys: ReadonlySet<string>, named: unknown): named is readonly string[] | null | undefined {
  return named == null || (Array.isArray(named) && named.every((key) => typeof key === 'string' && keys.has(key)))
}

function unexpected(what: string): ApiFailure {
  return new ApiFailure(`the API answered a bulk request with an unexpected ${what}`, { isUncertain: true })
}

import { isUtf8 } from 'node:buffer'
import type { Entry } from '../entries/entry.ts'
import { utf8Length } from '../text.ts'
import { readValue } from './value.ts'

/** The body of a bulk write, and which entries are in it. */
export interface BulkBody {
  /** JSON array of pairs. */
  readonly body: string
  readonly pairs: readonly Entry[]
  /** Entries whose values could not be read, with the reason. */
  readonly unread: ReadonlyMap<Entry, string>
  /** Entries for which there was no room. */
  readonly rest: readonly Entry[]
}

/**
 * Reads the values of `entries` and encodes as many pairs as fit into `maxBytes`, but at least one. Text goes as text,
 * what is not valid UTF-8 as base64.
 */
export function encodeBulk(entries: readonly Entry[], maxBytes: number): BulkBody {
  const texts: string[] = []
  const pairs: Entry[] = []
  const unread = new Map<Entry, string>()
  let bytes = '[]'.length
  for (const [index, entry] of entries.entries()) {
    let text: string
    try {
      text = encodePair(entry)
    } catch (error) {
      unread.set(entry, (error as Error).message)
      continue
    }
    bytes += utf8Length(text) + ','.length
    if (bytes > maxBytes && pairs.length > 0)
      return { body: `[${texts.join()}]`, pairs, unread, rest: entries.slice(index) }
    texts.push(text)
    pairs.push(entry)
  }
  return { body: `[${texts.join()}]`, pairs, unread, rest: [] }
}

function encodePair({ key, value, metadata, expiry }: Entry): string {
  const bytes = Buffer.from(readValue(value))
  const isText = isUtf8(bytes)
  const pair = JSON.stringify({
    key,
    value: isText ? bytes.toString() : bytes.toString('base64'),
    ...(!isText && { base64: true }),
    ...(expiry && 'expiration' in expiry && { expiration: expiry.expiration }),
    ...(expiry && 'expirationTtl' in expiry && { expiration_ttl: expiry.expirationTtl })
  })
  // Metadata is JSON text already, and goes in as it was written.
  return metadata === undefined ? pair : `${pair.slice(0, -1)},"metadata":${metadata}}`
}

/**
 * Returns the keys of a bulk request that were not written, by what the API says of it, with the reason. An API that
 * says that some were not, but not which, has written none for sure.
 *
 * @param result `{ successful_key_count, unsuccessful_keys }`
 */
export function unsuccessfulKeys(result: unknown, keys: readonly string[]): Map<string, string> {
  const { successful_key_count: count, unsuccessful_keys: unsuccessful = [] } = (result ?? {}) as {
    successful_key_count?: unknown
    unsuccessful_keys?: unknown
  }
  const named = new Set(Array.isArray(unsuccessful) ? unsuccessful : [])
  const failed = keys.filter((key) => named.has(key))
  if (typeof count === 'number' && count < keys.length - failed.length) {
    return new Map(keys.map((key) => [key, `the API wrote ${count} of ${keys.length} keys and did not say which`]))
  }
  return new Map(failed.map((key) => [key, 'the API answered that it did not write this key (unsuccessful_keys)']))
}

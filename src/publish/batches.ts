import type { Deletion, Entry } from '../entries/entry.ts'
import { utf8Length } from '../shared/text.ts'

/**
 * Pairs per bulk request. The API accepts 10,000, but it answered requests of 5,000 pairs with HTTP 524. That is why
 * wrangler sends 1,000.
 */
export const MAX_PAIRS = 1000

/** Bytes of the body of a bulk request. The API takes 100 MB; a tenth keeps memory low and retries cheap. */
export const MAX_BODY_BYTES = 10_000_000

/**
 * Size in bytes from which a value has a request of its own, streamed from its file. Measured by `bench/threshold.ts` with
 * 100 MB of binary values and 100 ms a request. Bulk requests take 0.31 of the time for values of 1 MB, 0.54 for 2 MB, and
 * the same time for 4 MB, of which only one fits. But they send a third more bytes, as base64, and take more memory:
 * 142 → 232 MiB for 1 MB, and 149 → 246 MiB for 2 MB. At 2 MB a bulk request replaces only two others.
 */
export const STREAM_FROM_BYTES = 2_000_000

// {"key":,"value":"","base64":true,"expiration_ttl":1234567890,"metadata":}, and some quotes.
const PAIR_BYTES = 80

// "",
const QUOTES_BYTES = 3

/**
 * Returns the entries as requests: a batch of one entry is a request for that entry, a larger batch is a bulk request.
 * Each large value gets a request of its own. The others are in batches of at most 1,000 pairs and about 10 MB, counted
 * as base64, since the contents of files are unknown yet.
 *
 * @param concurrency requests in flight at once. If there are more batches than that, their number is a multiple of it
 * where possible, so that no worker is idle in the last round.
 */
export function batchEntries(entries: readonly Entry[], concurrency: number): Entry[][] {
  const large = entries.filter(({ value }) => value.size >= STREAM_FROM_BYTES)
  const small = entries.filter(({ value }) => value.size < STREAM_FROM_BYTES)
  const fewest = fillBatches(small, MAX_PAIRS)
  const fullRounds = Math.ceil(fewest.length / concurrency) * concurrency
  const even = fillBatches(small, Math.ceil(small.length / fullRounds))
  // Equal numbers of pairs can lead to more batches, if bytes and not pairs are the limit.
  const isBetter = fewest.length > concurrency && even.length <= fullRounds
  return [...(isBetter ? even : fewest), ...large.map((entry) => [entry])]
}

/** Returns the deletions as requests of at most 1,000 keys. */
export function batchDeletions(deletions: readonly Deletion[]): Deletion[][] {
  const count = Math.ceil(deletions.length / MAX_PAIRS)
  return Array.from({ length: count }, (_, index) => deletions.slice(index * MAX_PAIRS, (index + 1) * MAX_PAIRS))
}

function fillBatches(entries: readonly Entry[], maxPairs: number): Entry[][] {
  const batches: Entry[][] = []
  let room = 0
  for (const entry of entries) {
    const bytes = encodedBytes(entry)
    if (bytes > room || batches.at(-1)?.length === maxPairs) {
      batches.push([])
      room = MAX_BODY_BYTES
    }
    batches.at(-1)?.push(entry)
    room -= bytes
  }
  return batches
}

/** Returns about how many bytes an item has in a bulk request. */
export function itemBytes(item: Entry | Deletion): number {
  return item.value === undefined ? utf8Length(item.key) + QUOTES_BYTES : encodedBytes(item)
}

function encodedBytes({ key, value, metadata = '' }: Entry): number {
  return PAIR_BYTES + utf8Length(key) + utf8Length(metadata) + Math.ceil(value.size / 3) * 4
}

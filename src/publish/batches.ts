import type { Deletion, Entry } from '../entries/entry.ts'
import { utf8Length } from '../shared/text.ts'

/**
 * Pairs of a bulk request. The service takes 10,000, but requests of 5,000 have ended in a 524, which is why the
 * official command line sends 1,000.
 */
export const MAX_PAIRS = 1000

/** Bytes of the body of a bulk request. The service takes 100 MB; a tenth keeps memory low and a retry cheap. */
export const MAX_BODY_BYTES = 10_000_000

/**
 * Bytes from which a value is a request of its own, streamed from its file. Measured by `bench/threshold.ts` with 100 MB
 * of binary values and 100 ms a request: bulk requests take 0.31 of the time for values of 1 MB, 0.54 for 2 MB and as long
 * for 4 MB, of which one fits; but their memory grows, 142 → 232 MiB for 1 MB and 149 → 246 MiB for 2 MB, with a third
 * more bytes to send as base64. At 2 MB a bulk request saves no more than two others.
 */
export const STREAM_FROM_BYTES = 2_000_000

// {"key":,"value":"","base64":true,"expiration_ttl":1234567890,"metadata":}, with room for quotes.
const PAIR_BYTES = 80

/**
 * Returns the entries as requests: one entry is a request for itself, more are a bulk request. A plan of one entry and a
 * large value go alone; what is left goes in batches of at most 1,000 pairs and about 10 MB, counted as base64, since
 * what a file holds is not known yet.
 *
 * @param concurrency requests in flight at once. When there are more batches, they are as many as make full rounds, so
 * that the last round is no longer than it must be.
 */
export function batchEntries(entries: readonly Entry[], concurrency: number): Entry[][] {
  const large = entries.filter(({ value }) => value.size >= STREAM_FROM_BYTES)
  const small = entries.filter(({ value }) => value.size < STREAM_FROM_BYTES)
  const fewest = fillBatches(small, MAX_PAIRS)
  const fullRounds = Math.ceil(fewest.length / concurrency) * concurrency
  const even = fillBatches(small, Math.ceil(small.length / fullRounds))
  // Where bytes and not pairs fill the batches, the same number of pairs in each makes more of them.
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

function encodedBytes({ key, value, metadata = '' }: Entry): number {
  return PAIR_BYTES + utf8Length(key) + utf8Length(metadata) + Math.ceil(value.size / 3) * 4
}

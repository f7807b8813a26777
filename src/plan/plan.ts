import type { Entry } from '../entries/entry.ts'
import { batchEntries } from './batches.ts'

/** What a run will write. */
export interface Plan {
  /** Entries to write, in the order in which they are reported. */
  readonly entries: readonly Entry[]
  /** The same entries as requests: one for itself, more as a bulk request. */
  readonly batches: readonly (readonly Entry[])[]
  /** Bytes of all values. */
  readonly bytes: number
}

/** Returns the plan that writes every entry. */
export function planWrites(entries: readonly Entry[], concurrency: number): Plan {
  return {
    entries,
    batches: batchEntries(entries, concurrency),
    bytes: entries.reduce((sum, { value }) => sum + value.size, 0)
  }
}

import type { Diagnostics } from '../diagnostics.ts'
import type { Entry } from '../entries/entry.ts'
import { batchEntries } from './batches.ts'
import { checkDuplicates, checkLimits } from './limits.ts'

/** What a run will do. */
export interface Plan {
  /** Entries to write, in the order in which they are reported. */
  readonly entries: readonly Entry[]
  /** The same entries as requests: one for itself, more as a bulk request. */
  readonly batches: readonly (readonly Entry[])[]
  /** Bytes of all values. */
  readonly bytes: number
}

/** Returns the plan that writes every entry, and notes an error for whatever the service would refuse of it. */
export function planWrites(entries: readonly Entry[], concurrency: number, diagnostics: Diagnostics): Plan {
  checkLimits(entries, diagnostics)
  checkDuplicates(entries, diagnostics)
  return {
    entries,
    batches: batchEntries(entries, concurrency),
    bytes: entries.reduce((sum, { value }) => sum + value.size, 0)
  }
}

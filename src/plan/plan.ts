import type { Diagnostics } from '../diagnostics.ts'
import type { Entry } from '../entries/entry.ts'
import { checkDuplicates, checkLimits } from './limits.ts'

/** What a run will do. */
export interface Plan {
  /** Entries to write, in the order in which they are reported. */
  readonly entries: readonly Entry[]
  /** Bytes of all their values. */
  readonly bytes: number
}

/** Returns the plan that writes every entry, and notes an error for whatever the service would refuse of it. */
export function planWrites(entries: readonly Entry[], diagnostics: Diagnostics): Plan {
  checkLimits(entries, diagnostics)
  checkDuplicates(entries, diagnostics)
  return { entries, bytes: entries.reduce((sum, { value }) => sum + value.size, 0) }
}

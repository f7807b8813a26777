import type { MaxDeletions } from './prune.ts'
import type { Scope } from './stamp.ts'

/** What to do with a planned key that the namespace already holds. */
export type IfKeyExists = 'overwrite' | 'keep' | 'error'

/** How a run treats what the namespace already holds. */
export interface Sync {
  /** Plan and report only; write and delete nothing. */
  readonly dryRun: boolean
  readonly ifKeyExists: IfKeyExists
  /** Write only what differs from what the namespace holds. */
  readonly skipUnchanged: boolean
  /** Delete what earlier runs of this scope wrote and the plan no longer has. Implies `skipUnchanged`. */
  readonly prune: boolean
  /** Whose keys the run writes and prunes. */
  readonly scope: Scope
  /** The most that `prune` may delete. */
  readonly maxDeletions: MaxDeletions
  /** The ID of the plan that was approved. Undefined when any plan may be carried out. */
  readonly expectedPlanId: string | undefined
}

/** Whether the plan depends on what the namespace holds. */
export function readsHeld({ skipUnchanged, ifKeyExists }: Sync): boolean {
  return skipUnchanged || ifKeyExists !== 'overwrite'
}

import type { Held } from '../kv/listing.ts'
import type { Deletion, Entry } from '../entries/entry.ts'

/**
 * What a plan does with a key. `to-write` is for a run that does not compare with the namespace. `unchanged` is also a key
 * to delete that the namespace does not hold.
 */
export type ChangeStatus = 'new' | 'changed' | 'to-write' | 'unchanged' | 'kept' | 'to-delete'

/** An entry or a deletion, and what the plan does with it. Nothing has been done yet. */
export type Change = {
  /** Whether the namespace holds the key, and this set did not write it. Only in a run that compares. */
  readonly isForeign?: true
} & (
  | { readonly entry: Entry; readonly status: Exclude<ChangeStatus, 'to-delete'> }
  | { readonly entry: Deletion; readonly status: 'to-delete' | 'unchanged' }
)

/** The source of a key that `prune` deletes. */
export const PRUNED = 'no longer planned'

/** What will be done: one change for each entry, in their order, then the deletions. */
export interface Plan {
  readonly changes: readonly Change[]
  /** The ID of the plan of a run that compares. Undefined otherwise. */
  readonly planId?: string
  /** What the plan was made from. Undefined when it does not depend on what the namespace holds. */
  readonly held?: Held
}

/** Whether the plan writes this key. */
export function isWrite(change: Change): change is Change & { readonly entry: Entry } {
  return change.status === 'new' || change.status === 'changed' || change.status === 'to-write'
}

/** Whether the plan deletes this key. */
export function isDeletion(change: Change): change is Change & { readonly entry: Deletion } {
  return change.status === 'to-delete'
}

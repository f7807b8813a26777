import type { Entry } from '../entries/entry.ts'

/** What became of an entry or a removal, or is to become of it. */
export type Status =
  // The API did it; or it is as it is to be already.
  | 'written'
  | 'deleted'
  | 'unchanged'
  // The API or the way there refused it; it was sent, and the run was cancelled before an answer came; it was never sent.
  | 'failed'
  | 'unknown'
  | 'not-started'
  // A run is about to do it, and a dry run leaves it at that. `to-write` is for a run that compares nothing.
  | 'new'
  | 'changed'
  | 'to-write'
  | 'to-delete'

/** A key to delete, since it is no longer in the plan. */
export interface Removal {
  readonly key: string
  readonly source: 'prune'
  // It has none of what an entry has.
  readonly value?: never
  readonly expiry?: never
  readonly location?: never
}

/** An entry, or a removal, and what became of it. */
export interface Outcome {
  readonly entry: Entry | Removal
  readonly status: Status
  /** Why it was not done, as one line to show. Never holds a value. */
  readonly error?: string
}

/** Whether a key is written, or to be written. */
export function isWritten(outcome: Outcome): outcome is Outcome & { readonly entry: Entry } {
  const { status } = outcome
  return status === 'written' || status === 'new' || status === 'changed' || status === 'to-write'
}

/** Whether a key is deleted, or to be deleted. */
export function isDeleted(outcome: Outcome): outcome is Outcome & { readonly entry: Removal } {
  const { status } = outcome
  return status === 'deleted' || status === 'to-delete'
}

/** Whether a key was to be written or deleted, and was not for sure. */
export function isFailure({ status }: Outcome): boolean {
  return status === 'failed' || status === 'unknown' || status === 'not-started'
}

/** The API's response envelopes, merged over every request of a run. */
export interface ApiResponse {
  /** Items as received, in the order in which they came. */
  readonly errors: readonly unknown[]
  readonly messages: readonly unknown[]
  /** The API's own for a run of a single write; for more, `{ successful_key_count, unsuccessful_keys }`. */
  readonly result: unknown
}

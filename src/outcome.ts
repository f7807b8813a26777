import type { Entry } from './entries/entry.ts'

/**
 * What became of an entry: the API took it; the API or the way there refused it; it was sent, and the run was cancelled
 * before an answer came; or it was never sent.
 */
export type Status = 'written' | 'failed' | 'unknown' | 'not-started'

/** An entry and what became of it. */
export interface Outcome {
  readonly entry: Entry
  readonly status: Status
  /** Why it was not written, as one line to show. Never holds a value. */
  readonly error?: string
}

/** The API's response envelopes, merged over every request of a run. */
export interface ApiResponse {
  /** Items as received, in the order in which they came. */
  readonly errors: readonly unknown[]
  readonly messages: readonly unknown[]
  /** The API's own for a run of a single write; for more, `{ successful_key_count, unsuccessful_keys }`. */
  readonly result: unknown
}

import type { Deletion, Entry } from '../entries/entry.ts'
import type { Envelope } from '../kv/envelope.ts'
import type { Namespace } from '../kv/namespace.ts'

/** What became of a key. */
export type OutcomeStatus =
  // The API did it, or there was nothing to do.
  | 'written'
  | 'deleted'
  | 'unchanged'
  | 'kept'
  // The API refused it, or it could not be sent.
  | 'failed'
  // It was sent, and it is unknown whether the API did it.
  | 'unknown'
  // It was never sent, or only in a request that was refused for some of its keys.
  | 'not-started'

/** An entry or a deletion, and what became of it. */
export interface Outcome {
  readonly entry: Entry | Deletion
  readonly status: OutcomeStatus
  /** Why it was not done, as one line. Never contains a value. */
  readonly error?: string
  /** False for a key that failed before any request had it. */
  readonly wasSent?: false
  /** Whether the API refused this key, rather than the whole request or run. */
  readonly isRefused?: true
}

/** Returns in words what became of a key: `refused`, `failed` for another reason, `not tried`, `unknown` or what was done. */
export function statusWord({ status, isRefused }: { readonly status: string; readonly isRefused?: true }): string {
  if (status === 'failed' && isRefused) return 'refused'
  return status === 'not-started' ? 'not tried' : status.replace('-', ' ')
}

/** Whether a key should have been written or deleted, and it is not certain that it was. */
export function isFailure({ status }: { readonly status: string }): boolean {
  return status === 'failed' || status === 'unknown' || status === 'not-started'
}

/**
 * The API's response envelopes, merged over all requests of a run. The result is the API's own for a single change; for
 * more, it is `{ successful_key_count, unsuccessful_keys }` of the keys that were sent.
 */
export type ApiResponse = Pick<Envelope, 'errors' | 'messages' | 'result'>

/** How a plan is published. */
export interface PublishSettings {
  readonly namespace: Namespace
  /** Requests in flight at once. */
  readonly concurrency: number
  /** An existing folder outside the workspace, for the backup. Undefined when no backup is wanted. */
  readonly backupFolder?: string | undefined
}

/** The result of publishing a plan, or a part of it. */
export interface PublishResult {
  /** One for each change, in their order. */
  readonly outcomes: readonly Outcome[]
  readonly response: ApiResponse
  /** Why the run ended before every request was sent: no request could succeed any more. */
  readonly ended?: string
  /** Undefined when none was made. */
  readonly backup?: Backup | undefined
}

/** A backup that was made. */
export interface Backup {
  /** Absolute path of its file. */
  readonly path: string
  /** The size in bytes of each value that it holds, by its key. */
  readonly heldSizes: ReadonlyMap<string, number>
}

import type { Dispatcher } from 'undici'
import type { Clock } from './clock.ts'

/** What a run needs from outside, besides the workspace: time, the log, cancellation and the network. */
export interface Runtime {
  readonly clock: Clock
  /** Aborted when the runner cancels the step. */
  readonly signal: AbortSignal
  readonly log: (line: string) => void
  /** Sends requests. By default to the network, as `HTTPS_PROXY` and `NO_PROXY` say. */
  readonly dispatcher?: Dispatcher | undefined
}

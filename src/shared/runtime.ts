import type { Dispatcher } from 'undici'
import type { Clock } from './clock.ts'

/** What a run uses of the outside world, besides the workspace: time, the log, cancellation and the network. */
export interface Runtime {
  readonly clock: Clock
  /** Aborted when the runner cancels the step. */
  readonly signal: AbortSignal
  readonly log: (line: string) => void
  /** Where requests go. By default the network, through `HTTPS_PROXY` and `NO_PROXY`. */
  readonly dispatcher?: Dispatcher | undefined
}

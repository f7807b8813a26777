import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Runtime } from '../../shared/runtime.ts'

/** Milliseconds of work after which pending events are handled. */
const TURN = 25
/** Milliseconds between two lines of the log. */
const LOG_INTERVAL = 10_000

/** Thrown when the run is cancelled. */
export class SearchCancelled extends Error {
  override readonly name = 'SearchCancelled'
}

/**
 * Interrupts the search for files, which is synchronous because that is faster, to handle signals and to log progress.
 */
export class Pace {
  readonly #runtime: Pick<Runtime, 'log' | 'signal'>
  #turn = performance.now()
  #logged = this.#turn

  constructor(runtime: Pick<Runtime, 'log' | 'signal'>) {
    this.#runtime = runtime
  }

  /** Whether it is time for `pause`. */
  get isDue(): boolean {
    return performance.now() - this.#turn > TURN
  }

  /**
   * Lets pending events be handled.
   *
   * @param progress what is logged every 10 s
   * @throws SearchCancelled when the run is cancelled
   */
  async pause(progress: () => string): Promise<void> {
    await nextTurn()
    if (this.#runtime.signal.aborted) throw new SearchCancelled('cancelled while files were searched')
    this.#turn = performance.now()
    if (this.#turn - this.#logged < LOG_INTERVAL) return
    this.#logged = this.#turn
    this.#runtime.log(progress())
  }
}

import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Runtime } from '../shared/runtime.ts'

/** Milliseconds of work after which pending events are handled. */
const TURN = 25
/** Milliseconds between two lines of the log. */
const LOG_INTERVAL = 10_000

/** Interrupts work on many files, which is synchronous because that is faster, for signals and to log progress. */
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
   * @throws the reason of the signal when the run is cancelled
   */
  async pause(progress: () => string): Promise<void> {
    await nextTurn()
    this.#runtime.signal.throwIfAborted()
    this.#turn = performance.now()
    if (this.#turn - this.#logged < LOG_INTERVAL) return
    this.#logged = this.#turn
    this.#runtime.log(progress())
  }
}

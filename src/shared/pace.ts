import { setImmediate as nextTurn } from 'node:timers/promises'

/** Milliseconds of work after which pending events are handled. */
const TURN = 25

/** Interrupts work on many files, which is synchronous because that is faster, so that signals are heard. */
export class Pace {
  readonly #signal: AbortSignal
  #turn = performance.now()

  constructor(signal: AbortSignal) {
    this.#signal = signal
  }

  /** Whether it is time for `pause`. */
  get isDue(): boolean {
    return performance.now() - this.#turn > TURN
  }

  /** Lets pending events be handled. Throws the signal's reason when the run is cancelled. */
  async pause(): Promise<void> {
    await nextTurn()
    this.#signal.throwIfAborted()
    this.#turn = performance.now()
  }
}

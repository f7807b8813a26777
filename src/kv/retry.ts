import type { Clock } from '../shared/clock.ts'
import { Cancelled, Fault } from './api-failure.ts'
import { MAX_WAIT, type Pacer } from './pacer.ts'

const FIRST_DELAY = 500
const LAST_DELAY = 30_000

/** Makes attempts of a request until one goes well, or none is left. */
export class Retry {
  readonly #maxRetries: number
  readonly #pacer: Pacer
  readonly #clock: Clock
  readonly #signal: AbortSignal
  readonly #log: (line: string) => void

  /**
   * @param maxRetries attempts after the first
   * @param signal cancels the run
   */
  constructor(maxRetries: number, pacer: Pacer, clock: Clock, signal: AbortSignal, log: (line: string) => void) {
    this.#maxRetries = maxRetries
    this.#pacer = pacer
    this.#clock = clock
    this.#signal = signal
    this.#log = log
  }

  /**
   * Calls `attempt` until it returns, each time when the pacer lets it.
   *
   * @param isRetried whether there is another attempt after a fault
   * @throws Fault of the last attempt; Cancelled when the run is, unless the last attempt certainly came to nothing; anything
   * else that `attempt` throws
   */
  async run<T>(attempt: () => Promise<T>, isRetried = (fault: Fault): boolean => fault.isPassing): Promise<T> {
    for (let attempts = 1; ; attempts++) {
      await this.#pacer.ready()
      try {
        return await attempt()
      } catch (fault) {
        if (!(fault instanceof Fault)) throw fault
        fault.attempts = attempts
        const delay = this.#delay(fault)
        if (fault.isThrottle) this.#pacer.pause(delay)
        if (attempts > this.#maxRetries || !isRetried(fault)) throw fault
        await this.#wait(fault, delay)
      }
    }
  }

  async #wait(fault: Fault, delay: number): Promise<void> {
    const what = `attempt ${fault.attempts + 1} of ${this.#maxRetries + 1}`
    const why = fault.retryAfter > 0 ? ', as the API asks (Retry-After)' : ''
    this.#log(`Request failed: ${fault.message}; ${what} in ${(delay / 1000).toFixed(1)} s${why}`)
    await this.#clock.sleep(delay, this.#signal).catch(() => undefined)
    if (this.#signal.aborted) throw fault.isUncertain ? new Cancelled(true) : fault
  }

  /** Doubles with each attempt, and is half chance, so that requests that failed together don't come again together. */
  #delay({ retryAfter, attempts }: Fault): number {
    if (retryAfter > 0) return Math.min(retryAfter, MAX_WAIT)
    return Math.min(FIRST_DELAY * 2 ** (attempts - 1), LAST_DELAY) * (1 - this.#clock.random() / 2)
  }
}

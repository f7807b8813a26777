import type { Runtime } from '../shared/runtime.ts'
import { formatCount } from '../shared/text.ts'
import { ApiFailure } from './api-failure.ts'
import { MAX_WAIT, type Pacer } from './pacer.ts'

const FIRST_DELAY = 500
const LAST_DELAY = 30_000

/** Milliseconds in which further retries for the same reason are counted, and not logged. */
const QUIET = 5000

/** Makes attempts of a request until one succeeds or none is left. */
export class Retry {
  readonly #maxRetries: number
  readonly #pacer: Pacer
  readonly #runtime: Runtime
  #logged = { reason: '', time: 0 }
  #unlogged = 0

  /** @param maxRetries attempts after the first */
  constructor(maxRetries: number, pacer: Pacer, runtime: Runtime) {
    this.#maxRetries = maxRetries
    this.#pacer = pacer
    this.#runtime = runtime
  }

  /**
   * Calls `attempt` until it returns. Waits for the pacer before each call.
   *
   * @param isRetried whether to retry after a failure
   * @param about what the request is about, for the log: `3 keys (first "a")`
   * @throws ApiFailure of the last attempt, also when the run is cancelled while it waits for the next; anything else that
   * `attempt` throws
   */
  async run<T>(
    attempt: () => Promise<T>,
    isRetried = (failure: ApiFailure): boolean => failure.isTransient,
    about = (): string => ''
  ): Promise<T> {
    for (let attempts = 1; ; attempts++) {
      await this.#pacer.ready()
      try {
        return await attempt()
      } catch (failure) {
        if (!(failure instanceof ApiFailure)) throw failure
        failure.attempts = attempts
        const delay = this.#delay(failure)
        if (failure.isThrottle) this.#pacer.pause(delay)
        if (attempts > this.#maxRetries || !isRetried(failure)) throw failure
        await this.#wait(failure, delay, about())
      }
    }
  }

  async #wait(failure: ApiFailure, delay: number, about: string): Promise<void> {
    this.#logRetry(failure, delay, about)
    await this.#runtime.clock.sleep(delay, this.#runtime.signal).catch(() => undefined)
    if (this.#runtime.signal.aborted) throw failure
  }

  #logRetry(failure: ApiFailure, delay: number, about: string): void {
    // Each response has a ray of its own.
    const reason = failure.message.replace(/cf-ray [\w-]+/, '')
    const time = this.#runtime.clock.now()
    if (reason === this.#logged.reason && time < this.#logged.time + QUIET) {
      this.#unlogged += 1
      return
    }
    const request = about ? `Request for ${about} failed` : 'Request failed'
    const what = `attempt ${failure.attempts + 1} of ${this.#maxRetries + 1}`
    const why = failure.retryAfter > 0 ? ', as the API asks (Retry-After)' : ''
    const more = this.#unlogged > 0 ? `; meanwhile, ${formatCount(this.#unlogged)} more failed for the last reason` : ''
    this.#runtime.log(`${request}: ${failure.message}; ${what} in ${(delay / 1000).toFixed(1)} s${why}${more}`)
    this.#logged = { reason, time }
    this.#unlogged = 0
  }

  /** Exponential backoff with up to 50 % jitter, so that requests that failed together are not retried together. */
  #delay({ retryAfter, attempts }: ApiFailure): number {
    if (retryAfter > 0) return Math.min(retryAfter, MAX_WAIT)
    return Math.min(FIRST_DELAY * 2 ** (attempts - 1), LAST_DELAY) * (1 - this.#runtime.clock.random() / 2)
  }
}

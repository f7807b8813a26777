import type { Clock } from '../shared/clock.ts'
import { counted } from '../shared/text.ts'
import { Cancelled } from './api-failure.ts'
import { parseRatelimit } from './headers.ts'

/** Longest wait that the API may ask for, in milliseconds: the window of its limit on requests. */
export const MAX_WAIT = 300_000

/** What requests have in common: when the next may begin. */
export class Pacer {
  readonly #clock: Clock
  readonly #signal: AbortSignal
  readonly #log: (line: string) => void
  readonly #reserve: number
  #notBefore = 0
  #untold: string | undefined

  /**
   * @param signal cancels the run
   * @param reserve requests that must remain for another to begin. As many as may be in flight at once: whether the
   * answer that tells what remains has counted those, nobody knows.
   */
  constructor(clock: Clock, signal: AbortSignal, log: (line: string) => void, reserve: number) {
    this.#clock = clock
    this.#signal = signal
    this.#log = log
    this.#reserve = reserve
  }

  /**
   * Resolves when a request may begin.
   *
   * @throws Cancelled when the run is
   */
  async ready(): Promise<void> {
    for (let wait = this.#wait(); wait > 0 && !this.#signal.aborted; wait = this.#wait()) {
      this.#tell(wait)
      await this.#clock.sleep(wait, this.#signal).catch(() => undefined)
    }
    if (this.#signal.aborted) throw new Cancelled(false)
    // A quota that nobody had to wait for is not why a later request waits.
    this.#untold = undefined
  }

  /** Lets no request begin for so many milliseconds, at most five minutes. */
  pause(milliseconds: number): void {
    this.#notBefore = Math.max(this.#notBefore, this.#clock.now() + Math.min(milliseconds, MAX_WAIT))
  }

  /**
   * Takes note of the `Ratelimit` header of an answer. When it says that few requests remain, the next wait for the reset:
   * past the limit, the service blocks every request for five minutes.
   */
  observe(ratelimit: string): void {
    const quota = parseRatelimit(ratelimit)
    if (!quota || quota.remaining > this.#reserve) return
    const before = this.#wait()
    this.pause(quota.reset * 1000)
    // Answers that come together say the same.
    if (this.#wait() <= before + 1000) return
    this.#untold = `${counted(quota.remaining, 'request')} ${quota.remaining === 1 ? 'remains' : 'remain'}`
  }

  /** Tells of a quota when a request waits for it: the last answer of a run holds nobody up. */
  #tell(wait: number): void {
    if (this.#untold === undefined) return
    const time = `${(wait / 1000).toFixed(1)} s`
    this.#log(`Waiting ${time} until the API's rate limit is reset, since ${this.#untold} (Ratelimit)`)
    this.#untold = undefined
  }

  #wait(): number {
    return this.#notBefore - this.#clock.now()
  }
}

import type { Runtime } from '../shared/runtime.ts'
import { counted } from '../shared/text.ts'
import { Cancelled } from './api-failure.ts'

/** Longest wait that the API may ask for, in milliseconds: the window of its rate limit. */
export const MAX_WAIT = 300_000

/** Decides when the next request of the run may begin. */
export class Pacer {
  readonly #runtime: Runtime
  readonly #reserve: number
  #notBefore = 0
  #unlogged: string | undefined

  /**
   * @param reserve the next request waits when the rate limit has at most this many requests left. Use the number of
   * requests that may be in flight at once, since the API may not have counted these yet.
   */
  constructor(runtime: Runtime, reserve: number) {
    this.#runtime = runtime
    this.#reserve = reserve
  }

  /**
   * Resolves when a request may begin.
   *
   * @throws Cancelled when the run is cancelled
   */
  async ready(): Promise<void> {
    const { clock, signal } = this.#runtime
    for (let wait = this.#wait(); wait > 0 && !signal.aborted; wait = this.#wait()) {
      this.#logWait(wait)
      await clock.sleep(wait, signal).catch(() => undefined)
    }
    if (signal.aborted) throw new Cancelled(false)
    // Without this, a later wait would log the reason for a wait that was not necessary.
    this.#unlogged = undefined
  }

  /** Keeps every request waiting for so many milliseconds, at most five minutes. */
  pause(milliseconds: number): void {
    this.#notBefore = Math.max(this.#notBefore, this.#runtime.clock.now() + Math.min(milliseconds, MAX_WAIT))
  }

  /**
   * Records a `Ratelimit` header. If few requests remain, the next ones wait until the limit is reset. Past the limit
   * the API blocks every request for five minutes.
   */
  observe(ratelimit: string): void {
    const quota = parseRatelimit(ratelimit)
    if (!quota || quota.remaining > this.#reserve) return
    const before = this.#wait()
    this.pause(quota.reset * 1000)
    // Responses that arrive together say the same.
    if (this.#wait() <= before + 1000) return
    this.#unlogged = `${counted(quota.remaining, 'request')} ${quota.remaining === 1 ? 'remains' : 'remain'}`
  }

  /** Logs why requests wait, but only when a request does. After the last response of a run, none does. */
  #logWait(wait: number): void {
    if (this.#unlogged === undefined) return
    const time = `${(wait / 1000).toFixed(1)} s`
    this.#runtime.log(`Waiting ${time} until the API's rate limit is reset, since ${this.#unlogged} (Ratelimit)`)
    this.#unlogged = undefined
  }

  #wait(): number {
    return this.#notBefore - this.#runtime.clock.now()
  }
}

/**
 * Parses `Retry-After`: seconds, or a date (RFC 9110, 10.2.3).
 *
 * @param now milliseconds since the UNIX epoch
 * @returns milliseconds to wait; 0 for a date in the past, and for any other text
 */
export function parseRetryAfter(text: string, now: number): number {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000
  const time = text.endsWith('GMT') ? Date.parse(text) : NaN
  return Number.isNaN(time) ? 0 : Math.max(0, time - now)
}

/**
 * Parses `Ratelimit`, a list of `"name";r=50;t=30`: https://developers.cloudflare.com/fundamentals/api/reference/limits/
 *
 * @returns how many requests remain for how many seconds, in the quota with the fewest requests; undefined if no quota is
 * complete
 */
export function parseRatelimit(text: string): { readonly remaining: number; readonly reset: number } | undefined {
  const quotas = text.split(',').map((item) => ({ remaining: parameter(item, 'r'), reset: parameter(item, 't') }))
  const complete = quotas.filter(({ remaining, reset }) => !Number.isNaN(remaining + reset))
  return complete.toSorted((a, b) => a.remaining - b.remaining || b.reset - a.reset)[0]
}

function parameter(item: string, name: string): number {
  return Number(new RegExp(`;\\s*${name}=(\\d+)\\s*(?:;|$)`).exec(item)?.[1] ?? NaN)
}

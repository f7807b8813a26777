import type { Clock } from '../../src/shared/clock.ts'
import type { Runtime } from '../../src/shared/runtime.ts'
import { Transport, type TransportOptions } from '../../src/kv/transport.ts'

/** A fake clock. Each sleep advances it at once, and is recorded. Requests time out only when a test says so. */
export interface TestClock extends Clock {
  /** Milliseconds of each sleep. */
  readonly sleeps: readonly number[]
  /** Lets every request that is in flight time out. */
  readonly timeOut: () => void
}

/** Makes a clock that starts at `time`, in milliseconds since the UNIX epoch. Its random number is always `random`. */
export function makeClock(time = Date.parse('2026-11-24T12:00:00Z'), random = 0): TestClock {
  let now = time
  const sleeps: number[] = []
  let requests = new AbortController()
  return {
    sleeps,
    timeout: () => requests.signal,
    timeOut: () => {
      requests.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'))
      requests = new AbortController()
    },
    now: () => now,
    random: () => random,
    sleep: async (milliseconds, signal) => {
      const until = now + milliseconds
      sleeps.push(milliseconds)
      await new Promise(setImmediate)
      signal.throwIfAborted()
      now = Math.max(now, until)
    }
  }
}

/** Makes a transport for the API at `baseUrl`, with a fake clock and, by default, no retries. */
export function makeTransport(
  baseUrl: string,
  options: Partial<TransportOptions> = {},
  runtime: Partial<Runtime> = {}
): Transport {
  return new Transport(
    { baseUrl, credentials: { apiToken: 'token-1' }, timeout: 5, maxRetries: 0, concurrency: 4, ...options },
    { clock: makeClock(), signal: new AbortController().signal, log: () => undefined, ...runtime }
  )
}

import { KvApiError } from '../../src/kv/envelope.ts'
import { Pacer } from '../../src/kv/pacer.ts'
import { Retry } from '../../src/kv/retry.ts'
import { makeClock, type TestClock } from '../support/transport.ts'

/** Makes a pacer and retries with a fake clock that starts at 0. */
export function makeRetry({ maxRetries = 5, random = 0, reserve = 4, signal = new AbortController().signal } = {}): {
  clock: TestClock
  pacer: Pacer
  retry: Retry
  lines: string[]
} {
  const clock = makeClock(0, random)
  const lines: string[] = []
  const log = (line: string): number => lines.push(line)
  const pacer = new Pacer({ clock, signal, log }, reserve)
  return { clock, pacer, retry: new Retry(maxRetries, pacer, { clock, signal, log }), lines }
}

/** An attempt that fails with each of `faults` in turn, and then succeeds. */
export function failing(...faults: unknown[]): () => Promise<string> {
  const queue = faults.values()
  return async () => {
    const { value, done } = queue.next()
    if (!done) throw value
    return Promise.resolve('done')
  }
}

/** The error for a response of the API. */
export function answered(status: number, codes: number[] = [], retryAfter = 0): KvApiError {
  const errors = codes.map((code) => ({ code, message: 'no' }))
  return new KvApiError(status, { success: false, errors, messages: [], result: null }, { retryAfter })
}

import { setTimeout } from 'node:timers/promises'

/** Time and random numbers, passed in so that tests do not wait. */
export interface Clock {
  /** Milliseconds since the UNIX epoch. */
  now(): number
  /** Resolves after so many milliseconds. Rejects when `signal` is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
  /** Returns a signal that is aborted with a `TimeoutError` after so many milliseconds. */
  timeout(milliseconds: number): AbortSignal
  /** A number from 0 to 1, without 1. */
  random(): number
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
  timeout: (milliseconds) => AbortSignal.timeout(milliseconds),
  random: Math.random
}

import { setTimeout } from 'node:timers/promises'

/** Time and random numbers, passed in so that tests do not wait. */
export interface Clock {
  /** Milliseconds since the UNIX epoch. */
  now(): number
  /** Resolves after so many milliseconds. Rejects when `signal` is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
  /** A number from 0 to 1, without 1. */
  random(): number
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
  random: Math.random
}

import { setTimeout } from 'node:timers/promises'

/** Time and chance, handed in so that tests need not wait. */
export interface Clock {
  /** Milliseconds since the UNIX epoch. */
  now(): number
  /** Resolves after so many milliseconds. Rejects as soon as `signal` is aborted. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
  /** A number from 0 up to, but not including, 1. */
  random(): number
}

/** The clock of this machine. */
export const systemClock: Clock = {
  now: Date.now,
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }),
  random: Math.random
}

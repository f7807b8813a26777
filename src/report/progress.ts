import type { Outcome } from '../outcome.ts'
import { counted, formatBytes, formatCount } from '../text.ts'

/** What is to be done in all. */
export interface Work {
  readonly keys: number
  /** Bytes of all values. */
  readonly bytes: number
}

const MILLISECONDS_BETWEEN_LINES = 5000

/**
 * Returns a function that takes each outcome and logs how far the work is, at most once in five seconds, so that a short
 * run has no such line.
 *
 * @param now the clock, in milliseconds
 */
export function trackProgress(work: Work, log: (line: string) => void, now: () => number): (outcome: Outcome) => void {
  let keys = 0
  let bytes = 0
  let told = now()
  return ({ entry }) => {
    keys += 1
    bytes += entry.value.size
    if (keys === work.keys || now() - told < MILLISECONDS_BETWEEN_LINES) return
    told = now()
    const ofAll = `${formatCount(keys)} of ${counted(work.keys, 'key')}`
    log(`${ofAll} done, ${formatBytes(bytes)} of ${formatBytes(work.bytes)}`)
  }
}

import type { Clock } from '../shared/clock.ts'
import type { Outcome } from './outcome.ts'
import { counted, formatBytes, formatCount } from '../shared/text.ts'

/** What a step has to do in all. */
export interface Amount {
  readonly keys: number
  /** Bytes of all values, 0 when none is sent. */
  readonly bytes: number
}

const MILLISECONDS_BETWEEN_LINES = 5000

/**
 * Returns a function that takes each outcome and logs how far the work is, at most once in five seconds, so that a short
 * run has no such line.
 */
export function trackProgress(amount: Amount, log: (line: string) => void, clock: Clock): (outcome: Outcome) => void {
  let keys = 0
  let bytes = 0
  let told = clock.now()
  return ({ entry }) => {
    keys += 1
    bytes += entry.value?.size ?? 0
    if (keys === amount.keys || clock.now() - told < MILLISECONDS_BETWEEN_LINES) return
    told = clock.now()
    const ofBytes = amount.bytes > 0 ? `, ${formatBytes(bytes)} of ${formatBytes(amount.bytes)}` : ''
    log(`${formatCount(keys)} of ${counted(amount.keys, 'key')} done${ofBytes}`)
  }
}

import type { Clock } from '../shared/clock.ts'
import type { Outcome } from './outcome.ts'
import { counted, formatBytes, formatCount } from '../shared/text.ts'

/** What a step has to do. */
export interface Amount {
  readonly keys: number
  /** Bytes of all values; 0 for deletions. */
  readonly bytes: number
}

const MILLISECONDS_BETWEEN_LINES = 5000

/**
 * Returns a function that takes each outcome and logs the progress, at most every five seconds. A short run logs none.
 */
export function trackProgress(amount: Amount, log: (line: string) => void, clock: Clock): (outcome: Outcome) => void {
  let keys = 0
  let bytes = 0
  let logged = clock.now()
  return ({ entry }) => {
    keys += 1
    bytes += entry.value?.size ?? 0
    if (keys === amount.keys || clock.now() - logged < MILLISECONDS_BETWEEN_LINES) return
    logged = clock.now()
    const ofBytes = amount.bytes > 0 ? `, ${formatBytes(bytes)} of ${formatBytes(amount.bytes)}` : ''
    log(`${formatCount(keys)} of ${counted(amount.keys, 'key')} done${ofBytes}`)
  }
}

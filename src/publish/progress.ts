import type { Clock } from '../shared/clock.ts'
import { counted, formatBytes, formatCount } from '../shared/text.ts'
import type { Item } from './operation.ts'
import type { Outcome } from './outcome.ts'

const MILLISECONDS_BETWEEN_LINES = 5000

/**
 * Returns a function that takes the outcome of each of `items` and logs the progress, at most every five seconds. A short run
 * logs none.
 */
export function trackProgress(
  items: readonly Item[],
  log: (line: string) => void,
  clock: Clock
): (outcome: Outcome) => void {
  const allBytes = items.reduce((sum, { value }) => sum + (value?.size ?? 0), 0)
  let keys = 0
  let bytes = 0
  let logged = clock.now()
  return ({ entry }) => {
    keys += 1
    bytes += entry.value?.size ?? 0
    if (keys === items.length || clock.now() - logged < MILLISECONDS_BETWEEN_LINES) return
    logged = clock.now()
    const ofBytes = allBytes > 0 ? `, ${formatBytes(bytes)} of ${formatBytes(allBytes)}` : ''
    log(`${formatCount(keys)} of ${counted(items.length, 'key')} done${ofBytes}`)
  }
}

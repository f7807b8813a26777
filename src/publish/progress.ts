import type { Clock } from '../shared/clock.ts'
import { counted, formatBytes, formatCount, keyName, printable } from '../shared/text.ts'
import type { Item } from './operation.ts'
import { isFailure, type Outcome, statusWord } from './outcome.ts'

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

const MAX_CAUSES = 20
const MAX_NAMES = 100

/** More names than this are folded in GitHub's log. */
const MANY_NAMES = 20

/** Returns the lines of the log for keys that failed: each cause with the first 100 of its keys. */
export function describeFailures(outcomes: readonly Outcome[]): string[] {
  const failures = outcomes.filter(isFailure)
  const causes = [...Map.groupBy(failures, causeOf)]
  const more = causes.length - MAX_CAUSES
  return [
    ...causes.slice(0, MAX_CAUSES).flatMap(([cause, failed]) => describeCause(cause, failed)),
    ...(more > 0 ? [`and keys of ${counted(more, 'more cause')}, see the report`] : [])
  ]
}

function causeOf(outcome: Outcome): string {
  const word = statusWord(outcome)
  return outcome.error === undefined ? word : `${word}: ${outcome.error}`
}

function describeCause(cause: string, failed: readonly Outcome[]): string[] {
  const title = `✗ ${counted(failed.length, 'key')} ${printable(cause)}`
  const names = failed.slice(0, MAX_NAMES).map(({ entry }) => `✗ ${keyName(entry.key)}`)
  if (failed.length > MAX_NAMES) names.push(`and ${formatCount(failed.length - MAX_NAMES)} more`)
  return names.length > MANY_NAMES ? [`::group::${title}`, ...names, '::endgroup::'] : [title, ...names]
}

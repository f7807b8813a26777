import { formatCount, quoted } from './text.ts'

/** How many names a message lists. For the others, it gives their number. */
const MAX_NAMES = 20

/** The distance of a name that is only cut short. */
const CUT_SHORT = 2

/** Letters of a name that are compared. */
const MAX_LENGTH = 100

/** Returns up to `count` of `names`: first those that differ from `name` by the fewest letters, or begin with it. */
export function closest(name: string, names: readonly string[], count: number): string[] {
  return byDistance(name, names)
    .slice(0, count)
    .map(({ candidate }) => candidate)
}

/** Returns the one of `names` that `name` is probably a misspelling of; undefined when it is too different from all. */
export function misspelled<Name extends string>(name: string, names: readonly Name[]): Name | undefined {
  const [nearest] = byDistance(name, names)
  if (!nearest) return undefined
  const { candidate, distance } = nearest
  const isLikely = distance < candidate.length && distance <= Math.max(1, candidate.length / 3)
  return isLikely ? candidate : undefined
}

/** Returns names in quotes, separated by commas: the first `most` and the number of the others. */
export function listed(names: readonly string[], most = MAX_NAMES): string {
  const rest = names.length - most
  return [...names.slice(0, most).map(quoted), ...(rest > 0 ? [`and ${formatCount(rest)} more`] : [])].join(', ')
}

function byDistance<Name extends string>(
  name: string,
  names: readonly Name[]
): { candidate: Name; distance: number }[] {
  const wanted = name.toLowerCase()
  return names
    .map((candidate) => ({ candidate, distance: difference(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
}

function difference(wanted: string, candidate: string): number {
  const letters = distance(wanted, candidate)
  return wanted && candidate.startsWith(wanted) ? Math.min(letters, CUT_SHORT) : letters
}

/** Letters to add, remove, replace or swap to turn `a` into `b`, of the first 100 of each (optimal string alignment). */
function distance(a: string, b: string): number {
  const [from, to] = [a.slice(0, MAX_LENGTH), b.slice(0, MAX_LENGTH)]
  let before: number[] = []
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    for (let j = 1; j <= to.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + Number(from[i - 1] !== to[j - 1])
      const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]
      const swapped = isSwap ? (before[j - 2] ?? 0) + 1 : Infinity
      row.push(Math.min(replaced, swapped, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    before = previous
    previous = row
  }
  return previous[to.length] ?? 0
}

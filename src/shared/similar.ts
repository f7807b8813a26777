import { quoted } from './text.ts'

/** Names that a message lists; past them, their number. */
const MAX_NAMES = 20

/** Letters that a name which only lacks its end counts as. */
const CUT_SHORT = 2

/** Returns up to `count` of `names`, those first that differ from `name` by the fewest letters, or that it begins. */
export function closest(name: string, names: readonly string[], count: number): string[] {
  const wanted = name.toLowerCase()
  return names
    .map((candidate) => ({ candidate, distance: difference(wanted, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => candidate)
}

/** Returns names in quotes, with commas between: all of a few, and of many the number of the rest. */
export function listed(names: readonly string[]): string {
  const rest = names.length - MAX_NAMES
  return [...names.slice(0, MAX_NAMES).map(quoted), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ')
}

function difference(wanted: string, candidate: string): number {
  const letters = distance(wanted, candidate)
  return wanted && candidate.startsWith(wanted) ? Math.min(letters, CUT_SHORT) : letters
}

/** Letters to add, leave out or replace to make `b` of `a`; of each the first 100 are looked at. */
function distance(a: string, b: string): number {
  const [from, to] = [a.slice(0, 100), b.slice(0, 100)]
  let previous = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let i = 1; i <= from.length; i++) {
    const row = [i]
    for (let j = 1; j <= to.length; j++) {
      const replaced = (previous[j - 1] ?? 0) + Number(from[i - 1] !== to[j - 1])
      row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1))
    }
    previous = row
  }
  return previous[to.length] ?? 0
}

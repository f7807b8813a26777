import { formatCount, keyName } from '../shared/text.ts'
import { type Change, type ChangeStatus, PRUNED } from './change.ts'

/** How a plan names what it does with keys. */
const WORDS: Readonly<Record<ChangeStatus, string>> = {
  new: 'new',
  changed: 'changed',
  'to-write': 'to write',
  'to-delete': 'to delete',
  kept: 'kept',
  unchanged: 'unchanged'
}

/** Returns the number of changes of each kind, without those that there are none of: `3 new, 2 to delete, 9,996 unchanged`. */
export function countChanges(changes: readonly { readonly status: ChangeStatus }[]): string {
  const count = (wanted: string): number => changes.filter(({ status }) => status === wanted).length
  const counts = Object.entries(WORDS).map(([status, word]) => ({ word, number: count(status) }))
  const found = counts.filter(({ number }) => number > 0)
  return found.map(({ number, word }) => `${formatCount(number)} ${word}`).join(', ') || 'no keys'
}

/** The changes that the log names, each with its mark and how many of them. */
const NAMED: readonly (readonly [status: ChangeStatus, mark: string, maxNames: number])[] = [
  ['to-delete', '−', 100],
  ['changed', '~', 20],
  ['new', '+', 20],
  ['to-write', '+', 20]
]

/** More lines than this are folded in GitHub's log. */
const MANY = 20

/**
 * Returns the lines of the log for a plan: its counts, the first 100 keys that it deletes, and the first 20 of each kind of
 * write.
 */
export function describePlan(changes: readonly Change[]): string[] {
  return [
    `Plan: ${countChanges(changes)}`,
    ...NAMED.flatMap(([status, mark, max]) => namesOf(changes, status, mark, max))
  ]
}

function namesOf(changes: readonly Change[], status: ChangeStatus, mark: string, max: number): string[] {
  const found = changes.filter((change) => change.status === status)
  const lines = found.slice(0, max).map((change) => `${mark} ${keyName(change.entry.key)}${remark(change)}`)
  const rest = found.length - lines.length
  if (rest > 0) lines.push(`and ${formatCount(rest)} more ${WORDS[status]}`)
  if (lines.length <= MANY + 1) return lines
  return [`::group::${mark} ${formatCount(found.length)} ${WORDS[status]}`, ...lines, '::endgroup::']
}

function remark({ entry, isForeign }: Change): string {
  if (isForeign) return ' (not written by this set)'
  return entry.source === PRUNED ? ` (${PRUNED})` : ''
}

import { formatCount, keyName } from '../shared/text.ts'
import { type Change, type ChangeStatus, PRUNED } from './change.ts'

const STATUSES: readonly ChangeStatus[] = ['new', 'changed', 'to-write', 'to-delete', 'kept', 'unchanged']

/** Returns the number of changes of each kind, without those that there are none of: `3 new, 2 to delete, 9,996 unchanged`. */
export function countChanges(changes: readonly { readonly status: ChangeStatus }[]): string {
  const counts = STATUSES.flatMap((wanted) => {
    const count = changes.filter(({ status }) => status === wanted).length
    return count > 0 ? `${formatCount(count)} ${words(wanted)}` : []
  })
  return counts.join(', ') || 'no keys'
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
  if (rest > 0) lines.push(`and ${formatCount(rest)} more ${words(status)}`)
  if (lines.length <= MANY + 1) return lines
  return [`::group::${mark} ${formatCount(found.length)} ${words(status)}`, ...lines, '::endgroup::']
}

function words(status: ChangeStatus): string {
  return status.replace('-', ' ')
}

function remark({ entry, isForeign }: Change): string {
  if (isForeign) return ' (not written by this set)'
  return entry.source === PRUNED ? ` (${PRUNED})` : ''
}

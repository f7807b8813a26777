import type { Entry } from '../entries/entry.ts'
import type { Held } from '../kv/listing.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { counted, formatCount, quoted } from '../shared/text.ts'
import type { Change } from './change.ts'
import { isOwn, type Owner, parseStamp } from './stamp.ts'

/** The most keys that `prune` may delete: a count, or a percentage of the held keys of the set. */
export type MaxDeletions = { readonly count: number } | { readonly percent: number }

/** What `prune` found. */
export interface Pruning {
  readonly deletions: readonly Change[]
  /** Keys of the set that the namespace holds, planned or not. */
  readonly inSet: number
  /** Keys with the same `managed-by` and another `key-prefix`, which are left alone. */
  readonly elsewhere: number
}

/** Percentages allow this many deletions in any case, so that small folders can change. */
const ALWAYS_ALLOWED = 3

const MAX_NAMES = 10

/**
 * Returns the deletion of each held key of the set that is not planned.
 *
 * @param planned keys that the run writes, keeps, leaves unchanged or deletes anyway
 */
export function findDeletions(planned: ReadonlySet<string>, held: Held, owner: Owner): Pruning {
  const deletions: Change[] = []
  let inSet = 0
  let elsewhere = 0
  for (const [key, { metadata }] of held) {
    if (isOwn(key, metadata, owner)) {
      inSet += 1
      if (!planned.has(key)) deletions.push({ entry: { key, source: 'prune' }, status: 'to-delete' })
    } else if (!planned.has(key) && parseStamp(key, metadata)?.managedBy === owner.managedBy) elsewhere += 1
  }
  return { deletions, inSet, elsewhere }
}

/** Records an error when `prune` would delete more than `max-deletions` allows. Nothing may be written or deleted then. */
export function checkMaxDeletions(
  { deletions, inSet }: Pruning,
  { managedBy, keyPrefix, maxDeletions: max }: Owner & { readonly maxDeletions: MaxDeletions },
  diagnostics: Diagnostics
): void {
  const allowed = allowedDeletions(max, inSet)
  const count = deletions.length
  if (count <= allowed) return
  const under = keyPrefix === '' ? 'without a key-prefix' : `under ${quoted(keyPrefix)}`
  const limit = 'count' in max ? '' : ` (${max.percent}%)`
  const percent = Math.ceil((count / inSet) * 100)
  diagnostics.error(
    `prune would delete ${formatCount(count)} of the ${counted(inSet, 'key')} that ${quoted(managedBy)} manages ${under}, and max-deletions allows ${formatCount(allowed)}${limit}: ${firstNames(deletions)}. Check that glob, entries or entries-file selects all keys that should stay. If these deletions are meant, set max-deletions to ${count} or ${percent}%`
  )
}

/** Returns how many keys may be deleted when the namespace holds so many of the set. */
export function allowedDeletions(max: MaxDeletions, inSet: number): number {
  if ('count' in max) return max.count
  return max.percent === 0 ? 0 : Math.max(ALWAYS_ALLOWED, Math.ceil((inSet * max.percent) / 100))
}

function firstNames(deletions: readonly Change[]): string {
  const names = deletions.slice(0, MAX_NAMES).map(({ entry }) => quoted(entry.key))
  const rest = deletions.length - names.length
  return names.join(', ') + (rest > 0 ? ` and ${formatCount(rest)} more` : '')
}

/** Records an error for a plan without a key to write, with which `prune` would delete all keys of the set. */
export function checkNotEmpty(entries: readonly Entry[], diagnostics: Diagnostics): void {
  if (entries.length > 0 || diagnostics.errors.length > 0) return
  diagnostics.error(
    'prune needs at least one key to write: with an empty plan it would delete all keys. To empty a prefix, list its keys with delete: true and leave out prune'
  )
}

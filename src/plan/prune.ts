import type { Entry } from '../entries/entry.ts'
import type { Held, HeldKey, HeldReader } from '../kv/listing.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { listed } from '../shared/similar.ts'
import { counted, formatCount, quoted } from '../shared/text.ts'
import { type Change, PRUNED } from './change.ts'
import type { MaxDeletions, Sync } from './compare.ts'
import { isOwn, type Owner, parseStamp } from './stamp.ts'

/** What a run that prunes finds under its key-prefix. */
export interface Found {
  /** The planned keys, and the keys of the set. */
  readonly held: Held
  /** The number of other keys, by the name of their set. Its own name stands for those with another key-prefix. */
  readonly others: ReadonlyMap<string, number>
}

/**
 * Reads all keys under the prefix of a set.
 *
 * @param planned keys that the run writes, keeps, leaves unchanged or deletes anyway
 * @throws what `HeldReader.under` throws
 */
export async function readSet(
  reader: Pick<HeldReader, 'under'>,
  planned: ReadonlySet<string>,
  owner: Owner
): Promise<Found> {
  const held = new Map<string, HeldKey>()
  const others = new Map<string, number>()
  for await (const key of reader.under(owner.keyPrefix)) {
    const { name, metadata } = key
    const set = parseStamp(name, metadata)?.managedBy
    if (planned.has(name) || isOwn(name, metadata, owner)) held.set(name, key)
    else if (set !== undefined) others.set(set, (others.get(set) ?? 0) + 1)
  }
  return { held, others }
}

/**
 * Returns the deletion of each held key of the set that is not planned. Records an error when `max-deletions` allows fewer:
 * nothing may be written or deleted then.
 */
export function findDeletions(
  planned: ReadonlySet<string>,
  held: Held,
  sync: Sync,
  diagnostics: Diagnostics
): Change[] {
  // Keys without a set are nobody's to delete.
  const isInSet = (key: string): boolean => sync.managedBy !== undefined && isOwn(key, held.get(key)?.metadata, sync)
  const set = [...held.keys()].filter(isInSet)
  const gone = set.filter((key) => !planned.has(key))
  const allowed = allowedDeletions(sync.maxDeletions, set.length)
  if (gone.length > allowed) diagnostics.error(describeTooMany(gone, set.length, allowed, sync))
  return gone.map((key) => ({ entry: { key, source: PRUNED }, status: 'to-delete' }))
}

/** Percentages between 0% and 100% allow this many deletions in any case, so that small folders can change. */
const ALWAYS_ALLOWED = 3

const MAX_NAMES = 10

/**
 * Returns how many keys `prune` may delete. A percentage between 0% and 100% is rounded up, allows at least 3 and never the
 * whole set.
 *
 * @param inSet keys of the set that the namespace holds before the run
 */
export function allowedDeletions(max: MaxDeletions, inSet: number): number {
  if ('count' in max) return max.count
  if (max.percent === 0 || max.percent === 100) return (inSet * max.percent) / 100
  const most = Math.max(ALWAYS_ALLOWED, Math.ceil((inSet * max.percent) / 100))
  return Math.max(0, Math.min(most, inSet - 1))
}

function describeTooMany(
  gone: readonly string[],
  inSet: number,
  allowed: number,
  { managedBy = '', keyPrefix, maxDeletions: max }: Sync
): string {
  const count = gone.length
  const set = `the set ${quoted(managedBy)}${keyPrefix === '' ? '' : ` under ${quoted(keyPrefix)}`}`
  const limit = 'count' in max ? '' : ` (${max.percent}%)`
  const percent = Math.ceil((count / inSet) * 100)
  return `prune would delete ${formatCount(count)} of the ${counted(inSet, 'key')} of ${set}, and max-deletions allows ${formatCount(allowed)}${limit}: ${listed(gone, MAX_NAMES)}. Find the cause: if another step uses managed-by ${quoted(managedBy)}, give each its own; if glob, entries or entries-file misses keys that should stay, correct it; if these deletions are meant, set max-deletions to ${count} or ${percent}%`
}

/** Records an error for a plan without a key to write, with which `prune` would delete the whole set. */
export function checkNotEmpty(entries: readonly Entry[], diagnostics: Diagnostics): void {
  if (entries.length > 0 || diagnostics.errors.length > 0) return
  diagnostics.error(
    'prune needs at least one key to write: with an empty plan it would delete all keys. To empty a set, list its keys with delete: true and leave out prune'
  )
}

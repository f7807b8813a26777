import { isDeepStrictEqual } from 'node:util'
import type { Deletion, Entry, Selected } from '../entries/entry.ts'
import type { Held, HeldKey } from '../kv/listing.ts'
import type { Change } from './change.ts'
import { isOwn, type Owner, withoutSet } from './stamp.ts'

/** What to do with a planned key that the namespace already holds. */
export type IfKeyExists = 'overwrite' | 'keep' | 'error'

/** The most keys that `prune` may delete: a count, or a percentage of the held keys of the set. */
export type MaxDeletions = { readonly count: number } | { readonly percent: number }

/** How a run treats what the namespace already holds. */
export interface Sync extends Owner {
  /** Plan and report only; write and delete nothing. */
  readonly dryRun: boolean
  readonly ifKeyExists: IfKeyExists
  /** Write only what differs from what the namespace holds. */
  readonly skipUnchanged: boolean
  /** Delete the keys of this set that the plan no longer has. Implies `skipUnchanged`. */
  readonly prune: boolean
  /** The most that `prune` may delete. */
  readonly maxDeletions: MaxDeletions
  /** The ID of the plan that was approved. Undefined when any plan may be carried out. */
  readonly expectedPlanId: string | undefined
}

/** Whether the plan depends on what the namespace holds. */
export function readsHeld({ skipUnchanged, ifKeyExists }: Sync): boolean {
  return skipUnchanged || ifKeyExists !== 'overwrite'
}

/** Returns the changes of a run that writes and deletes everything, whatever the namespace holds. */
export function writeAll({ entries, deletions }: Selected): Change[] {
  return [
    ...entries.map((entry): Change => ({ entry, status: 'to-write' })),
    ...deletions.map((entry): Change => ({ entry, status: 'to-delete' }))
  ]
}

/**
 * Returns what to do with each entry. In a run that compares, an entry is unchanged when the namespace holds its metadata,
 * stamp included, and its expiration. An entry with a TTL is always changed, since a write starts its time again.
 *
 * @param entries with their stamps, if the run compares
 */
export function compareEntries(entries: readonly Entry[], held: Held, sync: Sync): Change[] {
  return entries.map((entry) => {
    const heldKey = held.get(entry.key)
    if (!heldKey) return { entry, status: 'new' }
    const status = existingStatus(entry, heldKey, sync)
    return { entry, status, ...(status !== 'unchanged' && foreign(entry.key, heldKey, sync)) }
  })
}

function existingStatus(entry: Entry, heldKey: HeldKey, sync: Sync): 'unchanged' | 'kept' | 'changed' | 'to-write' {
  // An unchanged key is no conflict. Otherwise a second try after a partial failure would meet its own keys.
  if (sync.skipUnchanged && isUnchanged(entry, heldKey, sync)) return 'unchanged'
  if (sync.ifKeyExists === 'keep') return 'kept'
  return sync.skipUnchanged ? 'changed' : 'to-write'
}

function isUnchanged({ metadata = '{}', expiry }: Entry, held: HeldKey, { managedBy }: Sync): boolean {
  if (expiry && 'expirationTtl' in expiry) return false
  const heldExpiration = held.expiration === undefined ? undefined : Math.floor(held.expiration)
  if (expiry?.expiration !== heldExpiration) return false
  // A run without managed-by owns no keys, so it may find those of any set unchanged.
  const heldMetadata = managedBy === undefined ? withoutSet(held.metadata) : held.metadata
  // All of the metadata, since somebody may have changed the rest of it and left the stamp.
  return isDeepStrictEqual(JSON.parse(metadata), heldMetadata)
}

/** Returns what to do with each key that a list deletes. A run that compares leaves out those that are not held. */
export function compareDeletions(deletions: readonly Deletion[], held: Held, sync: Sync): Change[] {
  return deletions.map((entry) => {
    const heldKey = held.get(entry.key)
    if (heldKey) return { entry, status: 'to-delete', ...foreign(entry.key, heldKey, sync) }
    return { entry, status: sync.skipUnchanged ? 'unchanged' : 'to-delete' }
  })
}

function foreign(key: string, { metadata }: HeldKey, sync: Sync): { readonly isForeign?: true } {
  return sync.skipUnchanged && !isOwn(key, metadata, sync) ? { isForeign: true } : {}
}

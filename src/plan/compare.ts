import { isDeepStrictEqual } from 'node:util'
import type { Entry } from '../entries/entry.ts'
import type { Held } from '../kv/held.ts'
import type { Change } from './change.ts'
import { parseStamp } from './stamp.ts'

/** Returns the changes of a run that writes every entry, whatever the namespace holds. */
export function writeAll(entries: readonly Entry[]): Change[] {
  return entries.map((entry) => ({ entry, status: 'to-write' }))
}

/**
 * Returns what is to be done with each entry: one whose metadata, stamp and all, the namespace holds is unchanged, unless
 * it has a TTL, which a write arms again.
 *
 * @param entries with their stamps
 */
export function compareEntries(entries: readonly Entry[], held: Held): Change[] {
  return entries.map((entry) => {
    if (!held.has(entry.key)) return { entry, status: 'new' }
    return { entry, status: isUnchanged(entry, held.get(entry.key)?.metadata) ? 'unchanged' : 'changed' }
  })
}

function isUnchanged({ metadata = '{}', expiry }: Entry, heldMetadata: unknown): boolean {
  if (expiry && 'expirationTtl' in expiry) return false
  // The stamp is part of it, and whoever changes the rest may have kept the stamp.
  return isDeepStrictEqual(JSON.parse(metadata), heldMetadata)
}

/** Returns the deletion of each key that `repository` wrote and that is not among the entries. */
export function findDeletions(entries: readonly Entry[], held: Held, repository: string): Change[] {
  const planned = new Set(entries.map(({ key }) => key))
  const deletions: Change[] = []
  for (const [key, { metadata }] of held) {
    if (planned.has(key) || !isOwn(metadata, repository)) continue
    deletions.push({ entry: { key, source: 'prune' }, status: 'to-delete' })
  }
  return deletions
}

/** Whether a key carries the stamp of a repository. No repository has an empty name. */
export function isOwn(metadata: unknown, repository: string): boolean {
  return repository !== '' && parseStamp(metadata)?.repository === repository
}

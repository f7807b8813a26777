import type { Diagnostics } from './diagnostics.ts'
import type { Entry } from './entries/entry.ts'
import { stampEntries } from './entries/stamped.ts'
import type { Inputs } from './inputs.ts'
import { HeldReader } from './kv/held.ts'
import type { Namespace } from './kv/namespace.ts'
import type { Retry } from './kv/retry.ts'
import type { Outcome } from './outcome.ts'
import { compareEntries, findRemovals, isOwn, writeAll } from './plan/changes.ts'

/**
 * Returns the entries as they are to be stored: with a stamp when the run compares. Notes an error for each that cannot
 * have one, and for a plan that would delete all there is.
 */
export async function prepareEntries(
  entries: readonly Entry[],
  { sync, selection }: Inputs,
  diagnostics: Diagnostics
): Promise<readonly Entry[]> {
  if (!sync.skipUnchanged) return entries
  if (sync.prune && selection && entries.length === 0 && diagnostics.errors.length === 0) {
    diagnostics.error('prune needs at least one key to write: with an empty plan it would delete all keys')
  }
  return stampEntries(entries, sync.repository, diagnostics)
}

/**
 * Returns what is to be done with each entry, in their order, and then which keys are to be deleted.
 *
 * @throws what `HeldReader` throws
 */
export async function findChanges(
  entries: readonly Entry[],
  { sync, shape, concurrency }: Inputs,
  namespace: Namespace,
  retry: Retry
): Promise<readonly Outcome[]> {
  if (!sync.skipUnchanged) return writeAll(entries)
  const reader = new HeldReader(namespace, retry, concurrency)
  const keys = entries.map(({ key }) => key)
  if (!sync.prune) return compareEntries(entries, await reader.ofKeys(keys))
  const planned = new Set(keys)
  const held = await reader.under(
    shape.keyPrefix,
    ({ name, metadata }) => planned.has(name) || isOwn(metadata, sync.repository)
  )
  return [...compareEntries(entries, held), ...findRemovals(entries, held, sync.repository)]
}

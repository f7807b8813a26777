import type { Diagnostics } from './diagnostics.ts'
import type { Entry } from './entries/entry.ts'
import { checkStampable, stampEntries } from './entries/stamped.ts'
import type { Inputs } from './inputs.ts'
import { type Held, HeldReader } from './kv/held.ts'
import type { Namespace } from './kv/namespace.ts'
import type { Retry } from './kv/retry.ts'
import type { Outcome } from './outcome.ts'
import { compareEntries, findRemovals, isOwn, writeAll } from './plan/changes.ts'

/**
 * Notes what keeps a run from comparing: metadata without room for a stamp, and a plan that would delete all there is.
 * Nothing is read or sent for that.
 */
export function checkSync(entries: readonly Entry[], { sync, selection }: Inputs, diagnostics: Diagnostics): void {
  if (!sync.skipUnchanged) return
  checkStampable(entries, sync.repository, diagnostics)
  if (sync.prune && selection && entries.length === 0 && diagnostics.errors.length === 0) {
    diagnostics.error('prune needs at least one key to write: with an empty plan it would delete all keys')
  }
}

/**
 * Returns what is to be done with each entry, in their order, and then which keys are to be deleted. A run that compares
 * reads every value, and gives each entry a stamp. Notes an error for each value that cannot be read.
 *
 * @throws what `HeldReader` throws
 */
export async function findChanges(
  entries: readonly Entry[],
  inputs: Inputs,
  diagnostics: Diagnostics,
  namespace: Namespace,
  retry: Retry
): Promise<readonly Outcome[]> {
  const { sync, concurrency } = inputs
  if (!sync.skipUnchanged) return writeAll(entries)
  const lookup = new AbortController()
  // Values are read while the answers are under way.
  const [stamped, held] = await Promise.all([
    stampEntries(entries, sync.repository, diagnostics, lookup.signal),
    readHeld(entries, inputs, new HeldReader(namespace, retry, concurrency)).catch((error: unknown) => {
      lookup.abort(error)
      throw error
    })
  ])
  const changes = compareEntries(stamped, held)
  return sync.prune ? [...changes, ...findRemovals(stamped, held, sync.repository)] : changes
}

/** Returns what the namespace holds of the entries and, when the run prunes, of what the repository wrote. */
function readHeld(entries: readonly Entry[], { sync, shape }: Inputs, reader: HeldReader): Promise<Held> {
  const keys = entries.map(({ key }) => key)
  if (!sync.prune) return reader.ofKeys(keys)
  const planned = new Set(keys)
  return reader.under(shape.keyPrefix, ({ name, metadata }) => planned.has(name) || isOwn(metadata, sync.repository))
}

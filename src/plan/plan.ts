import type { Diagnostics } from '../shared/diagnostics.ts'
import { type Entry, totalBytes } from '../entries/entry.ts'
import { checkStampable, stampEntries } from './values.ts'
import type { Inputs } from '../inputs/inputs.ts'
import { Cancelled } from '../kv/api-failure.ts'
import { type Held, HeldReader } from '../kv/held.ts'
import type { Namespace } from '../kv/namespace.ts'
import type { Outcome } from '../publish/outcome.ts'
import { compareEntries, findRemovals, isOwn, writeAll } from './compare.ts'
import { countedKeys } from '../shared/text.ts'

/**
 * Notes what keeps a run from comparing: metadata without room for a stamp, and a plan that would delete all there is.
 * Nothing is read or sent for that.
 */
export function checkSync(entries: readonly Entry[], { sync }: Inputs, diagnostics: Diagnostics): void {
  if (!sync.skipUnchanged) return
  checkStampable(entries, sync.repository, diagnostics)
  if (sync.prune && entries.length === 0 && diagnostics.errors.length === 0) {
    diagnostics.error('prune needs at least one key to write: with an empty plan it would delete all keys')
  }
}

/** What changes are found with. */
export interface SyncEdges {
  readonly namespace: Namespace
  /** Cancels the run. */
  readonly signal: AbortSignal
  readonly log: (line: string) => void
}

/**
 * Returns what is to be done with each entry, in their order, and then which keys are to be deleted. A run that compares
 * reads every value, and gives each entry a stamp. Notes an error for each value that cannot be read; nothing is to be
 * done then.
 *
 * @throws what `HeldReader` throws, and Cancelled when the run is
 */
export async function findChanges(
  entries: readonly Entry[],
  inputs: Inputs,
  diagnostics: Diagnostics,
  edges: SyncEdges
): Promise<readonly Outcome[]> {
  const { sync } = inputs
  if (!sync.skipUnchanged) return writeAll(entries)
  edges.log(`Comparing ${countedKeys(entries.length, totalBytes(entries))} with namespace ${edges.namespace.id}`)
  const failed = new AbortController()
  // Values are read while answers are under way, and no longer than these can come to something.
  const signal = AbortSignal.any([edges.signal, failed.signal])
  try {
    const [stamped, held] = await Promise.all([
      stampEntries(entries, sync.repository, diagnostics, signal),
      readHeld(entries, inputs, edges).catch((error: unknown) => {
        failed.abort(error)
        throw error
      })
    ])
    const changes = compareEntries(stamped, held)
    return sync.prune ? [...changes, ...findRemovals(entries, held, sync.repository)] : changes
  } catch (error) {
    throw edges.signal.aborted ? new Cancelled(false) : error
  }
}

/** Reads what the namespace holds of the entries and, when the run prunes, of what the repository wrote. */
function readHeld(
  entries: readonly Entry[],
  { sync, shape, concurrency }: Inputs,
  { namespace, log }: SyncEdges
): Promise<Held> {
  const reader = new HeldReader(namespace, concurrency, log)
  const keys = entries.map(({ key }) => key)
  if (!sync.prune) return reader.ofKeys(keys)
  const planned = new Set(keys)
  return reader.under(shape.keyPrefix, ({ name, metadata }) => planned.has(name) || isOwn(metadata, sync.repository))
}

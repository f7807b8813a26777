import type { Diagnostics } from '../shared/diagnostics.ts'
import { type Entry, type Selected, totalBytes } from '../entries/entry.ts'
import { checkStampable, stampEntries } from './values.ts'
import { Cancelled } from '../kv/api-failure.ts'
import { type Held, HeldReader } from '../kv/held.ts'
import type { Namespace } from '../kv/namespace.ts'
import type { Runtime } from '../shared/runtime.ts'
import type { Change, Plan } from './change.ts'
import { compareEntries, findDeletions, isOwn, writeAll } from './compare.ts'
import { countedKeys } from '../shared/text.ts'

/** How a run treats what the namespace already holds. */
export interface Sync {
  /** Plan and report only; write and delete nothing. */
  readonly dryRun: boolean
  /** Write only what differs from what the namespace holds. */
  readonly skipUnchanged: boolean
  /** Delete what the repository wrote and the plan no longer has. Implies `skipUnchanged`. */
  readonly prune: boolean
  /** Who writes: `owner/name` in lower case, empty outside of a workflow. */
  readonly repository: string
}

/** What a plan is made from, besides the entries. */
export interface PlanSettings {
  readonly sync: Sync
  /** The prefix of every key. */
  readonly keyPrefix: string
  /** Requests in flight at once. */
  readonly concurrency: number
}

/**
 * Notes what keeps a run from comparing: metadata without room for a stamp, and a plan that would delete all there is.
 * Nothing is read or sent for that.
 */
export function checkPlan(entries: readonly Entry[], sync: Sync, diagnostics: Diagnostics): void {
  if (!sync.skipUnchanged) return
  checkStampable(entries, sync.repository, diagnostics)
  if (sync.prune && entries.length === 0 && diagnostics.errors.length === 0) {
    diagnostics.error('prune needs at least one key to write: with an empty plan it would delete all keys')
  }
}

/**
 * Returns what is to be done with each entry, in their order, and then which keys are to be deleted. A run that compares
 * reads every value, and gives each entry a stamp. Notes an error for each value that cannot be read; nothing is to be
 * done then.
 *
 * @throws what `HeldReader` throws, and Cancelled when the run is
 */
export async function makePlan(
  { entries, deletions }: Selected,
  settings: PlanSettings,
  namespace: Namespace,
  diagnostics: Diagnostics,
  runtime: Runtime
): Promise<Plan> {
  const { sync } = settings
  const listed = deletions.map((entry): Change => ({ entry, status: 'to-delete' }))
  if (!sync.skipUnchanged) return { changes: writeAll(entries).concat(listed) }
  runtime.log(`Comparing ${countedKeys(entries.length, totalBytes(entries))} with namespace ${namespace.id}`)
  const failed = new AbortController()
  // Values are read while answers are under way, and no longer than these can come to something.
  const signal = AbortSignal.any([runtime.signal, failed.signal])
  try {
    const [stamped, held] = await Promise.all([
      stampEntries(entries, sync.repository, diagnostics, signal),
      readHeld(entries, settings, namespace, runtime).catch((error: unknown) => {
        failed.abort(error)
        throw error
      })
    ])
    const changes = compareEntries(stamped, held).concat(listed)
    return { changes: sync.prune ? changes.concat(findDeletions(entries, held, sync.repository)) : changes }
  } catch (error) {
    throw runtime.signal.aborted ? new Cancelled(false) : error
  }
}

/** Reads what the namespace holds of the entries and, when the run prunes, of what the repository wrote. */
function readHeld(
  entries: readonly Entry[],
  { sync, keyPrefix, concurrency }: PlanSettings,
  namespace: Namespace,
  { log }: Runtime
): Promise<Held> {
  const reader = new HeldReader(namespace, concurrency, log)
  const keys = entries.map(({ key }) => key)
  if (!sync.prune) return reader.ofKeys(keys)
  const planned = new Set(keys)
  return reader.under(keyPrefix, ({ name, metadata }) => planned.has(name) || isOwn(metadata, sync.repository))
}

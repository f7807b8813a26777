import { type Entry, type Selected, totalBytes } from '../entries/entry.ts'
import { Cancelled } from '../kv/api-failure.ts'
import { HeldReader } from '../kv/listing.ts'
import type { Namespace } from '../kv/namespace.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import type { Runtime } from '../shared/runtime.ts'
import { countedKeys } from '../shared/text.ts'
import type { Change, Plan } from './change.ts'
import { checkNoneExists, noteOtherSets } from './checks.ts'
import { compareDeletions, compareEntries, readsHeld, type Sync, writeAll } from './compare.ts'
import { checkPlanId, planId } from './plan-id.ts'
import { findDeletions, type Found, readSet } from './prune.ts'
import { stampEntries } from './values.ts'

/** What a plan is made from, besides the entries. */
export interface PlanSettings {
  readonly sync: Sync
  /** Requests in flight at once. */
  readonly concurrency: number
}

/**
 * Returns what to do with each entry, in their order, then which keys to delete. A run that compares reads every value, and
 * gives each entry a stamp. Records an error for each reason not to carry the plan out.
 *
 * @returns undefined when a value cannot be read, so that there is no complete plan
 * @throws what `HeldReader` throws, and Cancelled when the run is
 */
export async function makePlan(
  selected: Selected,
  { sync, concurrency }: PlanSettings,
  namespace: Namespace,
  diagnostics: Diagnostics,
  runtime: Runtime
): Promise<Plan | undefined> {
  if (!readsHeld(sync)) return { changes: writeAll(selected) }
  const { entries } = selected
  runtime.log(`Comparing ${countedKeys(entries.length, totalBytes(entries))} with namespace ${namespace.id}`)
  const [stamped, found] = await stampAndRead(selected, { sync, concurrency }, namespace, diagnostics, runtime)
  if (stamped.length < entries.length) return undefined
  const { held } = found
  const changes = decide({ ...selected, entries: stamped }, found, sync, diagnostics, runtime)
  if (!sync.skipUnchanged) return { changes, held }
  const id = planId(namespace.id, changes, held)
  checkPlanId(id, changes, sync.expectedPlanId, diagnostics)
  return { changes, planId: id, held }
}

/** Reads the values while requests are in flight. */
async function stampAndRead(
  selected: Selected,
  { sync, concurrency }: PlanSettings,
  namespace: Namespace,
  diagnostics: Diagnostics,
  runtime: Runtime
): Promise<[readonly Entry[], Found]> {
  const { entries } = selected
  try {
    return await Promise.all([
      sync.skipUnchanged ? stampEntries(entries, sync, diagnostics, runtime.signal) : entries,
      readHeld(selected, sync, new HeldReader(namespace, concurrency, runtime.log))
    ])
  } catch (error) {
    throw runtime.signal.aborted ? new Cancelled(false) : error
  }
}

/**
 * Reads what the namespace holds under the planned keys. If the run prunes, also reads the other keys of its set. A list's
 * deletions are only looked up in a run that compares.
 */
async function readHeld({ entries, deletions }: Selected, sync: Sync, reader: HeldReader): Promise<Found> {
  const keys = [...entries, ...(sync.skipUnchanged ? deletions : [])].map(({ key }) => key)
  if (sync.prune) return readSet(reader, new Set(keys), sync)
  return { held: await reader.ofKeys(keys), others: new Map() }
}

/** Returns the changes, and records an error for each reason not to carry them out. */
function decide(
  { entries, deletions }: Selected,
  found: Found,
  sync: Sync,
  diagnostics: Diagnostics,
  { log }: Runtime
): Change[] {
  const { held } = found
  const changes = [...compareEntries(entries, held, sync), ...compareDeletions(deletions, held, sync)]
  if (sync.ifKeyExists === 'error') checkNoneExists(changes, held, diagnostics)
  else noteOtherSets(changes, found, sync, diagnostics, log)
  if (!sync.prune) return changes
  const planned = new Set(changes.map(({ entry }) => entry.key))
  return [...changes, ...findDeletions(planned, held, sync, diagnostics)]
}

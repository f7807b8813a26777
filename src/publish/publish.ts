import type { Clock } from '../shared/clock.ts'
import { type Entry, totalBytes } from '../entries/entry.ts'
import type { Namespace } from '../kv/namespace.ts'
import { joinResults, skipped, type WriteResult } from './outcomes.ts'
import { deleteKeys, writeEntries } from './workers.ts'
import { isDeleted, isFailure, isWritten, type Outcome, type Removal } from './outcome.ts'
import { batchEntries, batchRemovals, MAX_BODY_BYTES } from './batches.ts'
import { trackProgress } from './progress.ts'
import { counted, countedKeys } from '../shared/text.ts'

/** What changes are made with. */
export interface ApplyEdges {
  readonly namespace: Namespace
  /** Requests in flight at once. */
  readonly concurrency: number
  readonly clock: Clock
  readonly log: (line: string) => void
}

/** Writes what is new or changed and, when all of that is written, deletes what is to be deleted. */
export async function applyChanges(changes: readonly Outcome[], edges: ApplyEdges): Promise<WriteResult> {
  const entries = changes.filter(isWritten).map(({ entry }) => entry)
  const removals = changes.filter(isDeleted).map(({ entry }) => entry)
  const steps: WriteResult[] = []
  if (entries.length > 0 || changes.length === 0) steps.push(await write(entries, edges))
  if (removals.length > 0) {
    const isWhole = !steps.some(({ outcomes }) => outcomes.some(isFailure))
    steps.push(isWhole ? await remove(removals, edges) : skipped(removals))
  }
  return joinResults(changes, steps)
}

async function write(entries: readonly Entry[], edges: ApplyEdges): Promise<WriteResult> {
  const { namespace, concurrency, clock, log } = edges
  const batches = batchEntries(entries, concurrency)
  const bytes = totalBytes(entries)
  const begin = clock.now()
  log(
    `Writing ${countedKeys(entries.length, bytes)} to namespace ${namespace.id}, ${counted(batches.length, 'request')}`
  )
  const onOutcome = trackProgress({ keys: entries.length, bytes }, log, clock)
  const options = { concurrency, maxBodyBytes: MAX_BODY_BYTES, onOutcome, log }
  const result = await writeEntries({ entries, batches }, namespace, options)
  const written = result.outcomes.filter(isWritten).map(({ entry }) => entry)
  log(`Wrote ${countedKeys(written.length, totalBytes(written))} in ${seconds(clock.now() - begin)}`)
  return result
}

async function remove(removals: readonly Removal[], edges: ApplyEdges): Promise<WriteResult> {
  const { namespace, concurrency, clock, log } = edges
  const batches = batchRemovals(removals)
  const begin = clock.now()
  const keys = counted(removals.length, 'key')
  log(`Deleting ${keys} from namespace ${namespace.id}, ${counted(batches.length, 'request')}`)
  const onOutcome = trackProgress({ keys: removals.length, bytes: 0 }, log, clock)
  const result = await deleteKeys({ entries: removals, batches }, namespace, { concurrency, onOutcome, log })
  const deleted = result.outcomes.filter(isDeleted)
  log(`Deleted ${counted(deleted.length, 'key')} in ${seconds(clock.now() - begin)}`)
  return result
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

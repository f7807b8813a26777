import { type Deletion, type Entry, totalBytes } from '../entries/entry.ts'
import type { Namespace } from '../kv/namespace.ts'
import { isDeletion, isWrite, type Plan } from '../plan/change.ts'
import type { Runtime } from '../shared/runtime.ts'
import { counted, countedKeys, formatDuration, formatInstant } from '../shared/text.ts'
import { batchDeletions, batchEntries, MAX_BODY_BYTES } from './batches.ts'
import { deleting, writing } from './operation.ts'
import { isFailure, type PublishResult } from './outcome.ts'
import { joinResults, skipped } from './outcomes.ts'
import { describeFailures } from './progress.ts'
import { runWorkers, type Step } from './worker.ts'

/** How a plan is published. */
export interface PublishSettings {
  readonly namespace: Namespace
  /** Requests in flight at once. */
  readonly concurrency: number
  /** An existing folder outside the workspace, for the backup. Undefined when no backup is wanted. */
  readonly backupFolder?: string | undefined
}

/**
 * Saves what the plan changes if a backup is wanted. Then writes the keys that are new or changed, and deletes keys only after
 * all of these were written.
 *
 * @throws what `makeBackup` throws, before the first write
 */
export async function publish(plan: Plan, settings: PublishSettings, runtime: Runtime): Promise<PublishResult> {
  const { changes } = plan
  const backup =
    settings.backupFolder === undefined
      ? undefined
      : await (await import('./backup.ts')).makeBackup(plan, settings, runtime)
  const step = { ...settings, ...runtime, extraRequests: { count: 0 } }
  const entries = changes.filter(isWrite).map(({ entry }) => entry)
  const deletions = changes.filter(isDeletion).map(({ entry }) => entry)
  const steps: PublishResult[] = []
  if (entries.length > 0 || changes.length === 0) steps.push(await write(entries, step))
  if (deletions.length > 0) {
    const isComplete = !steps.some(({ outcomes }) => outcomes.some(isFailure))
    if (!isComplete) step.log(`Deleting nothing, since not every key was written: ${staying(deletions.length)}`)
    steps.push(isComplete ? await remove(deletions, step) : skipped(deletions))
  }
  return { ...joinResults(changes, steps), backup }
}

async function write(entries: readonly Entry[], step: Step): Promise<PublishResult> {
  const { namespace, concurrency, clock, log } = step
  const batches = batchEntries(entries, concurrency)
  const begin = clock.now()
  log(
    `Writing ${countedKeys(entries.length, totalBytes(entries))} to namespace ${namespace.id}, ${counted(batches.length, 'request')}${commonExpiry(entries)}`
  )
  const result = await runWorkers(entries, batches, writing(namespace, MAX_BODY_BYTES, clock), step)
  const written = result.outcomes.filter(({ status }) => status === 'written')
  const writtenBytes = written.reduce((sum, { entry }) => sum + (entry.value?.size ?? 0), 0)
  log(`Wrote ${countedKeys(written.length, writtenBytes)} in ${seconds(clock.now() - begin)}`)
  describeFailures(result.outcomes).forEach(log)
  return result
}

async function remove(deletions: readonly Deletion[], step: Step): Promise<PublishResult> {
  const { namespace, clock, log } = step
  const batches = batchDeletions(deletions)
  const begin = clock.now()
  const keys = counted(deletions.length, 'key')
  log(`Deleting ${keys} from namespace ${namespace.id}, ${counted(batches.length, 'request')}`)
  const result = await runWorkers(deletions, batches, deleting(namespace), step)
  const deleted = result.outcomes.filter(({ status }) => status === 'deleted')
  log(`Deleted ${counted(deleted.length, 'key')} in ${seconds(clock.now() - begin)}`)
  describeFailures(result.outcomes).forEach(log)
  return result
}

function staying(keys: number): string {
  return `${counted(keys, 'key')} ${keys === 1 ? 'stays' : 'stay'}`
}

/** The expiry that all entries have, so that a mistake in it is seen: milliseconds for seconds, for example. */
function commonExpiry([first, ...others]: readonly Entry[]): string {
  const expiry = describeExpiry(first)
  return others.every((entry) => describeExpiry(entry) === expiry) ? expiry : ''
}

function describeExpiry(entry: Entry | undefined): string {
  if (!entry?.expiry) return ''
  if ('expiration' in entry.expiry) return `, expiring at ${formatInstant(entry.expiry.expiration)}`
  return `, expiring after ${formatDuration(entry.expiry.expirationTtl)}`
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

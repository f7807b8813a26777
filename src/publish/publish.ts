import { type Deletion, type Entry, totalBytes } from '../entries/entry.ts'
import { isDeletion, isWrite, type Plan } from '../plan/change.ts'
import type { Runtime } from '../shared/runtime.ts'
import { counted, countedKeys, formatDuration, formatInstant } from '../shared/text.ts'
import { batchDeletions, batchEntries, MAX_BODY_BYTES } from './batches.ts'
import { deleting, writing } from './operation.ts'
import { isFailure, type PublishResult, type PublishSettings } from './outcome.ts'
import { Outcomes } from './outcomes.ts'
import { describeFailures } from './progress.ts'
import { runWorkers, type Step } from './worker.ts'

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
  const outcomes = new Outcomes()
  const step = { ...settings, ...runtime, outcomes, extraRequests: { count: 0 } }
  const entries = changes.filter(isWrite).map(({ entry }) => entry)
  const deletions = changes.filter(isDeletion).map(({ entry }) => entry)
  if (entries.length > 0 || changes.length === 0) await write(entries, step)
  if (deletions.length > 0) {
    if (outcomes.of(entries).some(isFailure)) skip(deletions, step)
    else await remove(deletions, step)
  }
  return { ...outcomes.result(changes), backup }
}

async function write(entries: readonly Entry[], step: Step): Promise<void> {
  const { namespace, concurrency, clock, log, outcomes } = step
  const batches = batchEntries(entries, concurrency)
  const begin = clock.now()
  log(
    `Writing ${countedKeys(entries.length, totalBytes(entries))} to namespace ${namespace.id}, ${counted(batches.length, 'request')}${commonExpiry(entries)}`
  )
  await runWorkers(batches, writing(namespace, MAX_BODY_BYTES, clock), step)
  const written = outcomes.of(entries).filter(({ status }) => status === 'written')
  const writtenBytes = written.reduce((sum, { entry }) => sum + (entry.value?.size ?? 0), 0)
  log(`Wrote ${countedKeys(written.length, writtenBytes)} in ${seconds(clock.now() - begin)}`)
  describeFailures(outcomes.of(entries)).forEach(log)
}

async function remove(deletions: readonly Deletion[], step: Step): Promise<void> {
  const { namespace, clock, log, outcomes } = step
  const batches = batchDeletions(deletions)
  const begin = clock.now()
  const keys = counted(deletions.length, 'key')
  log(`Deleting ${keys} from namespace ${namespace.id}, ${counted(batches.length, 'request')}`)
  await runWorkers(batches, deleting(namespace), step)
  const deleted = outcomes.of(deletions).filter(({ status }) => status === 'deleted')
  log(`Deleted ${counted(deleted.length, 'key')} in ${seconds(clock.now() - begin)}`)
  describeFailures(outcomes.of(deletions)).forEach(log)
}

function skip(deletions: readonly Deletion[], { log, outcomes }: Step): void {
  log(`Not deleting ${counted(deletions.length, 'key')}, because not every key was written`)
  outcomes.skip(deletions, 'not deleted because not every key was written')
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

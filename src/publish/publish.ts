import type { Deletion } from '../entries/entry.ts'
import { type Entry, totalBytes } from '../entries/entry.ts'
import type { Namespace } from '../kv/namespace.ts'
import { joinResults, skipped } from './outcomes.ts'
import { deleteKeys, writeEntries } from './workers.ts'
import { isDeletion, isWrite, type Plan } from '../plan/change.ts'
import { isFailure, type PublishResult } from './outcome.ts'
import type { Runtime } from '../shared/runtime.ts'
import { batchEntries, batchDeletions, MAX_BODY_BYTES } from './batches.ts'
import { ExtraRequests } from './extra-requests.ts'
import { trackProgress } from './progress.ts'
import { counted, countedKeys, formatDuration, formatInstant } from '../shared/text.ts'

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
  const extraRequests = new ExtraRequests()
  const entries = changes.filter(isWrite).map(({ entry }) => entry)
  const deletions = changes.filter(isDeletion).map(({ entry }) => entry)
  const steps: PublishResult[] = []
  if (entries.length > 0 || changes.length === 0)
    steps.push(await write(entries, { ...settings, extraRequests }, runtime))
  if (deletions.length > 0) {
    const isComplete = !steps.some(({ outcomes }) => outcomes.some(isFailure))
    steps.push(isComplete ? await remove(deletions, { ...settings, extraRequests }, runtime) : skipped(deletions))
  }
  return { ...joinResults(changes, steps), backup }
}

interface StepSettings extends PublishSettings {
  readonly extraRequests: ExtraRequests
}

async function write(
  entries: readonly Entry[],
  { namespace, concurrency, extraRequests }: StepSettings,
  { clock, log }: Runtime
): Promise<PublishResult> {
  const batches = batchEntries(entries, concurrency)
  const bytes = totalBytes(entries)
  const begin = clock.now()
  log(
    `Writing ${countedKeys(entries.length, bytes)} to namespace ${namespace.id}, ${counted(batches.length, 'request')}${commonExpiry(entries)}`
  )
  const onOutcome = trackProgress({ keys: entries.length, bytes }, log, clock)
  const options = { concurrency, maxBodyBytes: MAX_BODY_BYTES, onOutcome, log, extraRequests, clock }
  const result = await writeEntries({ entries, batches }, namespace, options)
  const written = result.outcomes.filter(({ status }) => status === 'written')
  const writtenBytes = written.reduce((sum, { entry }) => sum + (entry.value?.size ?? 0), 0)
  log(`Wrote ${countedKeys(written.length, writtenBytes)} in ${seconds(clock.now() - begin)}`)
  return result
}

/** The expiry that all entries have, so that a mistake in it is seen: milliseconds for seconds, for example. */
function commonExpiry(entries: readonly Entry[]): string {
  const expiry = entries[0]?.expiry
  const seconds = secondsOf(expiry)
  const isCommon = entries.every((entry) => secondsOf(entry.expiry) === seconds)
  if (!expiry || !isCommon) return ''
  if ('expiration' in expiry) return `, expiring at ${formatInstant(expiry.expiration)}`
  return `, expiring after ${formatDuration(expiry.expirationTtl)}`
}

/** Negative for a point in time, so that it equals no duration. */
function secondsOf(expiry: Entry['expiry']): number | undefined {
  if (!expiry) return undefined
  return 'expiration' in expiry ? -expiry.expiration : expiry.expirationTtl
}

async function remove(
  deletions: readonly Deletion[],
  { namespace, concurrency, extraRequests }: StepSettings,
  { clock, log }: Runtime
): Promise<PublishResult> {
  const batches = batchDeletions(deletions)
  const begin = clock.now()
  const keys = counted(deletions.length, 'key')
  log(`Deleting ${keys} from namespace ${namespace.id}, ${counted(batches.length, 'request')}`)
  const onOutcome = trackProgress({ keys: deletions.length, bytes: 0 }, log, clock)
  const result = await deleteKeys({ entries: deletions, batches }, namespace, {
    concurrency,
    onOutcome,
    log,
    extraRequests
  })
  const deleted = result.outcomes.filter(({ status }) => status === 'deleted')
  log(`Deleted ${counted(deleted.length, 'key')} in ${seconds(clock.now() - begin)}`)
  return result
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

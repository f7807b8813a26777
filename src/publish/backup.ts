import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { formatBackupEntry, frameBackup } from '../entries/backup.ts'
import { MAX_EXPIRATION } from '../entries/expiry.ts'
import { type Held, type HeldKey, HeldReader, HeldUnknown } from '../kv/listing.ts'
import type { Namespace } from '../kv/namespace.ts'
import { checkReadable, type HeldPair, readPair } from '../kv/values.ts'
import { type Change, isDeletion, isWrite, type Plan } from '../plan/change.ts'
import { runPool } from '../shared/pool.ts'
import type { Runtime } from '../shared/runtime.ts'
import { counted, formatBytes, formatCount, quoted } from '../shared/text.ts'
import type { Backup, PublishSettings } from './outcome.ts'

// The whole of it is in memory when it is restored.
const MAX_BYTES = 64 * 1024 ** 2

/**
 * Saves what the namespace holds under every key that a plan writes or deletes, for `entries-file` to restore. To be called
 * before the first write.
 *
 * @param maxBytes of the file
 * @returns undefined when no backup is wanted, or the plan changes nothing
 * @throws HeldUnknown when a key cannot be read or has changed since the plan, when the file would be over 64 MiB, and when
 * it cannot be written; Cancelled when the run is
 */
export async function makeBackup(
  { changes, held }: Plan,
  { namespace, concurrency, backupFolder }: PublishSettings,
  { log }: Runtime,
  maxBytes = MAX_BYTES
): Promise<Backup | undefined> {
  const changing = changes.filter((change) => isWrite(change) || isDeletion(change))
  if (backupFolder === undefined || changing.length === 0) return undefined
  const keys = changing.map(({ entry }) => entry.key)
  log(`Reading what namespace ${namespace.id} holds under ${counted(keys.length, 'key')}, for the backup`)
  if (keys.length > MAX_KEYS_WITHOUT_NOTE) log(describeTime(keys.length))
  const lines = new Array<string>(keys.length)
  const heldSizes = new Map<string, number>()
  let size = frameBackup(namespace.id, []).length
  try {
    for (const key of keys) checkReadable(namespace, key)
    const listed = await new HeldReader(exactly(namespace), concurrency, log).ofKeys(keys)
    await runPool(changing.keys(), concurrency, (isStopped) => async (index) => {
      const change = changing[index] as Change
      const { key } = change.entry
      const pair = await readPair(namespace, key, listed.get(key), () => !isStopped())
      checkPair(change, held, pair)
      const line = formatBackupEntry(key, pair)
      // With a comma and a line end.
      size += Buffer.byteLength(line) + 2
      if (size > maxBytes) throw new HeldUnknown(describeTooLarge(maxBytes))
      lines[index] = line
      if (pair) heldSizes.set(key, pair.bytes.length)
    })
    const path = save(backupFolder, frameBackup(namespace.id, lines))
    const bytes = heldSizes.values().reduce((sum, held) => sum + held, 0)
    const values = `${counted(heldSizes.size, 'value')} (${formatBytes(bytes)})`
    log(`Backup: ${values}${describeNew(keys.length - heldSizes.size)}, in ${path}`)
    return { path, heldSizes }
  } catch (error) {
    if (!(error instanceof HeldUnknown)) throw error
    throw new HeldUnknown(`backup could not be made: ${error.message}`, { cause: error.cause })
  }
}

function describeTooLarge(maxBytes: number): string {
  return `what this run changes takes over ${formatBytes(maxBytes)}. Publish fewer keys in a step, or set backup to false`
}

/** A namespace whose listings keep the text of numbers in metadata. */
function exactly(namespace: Namespace): ConstructorParameters<typeof HeldReader>[0] {
  const { id, retry } = namespace
  return { id, retry, listKeys: (prefix, cursor, limit) => namespace.listKeys(prefix, cursor, limit, true) }
}

function describeNew(keys: number): string {
  return keys === 0 ? '' : `, ${counted(keys, 'key')} that ${keys === 1 ? 'is' : 'are'} new`
}

const MAX_KEYS_WITHOUT_NOTE = 1000

// https://developers.cloudflare.com/fundamentals/api/reference/limits/
const REQUESTS_PER_MINUTE = 1200 / 5

/** Each value needs a request. The listing with metadata and expirations comes on top. */
function describeTime(requests: number): string {
  const minutes = Math.ceil(requests / REQUESTS_PER_MINUTE)
  return `Values are read one by one: at least ${formatCount(requests)} requests and ${formatCount(minutes)} minutes, since the API takes 1,200 requests in 5 minutes`
}

function checkPair({ entry, status }: Change, held: Held | undefined, pair: HeldPair | undefined): void {
  const key = `key ${quoted(entry.key)}`
  const planned = held?.get(entry.key)
  const hasChanged = planned ? !pair || !isSame(planned, pair) : status === 'new' && pair !== undefined
  if (hasChanged) throw new HeldUnknown(`${key} has changed since the plan was made. Run the step again`)
  if (pair?.expiration !== undefined && pair.expiration > MAX_EXPIRATION) {
    throw new HeldUnknown(
      `${key} expires after the year 9999, which cannot be restored. To publish without a backup, set backup to false`
    )
  }
}

function isSame({ metadata = null, expiration }: HeldKey, pair: HeldPair): boolean {
  // As the listing was parsed, in which numbers do not keep their text.
  const parsed: unknown = JSON.parse(JSON.stringify(pair.metadata))
  return expiration === pair.expiration && isDeepStrictEqual(parsed, metadata)
}

/** Writes a file that only its owner can read, in a new folder. It is on the disk when this returns. */
function save(directory: string, text: string): string {
  let folder: string | undefined
  try {
    folder = mkdtempSync(join(directory, 'kv-put-action-'))
    const path = join(folder, 'backup.json')
    writeFileSync(path, text, { mode: 0o600, flag: 'wx', flush: true })
    return path
  } catch (cause) {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true })
    const { code = String(cause) } = cause as NodeJS.ErrnoException
    throw new HeldUnknown(`RUNNER_TEMP could not be written (${code})`, { cause })
  }
}

import type { TextPair } from '../kv/bulk-get.ts'
import type { Held } from '../kv/listing.ts'
import { ValueUnknown } from '../kv/value-unknown.ts'
import { type HeldPair, type PairReceiver, ValueReader } from '../kv/values.ts'
import { type Change, isDeletion, isWrite, type Plan } from '../plan/change.ts'
import type { Runtime } from '../shared/runtime.ts'
import { counted, formatBytes, quoted } from '../shared/text.ts'
import { fitsStamp, hasChanged } from './backup-check.ts'
import type { Backup } from './outcome.ts'
import type { PublishSettings } from './publish.ts'
import { BackupError, BackupWriter } from './backup-writer.ts'

/**
 * Saves what the namespace holds under every key that a plan writes or deletes, for `entries-file` to restore. To be called
 * before the first write.
 *
 * @returns undefined when no backup is wanted, or the plan changes nothing
 * @throws BackupError when a key cannot be read or has changed since the plan, when the values are over 256 MiB, and when the
 * file cannot be written; Cancelled when the run is
 */
export async function makeBackup(
  { changes, held }: Plan,
  { namespace, concurrency, backupFolder }: PublishSettings,
  { log }: Runtime
): Promise<Backup | undefined> {
  const changing = changes.filter((change) => isWrite(change) || isDeletion(change))
  if (backupFolder === undefined || changing.length === 0) return undefined
  log(`Reading what namespace ${namespace.id} holds under ${counted(changing.length, 'key')}, for the backup`)
  const writer = new BackupWriter(backupFolder, namespace.id)
  const receiver = new Receiver(changing, held, writer)
  try {
    const keys = changing.map(({ entry }) => entry.key)
    await new ValueReader(namespace, concurrency).read(keys, receiver)
    writer.finish()
  } catch (error) {
    writer.discard()
    const isExplained = error instanceof BackupError || !(error instanceof ValueUnknown)
    throw isExplained ? error : new BackupError(error.message, { cause: error.cause })
  }
  log(`Backup: ${describeContent(writer, changing.length - writer.values)}, in ${writer.path}`)
  return { path: writer.path, heldSizes: receiver.heldSizes }
}

function describeContent({ values, bytes }: BackupWriter, newKeys: number): string {
  const saved = `${counted(values, 'value')} (${formatBytes(bytes)})`
  return newKeys === 0 ? saved : `${saved}, ${counted(newKeys, 'key')} that ${newKeys === 1 ? 'is' : 'are'} new`
}

/**
 * For up to this many keys, each value without a stamp is read by itself, since a bulk read may silently drop a byte
 * order mark. For more keys, that would take too many requests, one for each key.
 */
const MAX_KEYS_READ_SINGLY = 20

class Receiver implements PairReceiver {
  readonly heldSizes = new Map<string, number>()
  readonly #changes: ReadonlyMap<string, Change>
  readonly #held: Held | undefined
  readonly #writer: BackupWriter

  constructor(changes: readonly Change[], held: Held | undefined, writer: BackupWriter) {
    this.#changes = new Map(changes.map((change) => [change.entry.key, change]))
    this.#held = held
    this.#writer = writer
  }

  isExact(key: string, pair: TextPair): boolean {
    // A listing always has the expiration. If the bulk read lacks it, the key is read by itself.
    if (pair.expiration === undefined && this.#held?.get(key)?.expiration !== undefined) return false
    const change = this.#changes.get(key)
    return (change && fitsStamp(pair, change.entry)) ?? this.#changes.size > MAX_KEYS_READ_SINGLY
  }

  receive(key: string, pair: HeldPair | undefined): void {
    const change = this.#changes.get(key)
    if (!change || hasChanged(change, this.#held, pair)) {
      throw new BackupError(`key ${quoted(key)} has changed since the plan was made. Run the step again`)
    }
    this.#writer.add(key, pair)
    if (pair) this.heldSizes.set(key, pair.bytes.length)
  }
}

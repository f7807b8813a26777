import { isUtf8 } from 'node:buffer'
import { readSync } from 'node:fs'
import { type Diagnostics, InvalidValue } from '../shared/diagnostics.ts'
import { listed } from '../shared/similar.ts'
import { counted } from '../shared/text.ts'
import type { Deletion, Entry, Selected } from './entry.ts'
import { MIN_SECONDS_AHEAD } from './expiry.ts'
import { InvalidLine, type Node, propertiesOf, type Property, type SequenceNode } from './list/node.ts'
import type { Workspace } from './workspace.ts'

/** The first property of a backup. A file that begins with it is recognized as a backup. */
export const BACKUP_NAME = 'kv-put-action-backup'

/** The version of the format that this action writes, and the latest that it reads. */
const VERSION = 1

const BEGINNING = new RegExp(`^\\ufeff?\\s*\\{\\s*"${BACKUP_NAME}"\\s*:`)
const BEGINNING_BYTES = 1024

/** Whether the first property of a file says that it is a backup. False for a file that cannot be read. */
export function isBackupFile(path: string, workspace: Workspace): boolean {
  const buffer = Buffer.alloc(BEGINNING_BYTES)
  try {
    const size = workspace.open(path, (descriptor) => readSync(descriptor, buffer, 0, buffer.length, 0))
    return BEGINNING.test(buffer.toString('utf8', 0, size))
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
    return false
  }
}

/** Returns the text of a backup with entries of `formatBackupEntry`, each on a line of its own. */
export function frameBackup(namespaceId: string, entries: readonly string[]): string {
  const head = `"${BACKUP_NAME}":${VERSION},"namespace_id":${JSON.stringify(namespaceId)}`
  return `{${head},"entries":[\n${entries.join(',\n')}\n]}\n`
}

/** What the namespace held under a key. */
interface HeldPair {
  readonly bytes: Buffer
  /** Null when it has none. */
  readonly metadata: unknown
  /** Seconds since the UNIX epoch. Undefined when the key does not expire. */
  readonly expiration: number | undefined
}

/** Returns the entry of a list that restores a key: the pair, or a deletion when the namespace did not hold the key. */
export function formatBackupEntry(key: string, pair: HeldPair | undefined): string {
  if (!pair) return JSON.stringify({ key, delete: true })
  const { bytes, metadata, expiration } = pair
  const value = isUtf8(bytes) ? { value: bytes.toString() } : { value: bytes.toString('base64'), base64: true }
  return JSON.stringify({ key, ...value, ...(metadata !== null && { metadata }), expiration })
}

/** What a backup says besides its entries, and the list of these. */
export interface BackupList {
  /** ID of the namespace that the backup was made from. */
  readonly backupOf: string
  readonly list: SequenceNode
}

/**
 * Returns the list in a backup.
 *
 * @throws InvalidLine when it is not a backup that this version can read
 */
export function openBackup(backup: Node): BackupList {
  const properties = 'properties' in backup ? propertiesOf(backup) : new Map<string, Property>()
  const [version, namespaceId, list] = [BACKUP_NAME, 'namespace_id', 'entries'].map((name) => {
    return properties.get(name)?.value
  })
  const isReadable = version && 'json' in version && Number(version.json) === VERSION && properties.size === 3
  if (isReadable && namespaceId && 'text' in namespaceId && list && 'items' in list) {
    return { backupOf: namespaceId.text, list }
  }
  throw new InvalidLine(
    `is not a backup that this version of the action can read: it must have "${BACKUP_NAME}": ${VERSION}, namespace_id and entries. Restore it as it was made, with the version of the action that made it or a later one`,
    backup.line
  )
}

/**
 * Returns what restores a backup. A key that has expired since the backup was made, or expires too soon to be written, is
 * deleted instead, with a warning.
 *
 * @param now milliseconds since the UNIX epoch
 */
export function deleteExpired(
  { entries, deletions, ...rest }: Selected,
  now: number,
  diagnostics: Diagnostics
): Selected {
  const isExpired = ({ expiry }: Entry): boolean =>
    expiry !== undefined && 'expiration' in expiry && expiry.expiration < now / 1000 + MIN_SECONDS_AHEAD
  const expired = entries.filter(isExpired)
  if (expired.length === 0) return { entries, deletions, ...rest }
  const keys = listed(expired.map(({ key }) => key))
  diagnostics.warning(
    `the backup has ${counted(expired.length, 'key')} that expired since it was made, or will within ${MIN_SECONDS_AHEAD} seconds, and will be deleted: ${keys}`
  )
  const deleted = expired.map(({ key, source, location }): Deletion => ({ key, source, ...(location && { location }) }))
  return { ...rest, entries: entries.filter((entry) => !isExpired(entry)), deletions: [...deletions, ...deleted] }
}

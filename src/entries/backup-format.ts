import { isUtf8 } from 'node:buffer'
import { readSync } from 'node:fs'
import { InvalidValue } from '../shared/diagnostics.ts'
import type { Workspace } from './workspace.ts'

/** The first property of a backup. A file that begins with it is recognized as a backup. */
export const BACKUP_NAME = 'kv-put-action-backup'

/** The version of the format that this action writes, and the latest that it reads. */
export const BACKUP_VERSION = 1

/** What a backup stores for a key that the namespace held. */
export interface BackupPair {
  readonly bytes: Buffer
  /** Null when it has none. */
  readonly metadata: unknown
  /** Seconds since the UNIX epoch. Undefined when the key does not expire. */
  readonly expiration: number | undefined
}

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

/** The line after the last entry. */
export const BACKUP_END = ']}'

/**
 * Returns the line before the first entry. Each entry is on its own line, so that a backup can be read line by line.
 */
export function backupBeginning(namespaceId: string): string {
  return JSON.stringify({ [BACKUP_NAME]: BACKUP_VERSION, namespace_id: namespaceId, entries: [] }).slice(
    0,
    -BACKUP_END.length
  )
}

/** Returns the entry that restores a key: the pair to write, or a deletion when the namespace did not hold the key. */
export function backupEntry(key: string, pair: BackupPair | undefined): string {
  if (!pair) return JSON.stringify({ key, delete: true })
  const { bytes, metadata, expiration } = pair
  const fields = [
    `"key":${JSON.stringify(key)}`,
    valueFields(bytes),
    ...(metadata === null ? [] : [`"metadata":${JSON.stringify(metadata)}`]),
    ...(expiration === undefined ? [] : [`"expiration":${expiration}`])
  ]
  return `{${fields.join(',')}}`
}

/** How many bytes longer than base64 a value may be as JSON text. This keeps short values readable. */
const MARGIN_BYTES = 100

/**
 * Stores the value as text. Uses base64 if the value is not UTF-8, or if base64 is much shorter: a control character
 * takes six bytes in JSON.
 */
function valueFields(bytes: Buffer): string {
  const text = isUtf8(bytes) ? JSON.stringify(bytes.toString()) : undefined
  if (text !== undefined && Buffer.byteLength(text) <= (bytes.length * 4) / 3 + MARGIN_BYTES) return `"value":${text}`
  return `"value":"${bytes.toString('base64')}","base64":true`
}

import { type Diagnostics, InvalidValue } from '../shared/diagnostics.ts'
import { listed } from '../shared/similar.ts'
import { counted, quoted } from '../shared/text.ts'
import type { FileValue } from '../shared/value.ts'
import { parseBackupEntry } from './backup-entry.ts'
import { type BackupText, parseBackupText } from './backup-text.ts'
import { BackupValues } from './backup-values.ts'
import type { Deletion, Entry, EntryDefaults, Selected } from './entry.ts'
import { MIN_SECONDS_AHEAD } from './expiry.ts'
import type { Workspace } from './workspace.ts'

/** A backup to restore. */
export interface BackupSelection {
  /** Path relative to the workspace, or absolute. */
  readonly backupFile: string
}

/**
 * Returns the writes and deletions that restore a backup, and the ID of the namespace that it was made from. A key is
 * deleted, with a warning, when it has expired since the backup was made or expires too soon to be written. Records an
 * error for each entry that `backup` would not write.
 *
 * @param now milliseconds since the UNIX epoch
 */
export function readBackup(
  { backupFile }: BackupSelection,
  workspace: Workspace,
  now: number,
  diagnostics: Diagnostics
): Selected {
  const file = workspace.display(backupFile)
  try {
    return workspace.open(backupFile, (descriptor, found) =>
      restore(parseBackupText(descriptor), { ...found, name: file }, now, diagnostics)
    )
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
    diagnostics.error(`entries-file ${quoted(file)} ${error.message}`, { location: { file } })
    return { entries: [], deletions: [] }
  }
}

type File = FileValue & { readonly name: string }

function restore({ namespaceId, entries }: BackupText, file: File, now: number, diagnostics: Diagnostics): Selected {
  const restored: Entry[] = []
  const deletions: Deletion[] = []
  const expired: string[] = []
  const values = new BackupValues(file)
  let number = 0
  for (const { item, line } of entries) {
    number += 1
    const origin = { source: file.name, location: { file: file.name, ...(line && { line: line.number }) } }
    try {
      const { key, pair } = parseBackupEntry(item)
      const isExpired = pair !== undefined && expiresBefore(pair, now / 1000 + MIN_SECONDS_AHEAD)
      if (isExpired) expired.push(key)
      if (pair && !isExpired) restored.push({ key, ...pair, value: values.value(pair.value, line), ...origin })
      else deletions.push({ key, ...origin })
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error
      diagnostics.error(`entries-file ${quoted(file.name)}: entry ${number}: ${error.message}`, origin)
    }
  }
  warnOfExpired(expired, file.name, diagnostics)
  return { entries: restored, deletions, backupOf: namespaceId }
}

function expiresBefore({ expiry }: EntryDefaults, seconds: number): boolean {
  return expiry !== undefined && 'expiration' in expiry && expiry.expiration < seconds
}

function warnOfExpired(keys: readonly string[], file: string, diagnostics: Diagnostics): void {
  if (keys.length === 0) return
  diagnostics.warning(
    `entries-file ${quoted(file)}: ${counted(keys.length, 'key')} expired since the backup was made, or will within ${MIN_SECONDS_AHEAD} seconds, and will be deleted: ${listed(keys)}`
  )
}

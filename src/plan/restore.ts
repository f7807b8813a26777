import type { Selected } from '../entries/entry.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { counted, formatCount, quoted } from '../shared/text.ts'

/** Records an error when a backup is to be restored into another namespace than the one it was made of. */
export function checkBackupNamespace({ backupOf }: Selected, namespaceId: string, diagnostics: Diagnostics): void {
  if (backupOf === undefined || backupOf === namespaceId) return
  diagnostics.error(
    `entries-file is a backup of namespace ${quoted(backupOf)}, and this step writes to ${quoted(namespaceId)}: set namespace to ${quoted(backupOf)} to restore it`
  )
}

/** Returns what a restore does, for the log. */
export function describeRestore({ entries, deletions }: Selected): string {
  return `Restoring a backup: ${counted(entries.length, 'key')} to write, ${formatCount(deletions.length)} to delete`
}

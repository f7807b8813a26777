import * as core from '@actions/core'
import { isBackupFile } from '../entries/backup-format.ts'
import type { Selection } from '../entries/read.ts'
import type { Workspace } from '../entries/workspace.ts'
import type { InputReader } from './reader.ts'

/** Inputs that cannot be combined with restoring a backup, each with the values that count as not given. */
const EXCLUDED: Readonly<Record<string, readonly string[]>> = {
  'key-prefix': [''],
  metadata: [''],
  ttl: [''],
  expiration: [''],
  'skip-unchanged': ['', 'false', 'False', 'FALSE'],
  prune: ['', 'false', 'False', 'FALSE'],
  'if-key-exists': ['', 'overwrite']
}

/**
 * Returns the selection of a backup when `entries-file` is one, and any other selection as it is. Records an error for each
 * input that would change what is restored.
 *
 * @param keyPrefix the input `key-prefix`
 */
export function recognizeBackup(
  selection: Selection | undefined,
  keyPrefix: string,
  workspace: Workspace,
  reader: InputReader
): Selection | undefined {
  if (!selection || !('entriesFile' in selection)) return selection
  const { entriesFile } = selection
  if (!isBackupFile(entriesFile, workspace)) return selection
  for (const [name, notGiven] of Object.entries(EXCLUDED)) {
    const given = name === 'key-prefix' ? keyPrefix : core.getInput(name)
    if (notGiven.includes(given)) continue
    reader.diagnostics.error(
      `${name} cannot be used to restore a backup, which says itself what to write: remove ${name}`
    )
  }
  return { backupFile: entriesFile }
}

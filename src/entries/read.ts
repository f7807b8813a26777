import type { BackupSelection } from './backup.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import type { Runtime } from '../shared/runtime.ts'
import type { Selected, Shape } from './entry.ts'
import type { FilesSelection } from './files.ts'
import type { ListSelection } from './list.ts'
import { readSingle, type SingleSelection } from './single.ts'
import type { Workspace } from './workspace.ts'

/** Which pairs to write. */
export type Selection = SingleSelection | FilesSelection | ListSelection | BackupSelection

/**
 * Returns the pairs and deletions that the inputs select. Reads the workspace, never the network. Files that hold values
 * are checked but not read, except for those small enough to be a Git LFS pointer. What can't be published is recorded as an
 * error.
 */
export async function readEntries(
  selection: Selection,
  shape: Shape,
  workspace: Workspace,
  runtime: Pick<Runtime, 'clock' | 'log' | 'signal'>,
  diagnostics: Diagnostics
): Promise<Selected> {
  if ('glob' in selection) {
    const { readFiles } = await import('./files.ts')
    return { entries: await readFiles(selection, shape, workspace, runtime, diagnostics), deletions: [] }
  }
  if ('key' in selection) return { entries: readSingle(selection, shape, workspace, diagnostics), deletions: [] }
  const { readList } = await import('./list.ts')
  return readList(selection, shape, workspace, runtime, diagnostics)
}

import type { Diagnostics } from '../shared/diagnostics.ts'
import type { Entry, Shape } from './entry.ts'
import { type FilesSelection, readFiles } from './files.ts'
import type { ListSelection } from './list.ts'
import { readSingle, type SingleSelection } from './single.ts'
import type { Workspace } from './workspace.ts'

/** Which pairs to write. */
export type Selection = SingleSelection | FilesSelection | ListSelection

/**
 * Returns the entries that the inputs select, in the order in which they are reported. Reads the workspace, never the
 * network; of a file that holds a value it reads the size alone. What can't be published is noted as an error.
 *
 * @param now milliseconds since the UNIX epoch
 */
export async function readEntries(
  selection: Selection,
  shape: Shape,
  workspace: Workspace,
  now: number,
  diagnostics: Diagnostics
): Promise<Entry[]> {
  if ('glob' in selection) return readFiles(selection, shape, workspace, diagnostics)
  if ('key' in selection) return readSingle(selection, shape, workspace, diagnostics)
  const { readList } = await import('./list.ts')
  return readList(selection, shape, workspace, now, diagnostics)
}

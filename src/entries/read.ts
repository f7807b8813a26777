import type { Diagnostics } from '../diagnostics.ts'
import type { Entry, Shape } from './entry.ts'
import { type FilesSelection, readFiles } from './files.ts'
import { readSingle, type SingleSelection } from './single.ts'
import type { Workspace } from './workspace.ts'

/** Which pairs to write. */
export type Selection = SingleSelection | FilesSelection

/**
 * Returns the entries that the inputs select, in the order in which they are reported. Reads the workspace, never the
 * network; of a file it reads the size alone. What can't be published is noted as an error and left out.
 */
export async function readEntries(
  selection: Selection,
  shape: Shape,
  workspace: Workspace,
  diagnostics: Diagnostics
): Promise<Entry[]> {
  return 'glob' in selection
    ? readFiles(selection, shape, workspace, diagnostics)
    : readSingle(selection, shape, workspace, diagnostics)
}

import type { Diagnostics } from '../shared/diagnostics.ts'
import type { Runtime } from '../shared/runtime.ts'
import { quoted } from '../shared/text.ts'
import { type Entry, fileEntry, type Selected, type EntrySettings } from './entry.ts'
import type { FilesSelection } from './find.ts'
import type { ListSelection } from './list/list.ts'
import type { Workspace } from './workspace.ts'

/** One key, with its value in memory or in a file. */
export type SingleSelection = { readonly key: string } & ({ readonly value: string } | { readonly file: string })

/** Which pairs to write. */
export type Selection = SingleSelection | FilesSelection | ListSelection

/**
 * Returns the pairs and deletions that the inputs select. Reads the workspace, never the network. Files that hold values
 * are checked but not read, except for those small enough to be a Git LFS pointer. What can't be published is recorded as an
 * error.
 */
export async function readEntries(
  selection: Selection,
  entrySettings: EntrySettings,
  workspace: Workspace,
  runtime: Pick<Runtime, 'clock' | 'log' | 'signal'>,
  diagnostics: Diagnostics
): Promise<Selected> {
  if ('glob' in selection) {
    const { readFiles } = await import('./find.ts')
    return { entries: await readFiles(selection, entrySettings, workspace, runtime, diagnostics), deletions: [] }
  }
  if ('key' in selection)
    return { entries: [readSingle(selection, entrySettings, workspace, diagnostics)], deletions: [] }
  const { readList } = await import('./list/list.ts')
  return readList(selection, entrySettings, workspace, runtime, diagnostics)
}

function readSingle(
  selection: SingleSelection,
  { keyPrefix, defaults }: EntrySettings,
  workspace: Workspace,
  diagnostics: Diagnostics
): Entry {
  const key = keyPrefix + selection.key
  if ('file' in selection) {
    return fileEntry({ key, path: selection.file }, defaults, workspace, (error, entry) => {
      diagnostics.error(`file ${quoted(entry.source)} ${error.message}`, entry)
    })
  }
  const bytes = Buffer.from(selection.value)
  return { ...defaults, key, value: { bytes, size: bytes.length }, source: 'value' }
}

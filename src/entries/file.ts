import type { Diagnostics } from '../diagnostics.ts'
import { quoted } from '../text.ts'
import type { Entry, EntryDefaults } from './entry.ts'
import type { Workspace } from './workspace.ts'

/**
 * Returns the entry that stores the bytes of the file at `path` under `key`. When the file can't be published, notes
 * an error and returns the entry with a size of 0: nothing is sent then, but the report still names its key.
 */
export async function fileEntry(
  key: string,
  path: string,
  defaults: EntryDefaults,
  workspace: Workspace,
  diagnostics: Diagnostics
): Promise<Entry> {
  const source = workspace.display(path)
  const origin = { key, source, location: { file: source } }
  const value = await diagnostics.attempt(`file ${quoted(source)}`, () => workspace.file(path), origin)
  return { ...defaults, ...origin, value: value ?? { path, size: 0 } }
}

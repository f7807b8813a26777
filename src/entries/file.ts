import { type Diagnostics, InvalidValue } from '../shared/diagnostics.ts'
import { quoted } from '../shared/text.ts'
import type { Entry, EntryDefaults } from './entry.ts'
import type { Workspace } from './workspace.ts'

/**
 * Returns the entry that stores the bytes of the file at `path` under `key`. When the file can't be published, notes
 * an error and returns the entry with a size of 0: nothing is sent then, but the report still names its key.
 */
export function fileEntry(
  key: string,
  path: string,
  defaults: EntryDefaults,
  workspace: Workspace,
  diagnostics: Diagnostics
): Entry {
  const source = workspace.display(path)
  const origin = { key, source, location: { file: source } }
  try {
    return { ...defaults, ...origin, value: workspace.file(path) }
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
    diagnostics.error(`file ${quoted(source)} ${error.message}`, origin)
    return { ...defaults, ...origin, value: { path, size: 0 } }
  }
}

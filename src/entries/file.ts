import { type Diagnostics, InvalidValue } from '../shared/diagnostics.ts'
import { quoted } from '../shared/text.ts'
import type { Entry, EntryDefaults } from './entry.ts'
import type { Workspace } from './workspace.ts'

/**
 * Returns the entry that stores the bytes of the file at `path` under `key`. When the file can't be published, records
 * an error and returns the entry with a size of 0: nothing is sent then, but the report still names its key.
 */
export function fileEntry(
  key: string,
  path: string,
  defaults: EntryDefaults,
  workspace: Workspace,
  diagnostics: Diagnostics
): Entry {
  return tryFileEntry({ key, path }, defaults, workspace, (error, entry) => {
    diagnostics.error(`file ${quoted(entry.source)} ${error.message}`, entry)
  })
}

/** A file to publish, and the key to publish it under. */
export interface KeyedFile {
  readonly key: string
  readonly path: string
  /** The folder that an input names, when `path` was found in it. */
  readonly within?: string
}

/** Like `fileEntry`, but calls `refuse` instead of recording an error. */
export function tryFileEntry(
  { key, path, within }: KeyedFile,
  defaults: EntryDefaults,
  workspace: Workspace,
  refuse: (error: InvalidValue, entry: Entry) => void
): Entry {
  const source = workspace.display(path)
  const origin = { key, source, location: { file: source } }
  try {
    return { ...defaults, ...origin, value: workspace.file(path, within) }
  } catch (error) {
    // Stryker disable next-line ConditionalExpression: `Workspace.file` throws nothing else.
    if (!(error instanceof InvalidValue)) throw error
    const entry = { ...defaults, ...origin, value: { path, size: 0 } }
    refuse(error, entry)
    return entry
  }
}

import type { Diagnostics } from '../shared/diagnostics.ts'
import type { Entry, Shape } from './entry.ts'
import { fileEntry } from './file.ts'
import type { Workspace } from './workspace.ts'

/** One key, with its value in memory or in a file. */
export type SingleSelection = { readonly key: string } & ({ readonly value: string } | { readonly file: string })

/** Returns the one entry that `key` with `value` or `file` describes. */
export function readSingle(
  selection: SingleSelection,
  { keyPrefix, defaults }: Shape,
  workspace: Workspace,
  diagnostics: Diagnostics
): Entry[] {
  const key = keyPrefix + selection.key
  if ('file' in selection) return [fileEntry(key, selection.file, defaults, workspace, diagnostics)]
  const bytes = Buffer.from(selection.value)
  return [{ ...defaults, key, value: { bytes, size: bytes.length }, source: 'value' }]
}

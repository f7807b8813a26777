import { afterEach, beforeEach, jest } from '@jest/globals'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import type { Deletion, Entry, EntrySettings } from '../../src/entries/entry.ts'
import type { CredentialPath } from '../../src/entries/credentials.ts'
import { readEntries, type Selection } from '../../src/entries/read.ts'
import { systemClock } from '../../src/shared/clock.ts'
import { Workspace } from '../../src/entries/workspace.ts'

/** No prefix and no defaults. */
export const PLAIN: EntrySettings = { keyPrefix: '', defaults: {} }

/** The result of reading a selection. */
export interface EntriesResult {
  readonly entries: readonly Entry[]
  readonly deletions: readonly Deletion[]
  readonly keys: string[]
  readonly diagnostics: Diagnostics
  readonly errors: string[]
  readonly warnings: string[]
  /** The logged lines. */
  readonly lines: string[]
}

/** Lets each test of the file read the entries of a workspace, which becomes the working directory. */
export function useEntries(): (
  root: string,
  selection: Selection,
  entrySettings?: EntrySettings,
  temp?: string,
  credentials?: readonly CredentialPath[]
) => Promise<EntriesResult> {
  const previous = process.cwd()

  // @actions/glob writes debug messages to standard output.
  beforeEach(() => {
    jest.spyOn(process.stdout, 'write').mockReturnValue(true)
  })

  afterEach(() => {
    jest.restoreAllMocks()
    process.chdir(previous)
  })

  return async (root, selection, entrySettings = PLAIN, temp, credentials) => {
    process.chdir(root)
    const diagnostics = new Diagnostics()
    const lines: string[] = []
    const { entries, deletions } = await readEntries(
      selection,
      entrySettings,
      new Workspace(root, temp, credentials),
      { clock: systemClock, log: (line) => lines.push(line), signal: new AbortController().signal },
      diagnostics
    )
    const [errors, warnings] = [diagnostics.errors, diagnostics.warnings].map((list) =>
      list.map(({ message }) => message)
    )
    return {
      entries,
      deletions,
      keys: entries.map(({ key }) => key),
      diagnostics,
      errors: errors ?? [],
      warnings: warnings ?? [],
      lines
    }
  }
}

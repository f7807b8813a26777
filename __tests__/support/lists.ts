import { readValue } from '../../src/shared/value.ts'
import { type Diagnostic, Diagnostics } from '../../src/shared/diagnostics.ts'
import type { Deletion, Entry, EntrySettings } from '../../src/entries/entry.ts'
import { type ListSelection, readList } from '../../src/entries/list/list.ts'
import { Workspace } from '../../src/entries/workspace.ts'
import { systemClock } from '../../src/shared/clock.ts'
import { makeFolder } from './folders.ts'

const NOW = Date.parse('2026-11-23T12:00:00Z')
const RUNTIME = { clock: { ...systemClock, now: () => NOW }, signal: new AbortController().signal }
const PLAIN: EntrySettings = { keyPrefix: '', defaults: {} }

/** A prefix and a default of each kind. */
export const SHAPED: EntrySettings = {
  keyPrefix: 'v2/',
  defaults: { metadata: '{"all":1}', expiry: { expirationTtl: 3600 } }
}

/** The result of reading a list. */
export interface ListResult {
  readonly entries: readonly Entry[]
  readonly deletions: readonly Deletion[]
  readonly errors: Diagnostic[]
  readonly messages: string[]
  readonly warnings: string[]
}

/** Reads a list in a workspace. */
export async function readListIn(
  root: string,
  selection: ListSelection,
  entrySettings = PLAIN,
  signal = RUNTIME.signal
): Promise<ListResult> {
  const diagnostics = new Diagnostics()
  const { entries, deletions } = await readList(
    selection,
    entrySettings,
    new Workspace(root),
    { ...RUNTIME, signal },
    diagnostics
  )
  const { errors, warnings } = diagnostics
  const [messages, remarks] = [errors, warnings].map((items) => items.map(({ message }) => message))
  return { entries, deletions, errors, messages: messages ?? [], warnings: remarks ?? [] }
}

/** Reads a list from the input `entries`, in a workspace with the file `a.txt` of 3 bytes. */
export function inline(entries: string, entrySettings?: EntrySettings, signal?: AbortSignal): Promise<ListResult> {
  return readListIn(makeFolder({ 'a.txt': 'abc' }), { entries }, entrySettings, signal)
}

/** Reads a list from a file of this name, which is the input `entries-file`. */
export function fromFile(
  name: string,
  content: string | Uint8Array,
  entrySettings?: EntrySettings,
  signal?: AbortSignal
): Promise<ListResult> {
  return readListIn(makeFolder({ [name]: content }), { entriesFile: name }, entrySettings, signal)
}

/** Returns the value of each key, as text or as the path of a file. */
export function stored({ entries }: ListResult): Record<string, string> {
  return Object.fromEntries(
    entries.map(({ key, value }) => [
      key,
      'path' in value ? value.path : Buffer.from(readValue(value, Buffer.alloc(0))).toString()
    ])
  )
}

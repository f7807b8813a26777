import { extname } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Diagnostics, InvalidValue } from '../../shared/diagnostics.ts'
import type { Runtime } from '../../shared/runtime.ts'
import { quoted } from '../../shared/text.ts'
import { deleteExpired, openBackup } from '../backup.ts'
import type { Deletion, Entry, EntrySettings, Selected } from '../entry.ts'
import { readTextFile } from '../text-file.ts'
import type { Workspace } from '../workspace.ts'
import { ItemReader, type ListSettings, locate } from './item.ts'
import { InvalidLine, type MapNode, type Node, type Property, type SequenceNode } from './node.ts'
import { checkShape } from './shapes.ts'

/** A list in YAML or JSON, a file with a list, whose extension gives its format, or a backup to restore. */
export type ListSelection =
  { readonly entries: string } | { readonly entriesFile: string } | { readonly backupFile: string }

/**
 * Returns the pairs of a map, or the entries and deletions of a list in the form of wrangler's bulk file, in their order.
 * Records an error for each mistake, without a part of a value. Lets signals through, except while it parses.
 */
export async function readList(
  selection: ListSelection,
  entrySettings: EntrySettings,
  workspace: Workspace,
  { clock, signal }: Pick<Runtime, 'clock' | 'signal'>,
  diagnostics: Diagnostics
): Promise<Selected> {
  const path = 'entries' in selection ? undefined : pathOf(selection)
  const file = path === undefined ? undefined : workspace.display(path)
  const now = clock.now()
  const settings = {
    name: file === undefined ? 'entries' : `entries-file ${quoted(file)}`,
    file,
    entrySettings,
    workspace: path === undefined ? workspace : workspace.forList(path),
    // What has expired since a backup was made is no mistake in it.
    now: 'backupFile' in selection ? -Infinity : now
  }
  try {
    const parsed = await parse(selection, workspace)
    const { list, backupOf } = 'backupFile' in selection ? openBackup(parsed) : { list: checkShape(parsed) }
    const selected = await makeEntries(list, settings, signal, diagnostics)
    if (backupOf !== undefined) return deleteExpired({ ...selected, backupOf }, now, diagnostics)
    if (selected.entries.length + selected.deletions.length === 0 && diagnostics.errors.length === 0) {
      diagnostics.warning(`${settings.name} is empty: there is nothing to write`)
    }
    return selected
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
    const place = locate(file, error instanceof InvalidLine ? error.line : 1)
    diagnostics.error(`${settings.name} ${error.message}`, place)
    return { entries: [], deletions: [] }
  }
}

function pathOf(selection: Exclude<ListSelection, { readonly entries: string }>): string {
  return 'backupFile' in selection ? selection.backupFile : selection.entriesFile
}

/** Throws an InvalidValue when the list cannot be read or parsed. */
async function parse(selection: ListSelection, workspace: Workspace): Promise<Node> {
  if ('entries' in selection) return (await import('./yaml.ts')).readYaml(selection.entries)
  const path = pathOf(selection)
  const extension = 'backupFile' in selection ? '.json' : extname(path).toLowerCase()
  switch (extension) {
    case '.yaml':
    case '.yml':
      return (await import('./yaml.ts')).readYaml(readTextFile(path, workspace))
    case '.json':
    case '.jsonc':
      return (await import('./json.ts')).readJson(readTextFile(path, workspace), extension === '.jsonc')
    default:
      throw new InvalidValue('must end in .yaml, .yml, .json or .jsonc, since the extension gives the format')
  }
}

const ITEMS_PER_TURN = 10_000

async function makeEntries(
  list: MapNode | SequenceNode,
  settings: ListSettings,
  signal: AbortSignal,
  diagnostics: Diagnostics
): Promise<Selected> {
  const reader = new ItemReader(settings, diagnostics)
  const entries: Entry[] = []
  const deletions: Deletion[] = []
  let number = 0
  for (const part of taken<Node | Property>('items' in list ? list.items : list.properties)) {
    if (diagnostics.isFull) break
    number += 1
    const made = 'items' in list ? reader.fromItem(part as Node, number) : reader.fromPair(part as Property)
    if (made?.value) entries.push(made)
    else if (made) deletions.push(made)
    if (number % ITEMS_PER_TURN === 0) await nextTurn()
    if (signal.aborted) throw new InvalidValue('was not read: the run was cancelled')
  }
  reader.warn(deletions)
  return { entries, deletions }
}

/** Yields each item and removes it, so that a large list and its entries are not in memory at the same time. */
function* taken<T>(items: T[]): Generator<T> {
  for (items.reverse(); items.length > 0;) yield items.pop() as T
}

import { extname } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Diagnostics, InvalidValue } from '../../shared/diagnostics.ts'
import type { Runtime } from '../../shared/runtime.ts'
import { quoted } from '../../shared/text.ts'
import { BACKUP_NAME, type BackupSelection, deleteExpired, openBackup } from '../backup.ts'
import type { Deletion, Entry, Selected, EntrySettings } from '../entry.ts'
import { readTextFile } from '../text-file.ts'
import type { Workspace } from '../workspace.ts'
import { ItemReader, type ListSettings, locate } from './item.ts'
import type * as Json from './json.ts'
import { InvalidLine, type MapNode, type Node, type Property, type SequenceNode } from './node.ts'
import { checkShape } from './shapes.ts'

/** A list in YAML or JSON, a file with a list, whose extension gives its format, or a backup, which holds a list. */
export type ListSelection = { readonly entries: string } | { readonly entriesFile: string } | BackupSelection

/**
 * Returns the pairs of a map, or the entries and deletions of a list in the form of wrangler's bulk file, in their order.
 * Lets signals through meanwhile. Records an error for each mistake, without a part of a value.
 */
export async function readList(
  selection: ListSelection,
  entrySettings: EntrySettings,
  workspace: Workspace,
  { clock, signal }: Pick<Runtime, 'clock' | 'signal'>,
  diagnostics: Diagnostics
): Promise<Selected> {
  const now = clock.now()
  const settings = settingsOf(selection, entrySettings, workspace, now)
  try {
    const parsed = await inTurns(await parse(selection, workspace), signal)
    const { list, backupOf } = 'backupFile' in selection ? openBackup(parsed) : { list: checkList(parsed) }
    const selected = await inTurns(makeEntries(list, settings, diagnostics), signal)
    if (backupOf !== undefined) return deleteExpired({ ...selected, backupOf }, now, diagnostics)
    if (selected.entries.length + selected.deletions.length === 0 && diagnostics.errors.length === 0) {
      diagnostics.warning(`${settings.name} is empty: there is nothing to write`)
    }
    return selected
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
    const place = locate(settings, error instanceof InvalidLine ? error.line : 1)
    diagnostics.error(`${settings.name} ${error.message}`, place)
    return { entries: [], deletions: [] }
  }
}

function settingsOf(
  selection: ListSelection,
  entrySettings: EntrySettings,
  workspace: Workspace,
  now: number
): ListSettings {
  if ('entries' in selection)
    return { name: 'entries', source: 'entries', file: undefined, entrySettings, workspace, now }
  const isBackup = 'backupFile' in selection
  const path = isBackup ? selection.backupFile : selection.entriesFile
  const file = workspace.display(path)
  return {
    name: `entries-file ${quoted(file)}`,
    source: file,
    file,
    entrySettings,
    workspace: workspace.forList(path),
    // What has expired since a backup was made is no mistake in it.
    now: isBackup ? -Infinity : now
  }
}

/** Returns the steps of parsing a list. Throws an InvalidValue when its file cannot be read. */
async function parse(selection: ListSelection, workspace: Workspace): Promise<Generator<undefined, Node>> {
  if ('entries' in selection) return (await import('./yaml.ts')).parseYaml(selection.entries)
  const path = 'backupFile' in selection ? selection.backupFile : selection.entriesFile
  const extension = 'backupFile' in selection ? '.json' : extname(path).toLowerCase()
  switch (extension) {
    case '.yaml':
    case '.yml':
      return (await import('./yaml.ts')).parseYaml(readTextFile(path, workspace))
    case '.json':
    case '.jsonc':
      return inOneStep(await import('./json.ts'), readTextFile(path, workspace), extension === '.jsonc')
    default:
      throw new InvalidValue('must end in .yaml, .yml, .json or .jsonc, since the extension gives the format')
  }
}

/** The JSON parser cannot be interrupted. It takes about a second for 100,000 entries of 1 KB. */
function* inOneStep({ readJson }: typeof Json, text: string, comments: boolean): Generator<undefined, Node> {
  yield
  return readJson(text, { comments })
}

/** Takes the steps of a generator, and lets signals through between them. Throws an InvalidValue when the run is cancelled. */
async function inTurns<T>(steps: Generator<undefined, T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await nextTurn()
    if (signal.aborted) throw new InvalidValue('was not read: the run was cancelled')
  }
}

function checkList(node: Node): MapNode | SequenceNode {
  if ('properties' in node && node.properties.some(({ name }) => name === BACKUP_NAME)) {
    throw new InvalidLine(
      'is a backup whose format was changed: to restore it, set entries-file to the original JSON file',
      node.line
    )
  }
  return checkShape(node)
}

const ITEMS_PER_TURN = 10_000

function* makeEntries(
  list: MapNode | SequenceNode,
  settings: ListSettings,
  diagnostics: Diagnostics
): Generator<undefined, Selected> {
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
    if (number % ITEMS_PER_TURN === 0) yield
  }
  reader.warn()
  return { entries, deletions }
}

/** Yields each item and removes it, so that a large list and its entries are not in memory at the same time. */
function* taken<T>(items: T[]): Generator<T> {
  for (items.reverse(); items.length > 0;) yield items.pop() as T
}

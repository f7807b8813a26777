import { extname } from 'node:path'
import { type Diagnostics, InvalidValue } from '../shared/diagnostics.ts'
import type { Runtime } from '../shared/runtime.ts'
import { counted, quoted } from '../shared/text.ts'
import { BACKUP_NAME, type BackupSelection, deleteExpired, openBackup } from './backup.ts'
import type { Deletion, Entry, Selected, Shape } from './entry.ts'
import { EntryMaker, type Surroundings } from './list/entries.ts'
import { InvalidLine, type MapNode, type Node, type SequenceNode } from './list/node.ts'
import { locate, type Origin } from './list/origin.ts'
import { checkMapShape, checkSequenceShape } from './list/shapes.ts'
import { readTextFile } from './text-file.ts'
import type { Workspace } from './workspace.ts'

/** A list in YAML or JSON, a file with a list, whose extension gives its format, or a backup, which holds a list. */
export type ListSelection = { readonly entries: string } | { readonly entriesFile: string } | BackupSelection

/**
 * Returns the pairs of a map, or the entries and deletions of a list in the form of wrangler's bulk file, in their order.
 */
export async function readList(
  selection: ListSelection,
  shape: Shape,
  workspace: Workspace,
  { clock, signal }: Pick<Runtime, 'clock' | 'signal'>,
  diagnostics: Diagnostics
): Promise<Selected> {
  const now = clock.now()
  const origin = originOf(selection, workspace)
  const parsed = await parseOrNote(selection, origin, workspace, signal, diagnostics)
  if (!parsed) return { entries: [], deletions: [] }
  const { list, backupOf } = parsed
  const file = fileOf(selection)
  const files = file === undefined ? workspace : workspace.forList(file)
  // What has expired since a backup was made is no mistake in it.
  const surroundings = { origin, shape, workspace: files, now: backupOf === undefined ? now : -Infinity }
  const selected = makeEntries(list, surroundings, diagnostics)
  if (backupOf !== undefined) return deleteExpired({ ...selected, backupOf }, now, diagnostics)
  if (selected.entries.length + selected.deletions.length === 0 && diagnostics.errors.length === 0) {
    diagnostics.warning(`${origin.name} is empty: there is nothing to write`)
  }
  return selected
}

function originOf(selection: ListSelection, workspace: Workspace): Origin {
  const path = fileOf(selection)
  if (path === undefined) return { name: 'entries', source: 'entries', file: undefined }
  const file = workspace.display(path)
  return { name: `entries-file ${quoted(file)}`, source: file, file }
}

function fileOf(selection: ListSelection): string | undefined {
  if ('backupFile' in selection) return selection.backupFile
  return 'entriesFile' in selection ? selection.entriesFile : undefined
}

interface ParsedList {
  readonly list: MapNode | SequenceNode
  /** ID of the namespace that a backup was made from. */
  readonly backupOf?: string
}

async function parseOrNote(
  selection: ListSelection,
  origin: Origin,
  workspace: Workspace,
  signal: AbortSignal,
  diagnostics: Diagnostics
): Promise<ParsedList | undefined> {
  try {
    const parsed = await parseList(selection, workspace, signal)
    if (!('backupFile' in selection)) return { list: checkList(parsed) }
    const { entries, namespaceId } = openBackup(parsed)
    return { list: entries, backupOf: namespaceId }
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
    const place = locate(origin, error instanceof InvalidLine ? error.line : 1)
    diagnostics.error(`${origin.name} ${error.message}`, place)
    return undefined
  }
}

/**
 * Reads and parses a list.
 *
 * @param signal ends the reading of YAML
 * @throws InvalidValue when that is not possible, with the line where one is known
 */
export async function parseList(selection: ListSelection, workspace: Workspace, signal = NEVER_ABORTED): Promise<Node> {
  if ('entries' in selection) return (await import('./list/yaml.ts')).readYamlInTurns(selection.entries, signal)
  if ('backupFile' in selection) {
    const { readJson } = await import('./list/json.ts')
    return readJson(readTextFile(selection.backupFile, workspace), { comments: false })
  }
  const extension = extname(selection.entriesFile).toLowerCase()
  switch (extension) {
    case '.yaml':
    case '.yml': {
      const { readYamlInTurns } = await import('./list/yaml.ts')
      return readYamlInTurns(readTextFile(selection.entriesFile, workspace), signal)
    }
    case '.json':
    case '.jsonc': {
      const { readJson } = await import('./list/json.ts')
      return readJson(readTextFile(selection.entriesFile, workspace), { comments: extension === '.jsonc' })
    }
    default:
      throw new InvalidValue('must end in .yaml, .yml, .json or .jsonc, since the extension gives the format')
  }
}

const NEVER_ABORTED = new AbortController().signal

function checkList(node: Node): MapNode | SequenceNode {
  if ('properties' in node && node.properties.some(({ name }) => name === BACKUP_NAME)) {
    throw new InvalidLine(
      'is a backup whose format was changed: to restore it, set entries-file to the original JSON file',
      node.line
    )
  }
  if ('properties' in node) checkMapShape(node)
  if ('items' in node) checkSequenceShape(node)
  if ('properties' in node || 'items' in node) return node
  if ('refused' in node) throw new InvalidLine(node.refused, node.line)
  // The text itself is not shown: it may be a secret in the wrong place.
  const advice = 'text' in node && PATH_OF_LIST.test(node.text) ? '; to read them from a file, use entries-file' : ''
  throw new InvalidLine(
    `must hold a map of keys and values, or a list of entries with key and value${advice}`,
    node.line
  )
}

const PATH_OF_LIST = /^\s*\S+\.(ya?ml|jsonc?)\s*$/i

function makeEntries(list: MapNode | SequenceNode, surroundings: Surroundings, diagnostics: Diagnostics): Selected {
  const maker = new EntryMaker(surroundings, diagnostics)
  if ('properties' in list) {
    return { entries: Array.from(taken(list.properties), (property) => maker.fromPair(property)), deletions: [] }
  }
  const entries: Entry[] = []
  const deletions: Deletion[] = []
  let number = 0
  for (const item of taken(list.items)) {
    if (diagnostics.isFull) break
    const made = maker.fromItem(item, ++number)
    if (made?.value) entries.push(made)
    else if (made) deletions.push(made)
  }
  if (maker.withBothTimes > 0) {
    const who = counted(maker.withBothTimes, 'key')
    diagnostics.warning(
      `${surroundings.origin.name} gives both expiration and expiration_ttl for ${who}: expiration_ttl takes precedence, as in the API`
    )
  }
  return { entries, deletions }
}

/** Yields each item and removes it, so that a large list and its entries are not in memory at the same time. */
function* taken<T>(items: T[]): Generator<T> {
  for (items.reverse(); items.length > 0;) yield items.pop() as T
}

import { extname } from 'node:path'
import { type Diagnostics, InvalidValue } from '../shared/diagnostics.ts'
import { counted, quoted } from '../shared/text.ts'
import { BACKUP_NAME } from './backup-format.ts'
import type { Entry, Shape } from './entry.ts'
import { EntryMaker, type Surroundings } from './list/entries.ts'
import { InvalidLine, type MapNode, type Node, type SequenceNode } from './list/node.ts'
import { locate, type Origin } from './list/origin.ts'
import { readTextFile } from './text-file.ts'
import type { Workspace } from './workspace.ts'

/** Pairs of a list: in YAML (so in JSON too), or in a file whose extension says its format. */
export type ListSelection = { readonly entries: string } | { readonly entriesFile: string }

/**
 * Returns the entries of a list in its order: a map of pairs, or a list as wrangler's bulk file has it.
 *
 * @param now milliseconds since the UNIX epoch
 */
export async function readList(
  selection: ListSelection,
  shape: Shape,
  workspace: Workspace,
  now: number,
  diagnostics: Diagnostics
): Promise<Entry[]> {
  const origin = originOf(selection, workspace)
  const list = await parseOrTell(selection, origin, workspace, diagnostics)
  if (!list) return []
  const entries = makeEntries(list, { origin, shape, workspace, now }, diagnostics)
  if (entries.length === 0 && diagnostics.errors.length === 0) {
    diagnostics.warning(`${origin.name} is empty: there is nothing to write`)
  }
  return entries
}

function originOf(selection: ListSelection, workspace: Workspace): Origin {
  if ('entries' in selection) return { name: 'entries', source: 'entries', file: undefined }
  const file = workspace.display(selection.entriesFile)
  return { name: `entries-file ${quoted(file)}`, source: file, file }
}

async function parseOrTell(
  selection: ListSelection,
  origin: Origin,
  workspace: Workspace,
  diagnostics: Diagnostics
): Promise<MapNode | SequenceNode | undefined> {
  try {
    return checkList(await parse(selection, workspace))
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
    const place = locate(origin, error instanceof InvalidLine ? error.line : 1)
    diagnostics.error(`${origin.name} ${error.message}`, place)
    return undefined
  }
}

async function parse(selection: ListSelection, workspace: Workspace): Promise<Node> {
  if ('entries' in selection) return (await import('./list/yaml.ts')).readYaml(selection.entries)
  const extension = extname(selection.entriesFile).toLowerCase()
  switch (extension) {
    case '.yaml':
    case '.yml': {
      const { readYaml } = await import('./list/yaml.ts')
      return readYaml(readTextFile(selection.entriesFile, workspace))
    }
    case '.json':
    case '.jsonc': {
      const { readJson } = await import('./list/json.ts')
      return readJson(readTextFile(selection.entriesFile, workspace), { comments: extension === '.jsonc' })
    }
    default:
      throw new InvalidValue('must end in .yaml, .yml, .json or .jsonc, which tells its format')
  }
}

function checkList(node: Node): MapNode | SequenceNode {
  if ('properties' in node && node.properties.some(({ name }) => name === BACKUP_NAME)) {
    throw new InvalidLine(
      'is a backup, but not as backup wrote it: to restore it, set entries-file to the original JSON file',
      node.line
    )
  }
  if ('properties' in node || 'items' in node) return node
  if ('refused' in node) throw new InvalidLine(node.refused, node.line)
  throw new InvalidLine('must hold a map of keys and values, or a list of entries with key and value', node.line)
}

function makeEntries(list: MapNode | SequenceNode, surroundings: Surroundings, diagnostics: Diagnostics): Entry[] {
  const maker = new EntryMaker(surroundings, diagnostics)
  if ('properties' in list) return Array.from(taken(list.properties), (property) => maker.fromPair(property))
  const entries: Entry[] = []
  let number = 0
  for (const item of taken(list.items)) {
    const entry = maker.fromItem(item, ++number)
    if (entry) entries.push(entry)
  }
  if (maker.withBothTimes > 0) {
    const who = counted(maker.withBothTimes, 'key')
    diagnostics.warning(
      `${surroundings.origin.name} gives both expiration and expiration_ttl for ${who}: expiration_ttl wins, as in the API`
    )
  }
  return entries
}

/** Hands out each item and lets go of it: a large list and its entries need not be in memory at the same time. */
function* taken<T>(items: T[]): Generator<T> {
  for (items.reverse(); items.length > 0;) yield items.pop() as T
}

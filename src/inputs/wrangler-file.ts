import { extname } from 'node:path'
import type { Node } from '../entries/list/node.ts'
import { toJson } from '../entries/list/node.ts'
import { readTextFile } from '../entries/text-file.ts'
import type { Workspace } from '../entries/workspace.ts'
import { InvalidValue } from '../shared/diagnostics.ts'
import { printable, quoted } from '../shared/text.ts'

/** A table of TOML, or an object of JSON. */
export type Table = Readonly<Record<string, unknown>>

/** The way to a value: names of properties and indexes of arrays. */
export type Path = readonly (string | number)[]

/** A configuration file of wrangler. */
export interface WranglerFile {
  /** Relative to the workspace. */
  readonly path: string
  /** Names of the environments that it has. */
  readonly environments: readonly string[]
  readonly isToml: boolean
  readonly top: Table
  /** Returns the line of the property at `path`, counted from 1; undefined when it is not known. */
  lineOf(path: Path): number | undefined
}

// Real ones have some KB.
const MAX_BYTES = 512 * 1024

/**
 * Reads a `wrangler.toml`, `.json` or `.jsonc`.
 *
 * @param path relative to the workspace, or absolute
 * @throws InvalidValue when the file may not be read; with line and column when its syntax is wrong
 */
export async function readWranglerFile(path: string, workspace: Workspace): Promise<WranglerFile> {
  const extension = extname(path).toLowerCase()
  if (!['.toml', '.json', '.jsonc'].includes(extension)) {
    throw new InvalidValue(`must be a wrangler.toml, wrangler.json or wrangler.jsonc, got ${quoted(path)}`)
  }
  const shown = workspace.display(path)
  try {
    const text = readTextFile(path, workspace, MAX_BYTES)
    const content = await (extension === '.toml' ? parseToml(text) : parseJson(text))
    return { path: shown, environments: Object.keys(asTable(content.top['env'])), ...content }
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
    throw new InvalidValue(`${quoted(shown)} ${error.message}`, { cause: error })
  }
}

/** Returns a value as a table: an empty one for everything that is not a table. */
export function asTable(value: unknown): Table {
  return typeof value === 'object' && value !== null ? (value as Table) : {}
}

/** Returns the line of a property as messages have it: ` (line 5)`; empty when it is not known. */
export function at(file: WranglerFile, path: Path): string {
  const line = file.lineOf(path)
  return line === undefined ? '' : ` (line ${line})`
}

type Content = Pick<WranglerFile, 'isToml' | 'top' | 'lineOf'>

async function parseToml(text: string): Promise<Content> {
  const { parse, TomlError } = await import('smol-toml')
  try {
    const top = parse(text, { integersAsBigInt: 'asNeeded' })
    return { isToml: true, top, lineOf: (path) => findTomlLine(text, path) }
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    // The next lines of the message repeat the content of the file.
    const what = (error.message.split('\n')[0] ?? '').replace('Invalid TOML document: ', '').replace(/\.$/, '')
    throw new InvalidValue(`is not valid TOML: ${printable(what)} at line ${error.line}, column ${error.column}`)
  }
}

/** The TOML parser gives no line numbers. If exactly one line begins with the name, that line is meant. */
function findTomlLine(text: string, path: Path): number | undefined {
  const property = path.at(-1)
  const lines = text.split('\n')
  const found = lines.flatMap((line, index) => {
    const [, name] = /^\s*(?:\[\[?\s*)?(?:[\w-]+\s*\.\s*)*["']?([\w-]+)["']?\s*[=\]]/.exec(line) ?? []
    return name === property ? [index + 1] : []
  })
  return found.length === 1 ? found[0] : undefined
}

/** As in wrangler, a `.json` may have comments and trailing commas too. */
async function parseJson(text: string): Promise<Content> {
  const { readJson } = await import('../entries/list/json.ts')
  const node = readJson(text, { comments: true })
  const top = asTable(JSON.parse(toJson(node)))
  return { isToml: false, top, lineOf: (path) => findNodeLine(node, path) }
}

function findNodeLine(root: Node, path: Path): number | undefined {
  let place: { readonly line: number; readonly value: Node } | undefined = { line: root.line, value: root }
  for (const step of path) place = place && childOf(place.value, step)
  return place?.line
}

function childOf(node: Node, step: string | number): { readonly line: number; readonly value: Node } | undefined {
  if ('properties' in node) return node.properties.find(({ name }) => name === step)
  const item = 'items' in node ? node.items[Number(step)] : undefined
  return item && { line: item.line, value: item }
}

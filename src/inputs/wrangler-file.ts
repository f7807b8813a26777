import { extname } from 'node:path'
import { readTextFile } from '../entries/text-file.ts'
import type { Workspace } from '../entries/workspace.ts'
import { InvalidValue } from '../shared/diagnostics.ts'
import { printable, quoted } from '../shared/text.ts'

/** A table of TOML, or an object of JSON. */
export type Table = Readonly<Record<string, unknown>>

/** A configuration file of wrangler. */
export interface WranglerFile {
  /** Relative to the workspace. */
  readonly path: string
  readonly isToml: boolean
  readonly top: Table
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
  const isToml = extension === '.toml'
  try {
    const text = readTextFile(path, workspace, MAX_BYTES)
    return { path: shown, isToml, top: asTable(await (isToml ? parseToml(text) : parseJson(text))) }
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
    throw new InvalidValue(`${quoted(shown)} ${error.message}`, { cause: error })
  }
}

/** Returns a value as a table: an empty one for everything that is not a table. */
export function asTable(value: unknown): Table {
  return typeof value === 'object' && value !== null ? (value as Table) : {}
}

async function parseToml(text: string): Promise<unknown> {
  const { parse, TomlError } = await import('smol-toml')
  try {
    return parse(text, { integersAsBigInt: 'asNeeded' })
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    // The next lines of the message repeat the content of the file.
    const what = (error.message.split('\n')[0] ?? '').replace('Invalid TOML document: ', '').replace(/\.$/, '')
    throw new InvalidValue(`is not valid TOML: ${printable(what)} at line ${error.line}, column ${error.column}`)
  }
}

/** As in wrangler, a `.json` may have comments and trailing commas too. */
async function parseJson(text: string): Promise<unknown> {
  const [{ readJson }, { toJson }] = await Promise.all([
    import('../entries/list/json.ts'),
    import('../entries/list/node.ts')
  ])
  return JSON.parse(toJson(readJson(text, { comments: true })))
}

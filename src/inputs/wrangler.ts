import { extname } from 'node:path'
import * as core from '@actions/core'
import { readTextFile } from '../entries/text-file.ts'
import type { Workspace } from '../entries/workspace.ts'
import { type NamespaceName, parseNamespaceId } from '../kv/target.ts'
import { type Diagnostics, InvalidValue } from '../shared/diagnostics.ts'
import { listed, misspelled } from '../shared/similar.ts'
import { printable, quoted } from '../shared/text.ts'
import { environment } from './reader.ts'

/** A table of TOML, or an object of JSON. */
type Table = Readonly<Record<string, unknown>>

/** A configuration file of wrangler. */
interface WranglerFile {
  /** Relative to the workspace. */
  readonly path: string
  readonly top: Table
}

/**
 * Returns the environment of `wrangler-config` that the input chooses, or as in wrangler, `CLOUDFLARE_ENV`; empty when none
 * is chosen. `source` is the input or the variable.
 */
export function chosenEnvironment(): { readonly name: string; readonly source: string } {
  const name = core.getInput('wrangler-environment')
  const variable = core.getInput('wrangler-config') ? environment('CLOUDFLARE_ENV') : ''
  if (name || !variable) return { name, source: 'wrangler-environment' }
  return { name: variable, source: 'environment variable CLOUDFLARE_ENV' }
}

/**
 * Reads the file that `wrangler-config` names. Returns `config: undefined` when the input is empty. Returns undefined
 * when the file is invalid, since its settings are unknown then.
 */
export async function readWrangler(
  diagnostics: Diagnostics,
  workspace: Workspace
): Promise<{ readonly config: WranglerConfig | undefined } | undefined> {
  const path = core.getInput('wrangler-config')
  const { name, source } = chosenEnvironment()
  if (!path && name) diagnostics.error('wrangler-environment needs wrangler-config: give the file that has it')
  if (!path) return name ? undefined : { config: undefined }
  const file = await diagnostics.attemptAsync('wrangler-config', () => readWranglerFile(path, workspace))
  if (file && !name) warnOfEnvironments(file, diagnostics)
  const config = file && diagnostics.attempt(source, () => new WranglerConfig(file, name))
  return config && { config }
}

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
    const text = readTextFile(path, workspace)
    return { path: shown, top: asTable(extension === '.toml' ? await parseToml(text) : await parseJson(text)) }
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
    throw new InvalidValue(`${quoted(shown)} ${error.message}`, { cause: error })
  }
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
  const { compactJson } = await import('../entries/list/json.ts')
  return JSON.parse(compactJson(text, true))
}

/** Warns as wrangler does: using the top level is right for some files, and a mistake for others. */
function warnOfEnvironments({ path, top }: WranglerFile, diagnostics: Diagnostics): void {
  const environments = Object.keys(asTable(top['env']))
  if (environments.length === 0) return
  diagnostics.warning(
    `wrangler-config ${quoted(path)} has environments (${listed(environments)}) and none was chosen, so its top level is used; to choose one, set wrangler-environment or the environment variable CLOUDFLARE_ENV`
  )
}

const REMEDY = 'write the ID of the namespace as id, or leave wrangler-config out and give namespace its ID or title'

/**
 * What a configuration of wrangler says about where to write, at its top level or in one environment:
 * https://developers.cloudflare.com/workers/wrangler/configuration/
 */
export class WranglerConfig {
  readonly #file: WranglerFile
  readonly #environment: string
  /** The top level, or the table of the environment. */
  readonly #table: Table

  /**
   * @param environment name of one, or empty for the top level
   * @throws InvalidValue when the file has no such environment, naming those that it has
   */
  constructor(file: WranglerFile, environment: string) {
    const environments = asTable(file.top['env'])
    const hasEnvironment = Object.hasOwn(environments, environment)
    // A build such as the Vite plugin's writes a file with one environment as its top level.
    const isTop = !environment || (!hasEnvironment && file.top['targetEnvironment'] === environment)
    if (!isTop && !hasEnvironment) throw noEnvironment(environment, Object.keys(environments))
    this.#file = file
    this.#environment = isTop ? '' : environment
    this.#table = isTop ? file.top : asTable(environments[environment])
  }

  /** Path of the file, relative to the workspace. */
  get path(): string {
    return this.#file.path
  }

  /** The account ID; empty when there is none. Environments inherit that of the top level. */
  get accountId(): string {
    return textOf(this.#table['account_id'] ?? this.#file.top['account_id'])
  }

  /**
   * Returns the namespace behind a binding: its ID, or for a binding without one, the title that wrangler gives the
   * namespace when it deploys the Worker. Environments do not inherit bindings from the top level.
   *
   * @throws InvalidValue when there is no such binding; when it occurs twice; and when its ID is not 32 hex digits
   */
  namespace(binding: string): NamespaceName {
    const bindings = bindingsOf(this.#table)
    const found = bindings.filter((item) => item['binding'] === binding)
    const [first] = found
    if (!first) throw new InvalidValue(this.#explainMissing(binding, bindings))
    if (found.length > 1) throw new InvalidValue(`${quoted(binding)} occurs ${found.length} times in ${this.#place()}`)
    const place = `${quoted(binding)} in ${this.#place()}`
    if (first['id'] === undefined) {
      const worker = this.#workerName()
      if (worker && !('preview_id' in first))
        return { title: `${worker}-${binding.toLowerCase().replaceAll('_', '-')}`, binding }
      throw new InvalidValue(
        `${place} has no id, and wrangler makes a title only from the "name" of the Worker and without a preview_id: ${REMEDY}`
      )
    }
    const text = textOf(first['id'])
    const id = parseNamespaceId(text)
    if (id) return { id }
    throw new InvalidValue(`${place} has the id ${quoted(text)}, which is not 32 hex digits: ${REMEDY}`)
  }

  /** The name under which wrangler deploys the Worker; empty when there is none. */
  #workerName(): string {
    const own = textOf(this.#table['name'])
    const top = textOf(this.#file.top['name'])
    return own || (top && `${top}-${this.#environment}`)
  }

  #explainMissing(binding: string, bindings: readonly Table[]): string {
    const names = bindings.map((item) => textOf(item['binding']))
    const swallowed = findSwallowed(this.#file.top)
    const remedy = 'move it to the top level of the file or of its environment (in TOML, above the first [table])'
    const hint = swallowed === undefined ? '' : `; kv_namespaces belongs to ${swallowed}: ${remedy}`
    return `must be a binding: ${this.#place()} has ${listed(names) || 'none'}; got ${quoted(binding)}${hint}`
  }

  #place(): string {
    const level = this.#environment && `the environment ${quoted(this.#environment)} of `
    return `kv_namespaces of ${level}${quoted(this.path)}`
  }
}

function noEnvironment(name: string, names: readonly string[]): InvalidValue {
  const likely = misspelled(name, names)
  const advice = likely === undefined ? '' : `; did you mean ${quoted(likely)}?`
  const has = listed(names) || 'none'
  return new InvalidValue(`must be an environment of wrangler-config, which has ${has}; got ${quoted(name)}${advice}`)
}

/** Returns the items of `kv_namespaces` that have a name; none when it has another form. */
function bindingsOf(table: Table): Table[] {
  const items: unknown[] = Array.isArray(table['kv_namespaces']) ? table['kv_namespaces'] : []
  return items.map(asTable).filter((item) => typeof item['binding'] === 'string')
}

/**
 * Returns the table that has taken the `kv_namespaces` of a level, as TOML names it: `[vars]`, `[env.staging.vars]`. In
 * TOML, keys belong to the table above them (https://github.com/cloudflare/workers-sdk/issues/2294).
 */
function findSwallowed(top: Table): string | undefined {
  const environments = Object.entries(asTable(top['env'])).map(([name, level]) => [`env.${name}.`, level] as const)
  for (const [prefix, level] of [['', top] as const, ...environments]) {
    for (const [name, value] of Object.entries(asTable(level))) {
      const table: unknown = Array.isArray(value) ? value.at(-1) : value
      if ('kv_namespaces' in asTable(table)) return Array.isArray(value) ? `[[${prefix}${name}]]` : `[${prefix}${name}]`
    }
  }
  return undefined
}

/** Returns a text or a number as text; empty for everything else. */
function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : ''
}

/** Returns a value as a table: an empty one for everything that is not a table. */
function asTable(value: unknown): Table {
  return typeof value === 'object' && value !== null ? (value as Table) : {}
}

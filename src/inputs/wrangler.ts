import { extname } from 'node:path'
import { InvalidValue } from '../shared/diagnostics.ts'
import { toJson } from '../entries/list/node.ts'
import { readTextFile } from '../entries/text-file.ts'
import type { Workspace } from '../entries/workspace.ts'
import { closest, listed } from '../shared/similar.ts'
import { parseNamespaceId } from '../kv/target.ts'
import { printable, quoted } from '../shared/text.ts'

type Table = Readonly<Record<string, unknown>>

/**
 * What a configuration of wrangler says of where to write, at its top level or in one of its environments:
 * https://developers.cloudflare.com/workers/wrangler/configuration/
 */
export class WranglerConfig {
  readonly #top: Table
  readonly #environment: string
  readonly #level: Table

  /**
   * @param environment name of one, or empty for the top level
   * @throws InvalidValue when there is no such environment, naming those that are
   */
  constructor(top: Table, environment: string) {
    this.#top = top
    this.#environment = environment
    this.#level = environment ? findEnvironment(top, environment) : top
  }

  /** The account ID, empty when there is none. That of the top level goes for environments without one, too. */
  get accountId(): string {
    const id = this.#level['account_id'] ?? this.#top['account_id']
    return typeof id === 'string' ? id : ''
  }

  /**
   * Returns the ID of the namespace behind a binding. Bindings of the top level do not go for environments.
   *
   * @throws InvalidValue when there is no such binding, naming those that are, or when it has no ID
   */
  namespaceId(binding: string): string {
    const found = bindingsOf(this.#level).find(({ name }) => name === binding)
    if (!found) throw new InvalidValue(this.#explainMissing(binding))
    const { id } = found
    const namespaceId = typeof id === 'string' ? parseNamespaceId(id) : undefined
    if (namespaceId) return namespaceId
    const state = typeof id === 'string' && id ? `the id ${quoted(id)}, which is not 32 hex digits,` : 'no id'
    throw new InvalidValue(
      `${quoted(binding)} has ${state} in wrangler-config: put the ID of the namespace there, or leave wrangler-config out and give its ID or title`
    )
  }

  #explainMissing(binding: string): string {
    const where = this.#environment
      ? `the environment ${quoted(this.#environment)} of wrangler-config`
      : 'wrangler-config'
    const names = bindingsOf(this.#level).map(({ name }) => name)
    const others = names.length > 0 ? `has ${listed(closest(binding, names, names.length))}` : 'has none'
    const isAbove = bindingsOf(this.#top).some(({ name }) => name === binding)
    const hint = isAbove ? '; what kv_namespaces of the top level has does not go for environments' : ''
    return `must be a binding in kv_namespaces: ${where} ${others}${hint}; got ${quoted(binding)}`
  }
}

/**
 * Reads a `wrangler.toml`, `.json` or `.jsonc`.
 *
 * @param path relative to the workspace, or absolute
 * @throws InvalidValue when the file may not be read, with line and column when it is not what its extension says
 */
export async function readWranglerFile(path: string, workspace: Workspace): Promise<Table> {
  const extension = extname(path).toLowerCase()
  if (!['.toml', '.json', '.jsonc'].includes(extension)) {
    throw new InvalidValue(`must be a wrangler.toml, wrangler.json or wrangler.jsonc, got ${quoted(path)}`)
  }
  try {
    const text = readTextFile(path, workspace)
    return asTable(await (extension === '.toml' ? parseToml(text) : parseJson(text)))
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
    throw new InvalidValue(`${quoted(workspace.display(path))} ${error.message}`)
  }
}

async function parseToml(text: string): Promise<unknown> {
  const { parse, TomlError } = await import('smol-toml')
  try {
    return parse(text, { integersAsBigInt: 'asNeeded' })
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    // The lines after the first repeat what the file holds.
    const what = (error.message.split('\n')[0] ?? '').replace('Invalid TOML document: ', '').replace(/\.$/, '')
    throw new InvalidValue(`is not valid TOML: ${printable(what)} at line ${error.line}, column ${error.column}`)
  }
}

/** Wrangler takes comments and trailing commas in a `.json` as well. */
async function parseJson(text: string): Promise<unknown> {
  const { readJson } = await import('../entries/list/json.ts')
  return JSON.parse(toJson(readJson(text, { comments: true })))
}

function findEnvironment(top: Table, environment: string): Table {
  const environments = asTable(top['env'])
  if (Object.hasOwn(environments, environment)) return asTable(environments[environment])
  const names = Object.keys(environments)
  const others = names.length > 0 ? `has ${listed(closest(environment, names, names.length))}` : 'has none'
  throw new InvalidValue(`must be an environment of wrangler-config, which ${others}; got ${quoted(environment)}`)
}

function bindingsOf(level: Table): { readonly name: string; readonly id: unknown }[] {
  const bindings = level['kv_namespaces']
  if (!Array.isArray(bindings)) return []
  return bindings
    .map(asTable)
    .flatMap(({ binding, id }) => (typeof binding === 'string' ? [{ name: binding, id }] : []))
}

function asTable(value: unknown): Table {
  return typeof value === 'object' && value !== null ? (value as Table) : {}
}

import * as core from '@actions/core'
import type { Workspace } from '../entries/workspace.ts'
import { type NamespaceName, parseNamespaceId } from '../kv/target.ts'
import { type Diagnostics, InvalidValue } from '../shared/diagnostics.ts'
import { closest, listed, misspelled } from '../shared/similar.ts'
import { quoted } from '../shared/text.ts'
import { environment } from './reader.ts'
import { asTable, readWranglerFile, type Table, type WranglerFile } from './wrangler-file.ts'

/** An environment of `wrangler-config`. */
interface ChosenEnvironment {
  /** Empty when none was chosen. */
  readonly name: string
  /** As messages begin: the input, or the environment variable. */
  readonly source: string
}

/** Returns the environment of `wrangler-config` that the input chooses, or as in wrangler, `CLOUDFLARE_ENV`. */
export function chosenEnvironment(): ChosenEnvironment {
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
    const { top } = file
    // A build such as the Vite plugin's writes a file with one environment as its top level.
    const isTop = !environment || (!hasEnvironment(top, environment) && top['targetEnvironment'] === environment)
    this.#file = file
    this.#environment = isTop ? '' : environment
    this.#table = isTop ? top : tableOf(top, environment)
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
    if (first['id'] === undefined) return { title: this.#title(binding, first), binding }
    const id = parseNamespaceId(textOf(first['id']))
    if (id) return { id }
    throw new InvalidValue(
      `${quoted(binding)} in ${this.#place()} has the id ${quoted(textOf(first['id']))}, which is not 32 hex digits: ${REMEDY}`
    )
  }

  #title(binding: string, item: Table): string {
    const name = `${quoted(binding)} in ${this.#place()}`
    if ('preview_id' in item) {
      throw new InvalidValue(`${name} has only a preview_id, which wrangler uses for development, and no id: ${REMEDY}`)
    }
    const worker = this.#workerName()
    if (worker) return `${worker}-${binding.toLowerCase().replaceAll('_', '-')}`
    throw new InvalidValue(
      `${name} has no id, and the file has no "name" of a Worker, from which wrangler makes the title: ${REMEDY}`
    )
  }

  /** The name under which wrangler deploys the Worker; empty when there is none. */
  #workerName(): string {
    const own = textOf(this.#table['name'])
    const top = textOf(this.#file.top['name'])
    return own || (top && `${top}-${this.#environment}`)
  }

  #explainMissing(binding: string, bindings: readonly Table[]): string {
    const names = bindings.map((item) => textOf(item['binding']))
    const others = names.length > 0 ? `has ${listed(closest(binding, names, names.length))}` : 'has none'
    const swallowed = findSwallowed(this.#file.top)
    const remedy = this.#file.isToml
      ? 'move it above the first [table], or write [[kv_namespaces]]'
      : 'move it to the top level of the file, or of its environment'
    const hint = swallowed === undefined ? '' : `; kv_namespaces belongs to ${swallowed}: ${remedy}`
    return `must be a binding: ${this.#place()} ${others}; got ${quoted(binding)}${hint}`
  }

  #place(): string {
    const level = this.#environment && `the environment ${quoted(this.#environment)} of `
    return `kv_namespaces of ${level}${quoted(this.path)}`
  }
}

function tableOf(top: Table, environment: string): Table {
  const environments = asTable(top['env'])
  if (Object.hasOwn(environments, environment)) return asTable(environments[environment])
  const names = Object.keys(environments)
  const likely = misspelled(environment, names)
  const advice = likely === undefined ? '' : `; did you mean ${quoted(likely)}?`
  const others = names.length > 0 ? `has ${listed(closest(environment, names, names.length))}` : 'has none'
  throw new InvalidValue(
    `must be an environment of wrangler-config, which ${others}; got ${quoted(environment)}${advice}`
  )
}

function hasEnvironment(top: Table, environment: string): boolean {
  return Object.hasOwn(asTable(top['env']), environment)
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
  const environments = Object.entries(asTable(top['env']))
  const levels: (readonly [prefix: string, level: Table])[] = [
    ['', top],
    ...environments.map(([name, level]) => [`env.${name}.`, asTable(level)] as const)
  ]
  for (const [prefix, level] of levels) {
    for (const [name, value] of Object.entries(level)) {
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

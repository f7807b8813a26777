import { type NamespaceName, parseNamespaceId } from '../kv/target.ts'
import { InvalidValue } from '../shared/diagnostics.ts'
import { closest, listed } from '../shared/similar.ts'
import { quoted } from '../shared/text.ts'
import { asTable, type Table, type WranglerFile } from './wrangler-file.ts'

/**
 * What a configuration of wrangler says about where to write, at its top level or in one environment:
 * https://developers.cloudflare.com/workers/wrangler/configuration/
 */
export class WranglerConfig {
  readonly #file: WranglerFile
  readonly #environment: string
  readonly #level: Table

  /**
   * @param environment name of one, or empty for the top level
   * @throws InvalidValue when the file has no such environment, naming those that it has
   */
  constructor(file: WranglerFile, environment: string) {
    this.#file = file
    this.#environment = environment
    this.#level = environment ? findEnvironment(file, environment) : file.top
  }

  /** Path of the file, relative to the workspace. */
  get path(): string {
    return this.#file.path
  }

  /** The account ID; empty when there is none. Environments inherit that of the top level. */
  get accountId(): string {
    const id = this.#level['account_id'] ?? this.#file.top['account_id']
    return typeof id === 'string' ? id : ''
  }

  /**
   * Returns the namespace behind a binding. Environments do not inherit bindings from the top level.
   *
   * @throws InvalidValue when there is no such binding, naming those that there are, when it occurs twice, and when it
   *   has no ID
   */
  namespace(binding: string): NamespaceName {
    const found = bindingsOf(this.#level).filter(({ name }) => name === binding)
    const [first] = found
    if (!first) throw new InvalidValue(this.#explainMissing(binding))
    if (found.length > 1) throw new InvalidValue(this.#explainDuplicate(binding, found))
    const { id } = first
    const namespaceId = typeof id === 'string' ? parseNamespaceId(id) : undefined
    if (namespaceId) return { id: namespaceId }
    const state = typeof id === 'string' && id ? `the id ${quoted(id)}, which is not 32 hex digits,` : 'no id'
    throw new InvalidValue(
      `${quoted(binding)} has ${state} in wrangler-config: put the ID of the namespace there, or leave wrangler-config out and give its ID or title`
    )
  }

  #explainDuplicate(binding: string, found: readonly Binding[]): string {
    const ids = found.map(({ id }) => (typeof id === 'string' ? quoted(id) : 'none'))
    const level = this.#environment ? `environment ${quoted(this.#environment)} of ` : ''
    const hint = this.#file.isToml
      ? '. For the binding of an environment, write [[env.NAME.kv_namespaces]] in place of [[kv_namespaces]]'
      : ''
    return `${quoted(binding)} occurs ${found.length} times in kv_namespaces of ${level}${quoted(this.#file.path)}, with the IDs ${ids.join(', ')}: keep one${hint}`
  }

  #explainMissing(binding: string): string {
    const where = this.#environment
      ? `the environment ${quoted(this.#environment)} of wrangler-config`
      : 'wrangler-config'
    const names = bindingsOf(this.#level).map(({ name }) => name)
    const others = names.length > 0 ? `has ${listed(closest(binding, names, names.length))}` : 'has none'
    const isAbove = bindingsOf(this.#file.top).some(({ name }) => name === binding)
    const hint = isAbove ? '; environments do not inherit kv_namespaces from the top level' : ''
    return `must be a binding in kv_namespaces: ${where} ${others}${hint}; got ${quoted(binding)}`
  }
}

function findEnvironment(file: WranglerFile, environment: string): Table {
  const environments = asTable(file.top['env'])
  if (Object.hasOwn(environments, environment)) return asTable(environments[environment])
  // A build such as the Vite plugin's writes a file with one environment as its top level.
  if (file.top['targetEnvironment'] === environment) return file.top
  const names = file.environments
  const others = names.length > 0 ? `has ${listed(closest(environment, names, names.length))}` : 'has none'
  throw new InvalidValue(`must be an environment of wrangler-config, which ${others}; got ${quoted(environment)}`)
}

interface Binding {
  readonly name: string
  readonly id: unknown
}

function bindingsOf(level: Table): Binding[] {
  const bindings = level['kv_namespaces']
  if (!Array.isArray(bindings)) return []
  return bindings
    .map(asTable)
    .flatMap(({ binding, id }) => (typeof binding === 'string' ? [{ name: binding, id }] : []))
}

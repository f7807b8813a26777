import { type NamespaceName, parseNamespaceId } from '../kv/target.ts'
import { InvalidValue } from '../shared/diagnostics.ts'
import { closest, listed, misspelled } from '../shared/similar.ts'
import { quoted } from '../shared/text.ts'
import { type Binding, bindingsOf, explainMissing, type Level } from './wrangler-bindings.ts'
import { asTable, at, type WranglerFile } from './wrangler-file.ts'

/**
 * What a configuration of wrangler says about where to write, at its top level or in one environment:
 * https://developers.cloudflare.com/workers/wrangler/configuration/
 */
export class WranglerConfig {
  readonly #file: WranglerFile
  readonly #level: Level

  /**
   * @param environment name of one, or empty for the top level
   * @throws InvalidValue when the file has no such environment, naming those that it has
   */
  constructor(file: WranglerFile, environment: string) {
    this.#file = file
    this.#level = environment ? findEnvironment(file, environment) : { environment, table: file.top, path: [] }
  }

  /** Path of the file, relative to the workspace. */
  get path(): string {
    return this.#file.path
  }

  /**
   * The account ID; empty when there is none. Environments inherit that of the top level.
   *
   * @throws InvalidValue when it is not text
   */
  get accountId(): string {
    const id = this.#level.table['account_id'] ?? this.#file.top['account_id'] ?? ''
    if (typeof id === 'string') return id
    throw new InvalidValue('must be text: put it in quotes')
  }

  /**
   * Returns the namespace behind a binding: its ID, or for a binding without one, the title that wrangler gives the
   * namespace when it deploys the Worker. Environments do not inherit bindings from the top level.
   *
   * @throws InvalidValue when there is no such binding, saying where it is instead; when it occurs twice; and when its ID
   *   is not 32 hex digits
   */
  namespace(binding: string): NamespaceName {
    const found = bindingsOf(this.#level.table).filter(({ name }) => name === binding)
    const [first] = found
    if (!first) throw new InvalidValue(explainMissing(binding, this.#level, this.#file))
    if (found.length > 1) throw new InvalidValue(this.#explainDuplicate(binding, found))
    const { id } = first.item
    if (id === undefined) return { title: this.#title(first), binding }
    const namespaceId = typeof id === 'string' ? parseNamespaceId(id) : undefined
    if (namespaceId) return { id: namespaceId }
    const is = typeof id === 'string' ? `the id ${quoted(id)}, which is not 32 hex digits` : describeWrongId(id)
    throw new InvalidValue(`${this.#place(first, 'id')} has ${is}: ${REMEDY}`)
  }

  #title(found: Binding): string {
    if ('preview_id' in found.item) {
      throw new InvalidValue(
        `${this.#place(found, 'preview_id')} has only a preview_id, which wrangler uses for development, and no id: ${REMEDY}`
      )
    }
    const worker = this.#workerName()
    if (worker) return `${worker}-${found.name.toLowerCase().replaceAll('_', '-')}`
    throw new InvalidValue(
      `${this.#place(found, 'binding')} has no id, and the file has no "name" of a Worker, from which wrangler makes the title: ${REMEDY}`
    )
  }

  /** The name under which wrangler deploys the Worker; empty when there is none. */
  #workerName(): string {
    const own = this.#level.table['name']
    if (typeof own === 'string' && own) return own
    const name = this.#file.top['name']
    if (typeof name !== 'string' || !name) return ''
    return this.#level.environment ? `${name}-${this.#level.environment}` : name
  }

  #explainDuplicate(binding: string, found: readonly Binding[]): string {
    const ids = found.map(({ item, index }) => {
      const id = typeof item['id'] === 'string' ? quoted(item['id']) : 'none'
      return `${id}${at(this.#file, [...this.#level.path, 'kv_namespaces', index])}`
    })
    const { environment } = this.#level
    const level = environment ? `environment ${quoted(environment)} of ` : ''
    const hint = this.#file.isToml
      ? '. For the binding of an environment, write [[env.NAME.kv_namespaces]] in place of [[kv_namespaces]]'
      : ''
    return `${quoted(binding)} occurs ${found.length} times in kv_namespaces of ${level}${quoted(this.path)}, with the IDs ${ids.join(', ')}: keep one${hint}`
  }

  #place({ name, index }: Binding, property: string): string {
    const line = at(this.#file, [...this.#level.path, 'kv_namespaces', index, property])
    return `${quoted(name)} in ${quoted(this.path)}${line}`
  }
}

const REMEDY = 'write the ID of the namespace as id, or leave wrangler-config out and give namespace its ID or title'

function describeWrongId(id: unknown): string {
  const isNumber = typeof id === 'number' || typeof id === 'bigint'
  return isNumber ? 'an id that is a number, which must be in quotes' : 'an id that is not text'
}

function findEnvironment(file: WranglerFile, environment: string): Level {
  const environments = asTable(file.top['env'])
  if (Object.hasOwn(environments, environment)) {
    return { environment, table: asTable(environments[environment]), path: ['env', environment] }
  }
  // A build such as the Vite plugin's writes a file with one environment as its top level.
  if (file.top['targetEnvironment'] === environment) return { environment: '', table: file.top, path: [] }
  const names = file.environments
  const likely = misspelled(environment, names)
  const advice = likely === undefined ? '' : `; did you mean ${quoted(likely)}?`
  const others = names.length > 0 ? `has ${listed(closest(environment, names, names.length))}` : 'has none'
  throw new InvalidValue(
    `must be an environment of wrangler-config, which ${others}; got ${quoted(environment)}${advice}`
  )
}

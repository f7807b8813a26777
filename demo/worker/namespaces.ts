// The namespaces of the account. Runs inside workerd, after its types are stripped.
import type { KVNamespace } from '@cloudflare/workers-types'
import { answer, ApiFault } from './answers.ts'

/** A namespace, as the API lists it. */
export interface NamespaceRow {
  readonly id: string
  readonly title: string
}

/**
 * The list of namespaces, kept in a separate KV namespace. Bindings cannot be made while the worker runs, so each new
 * namespace takes a spare one.
 */
export class Namespaces {
  readonly #registry: KVNamespace
  readonly #initial: readonly NamespaceRow[]
  readonly #spareIds: readonly string[]

  constructor(
    registry: KVNamespace,
    { namespaces, spareIds }: { readonly namespaces: readonly NamespaceRow[]; readonly spareIds: readonly string[] }
  ) {
    this.#registry = registry
    this.#initial = namespaces
    this.#spareIds = spareIds
  }

  async find(id: string): Promise<NamespaceRow> {
    if (!/^[0-9a-f]{32}$/.test(id)) throw new ApiFault(400, 10011, "could not parse UUID from request's namespace_id")
    const found = (await this.#all()).find((namespace) => namespace.id === id)
    if (!found) throw new ApiFault(404, 10013, 'namespace not found')
    return found
  }

  async list(query: URLSearchParams): Promise<Response> {
    const page = Number(query.get('page') ?? 1)
    const perPage = Number(query.get('per_page') ?? 20)
    const order = query.get('order') === 'title' ? 'title' : 'id'
    const sorted = (await this.#all()).toSorted((a, b) => (a[order] < b[order] ? -1 : 1))
    const ordered = query.get('direction') === 'desc' ? sorted.reverse() : sorted
    const result = ordered.slice((page - 1) * perPage, page * perPage)
    return answer(
      result.map((namespace) => ({ ...namespace, supports_url_encoding: true })),
      { page, per_page: perPage, count: result.length, total_count: ordered.length }
    )
  }

  async create(title: string): Promise<NamespaceRow> {
    const all = await this.#all()
    checkUnused(title, all)
    const id = this.#spareIds.find((spare) => !all.some((namespace) => namespace.id === spare))
    if (id === undefined) throw new ApiFault(400, 10026, 'the local KV cannot create another namespace')
    await this.#store([...all, { id, title }])
    return { id, title }
  }

  async rename({ id }: NamespaceRow, title: string): Promise<NamespaceRow> {
    const others = (await this.#all()).filter((namespace) => namespace.id !== id)
    checkUnused(title, others)
    await this.#store([...others, { id, title }])
    return { id, title }
  }

  /** Removes a namespace with everything in it. */
  async remove({ id }: NamespaceRow, kv: KVNamespace): Promise<void> {
    await this.#store((await this.#all()).filter((namespace) => namespace.id !== id))
    for (let keys = (await kv.list()).keys; keys.length > 0; keys = (await kv.list()).keys) {
      for (const { name } of keys) await kv.delete(name)
    }
  }

  async #all(): Promise<readonly NamespaceRow[]> {
    const stored = await this.#registry.get<readonly NamespaceRow[]>('namespaces', 'json')
    return stored ?? this.#initial
  }

  #store(namespaces: readonly NamespaceRow[]): Promise<void> {
    return this.#registry.put('namespaces', JSON.stringify(namespaces))
  }
}

function checkUnused(title: string, namespaces: readonly NamespaceRow[]): void {
  if (!namespaces.some((namespace) => namespace.title === title)) return
  throw new ApiFault(400, 10014, 'a namespace with this account ID and title already exists')
}

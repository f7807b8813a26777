import { InvalidValue } from '../shared/diagnostics.ts'
import { closest, listed } from '../shared/similar.ts'
import { formatCount, quoted } from '../shared/text.ts'
import { UnexpectedAnswer } from './api-failure.ts'
import type { Envelope } from './envelope.ts'
import { type NamespaceInfo, parseNamespaceInfo } from './target.ts'
import { encodeSegment, type Transport } from './transport.ts'

// The largest page of the API: https://developers.cloudflare.com/api/resources/kv/subresources/namespaces/
const PER_PAGE = 1000

// An account has at most 1,000 namespaces: https://developers.cloudflare.com/kv/platform/limits/
const MAX_PAGES = 100

const MAX_NAMES = 5

/** An account and its namespaces. */
export class Account {
  readonly #transport: Transport
  readonly #path: string

  /** @param id of the account */
  constructor(transport: Transport, id: string) {
    this.#transport = transport
    this.#path = `/accounts/${encodeSegment(id)}/storage/kv/namespaces`
  }

  /**
   * Returns the namespace with this title. Reads every page of the account's namespaces, since two of them may have it.
   *
   * @param binding name of a binding without an ID, for which wrangler creates a namespace with this title
   * @throws InvalidValue when no namespace has this title, naming the closest titles, or when several have it
   * @throws UnexpectedAnswer when a response is not a listing of namespaces, and what `Retry.run` throws
   */
  async findNamespace(title: string, binding?: string): Promise<NamespaceInfo> {
    const namespaces = [...(await this.#namespaces()).values()]
    const found = namespaces.filter((namespace) => namespace.title === title)
    const [first] = found
    if (first === undefined && binding !== undefined) throw new InvalidValue(describeUndeployed(title, binding))
    if (first === undefined) {
      const titles = namespaces.map((namespace) => namespace.title)
      throw new InvalidValue(
        `${quoted(title)} is neither an ID (32 hex digits) nor a title: ${describe(title, titles)}`
      )
    }
    if (found.length > 1) {
      const ids = found.slice(0, MAX_NAMES).map(({ id }) => quoted(id))
      throw new InvalidValue(
        `${quoted(title)} is the title of ${formatCount(found.length)} namespaces: give the ID of one, ${ids.join(' or ')}`
      )
    }
    return first
  }

  /** All namespaces by their IDs. */
  async #namespaces(): Promise<Map<string, NamespaceInfo>> {
    const namespaces = new Map<string, NamespaceInfo>()
    for (let page = 1, known = -1; namespaces.size > known; page++) {
      known = namespaces.size
      const { result, resultInfo } = await this.#page(page)
      for (const namespace of parseNamespaces(result)) namespaces.set(namespace.id, namespace)
      // A page may be shorter than requested. Without a total, only a page without new namespaces is surely the last.
      if (namespaces.size >= totalOf(resultInfo)) break
      if (page === MAX_PAGES) throw unexpected()
    }
    return namespaces
  }

  #page(page: number): Promise<Envelope> {
    const path = `${this.#path}?page=${page}&per_page=${PER_PAGE}&order=id&direction=asc`
    return this.#transport.retry.run(() => this.#transport.send({ method: 'GET', path }))
  }
}

function parseNamespaces(result: unknown): NamespaceInfo[] {
  if (!Array.isArray(result) || result.length > PER_PAGE) throw unexpected()
  return (result as unknown[]).map((item) => {
    const namespace = parseNamespaceInfo(item)
    if (!namespace) throw unexpected()
    return namespace
  })
}

function unexpected(): UnexpectedAnswer {
  return new UnexpectedAnswer('the API answered a listing of namespaces with an unexpected response')
}

function totalOf(resultInfo: unknown): number {
  const { total_count: total } = (resultInfo ?? {}) as { total_count?: unknown }
  return typeof total === 'number' ? total : Infinity
}

function describeUndeployed(title: string, binding: string): string {
  return `${quoted(binding)} has no id in wrangler-config, and this account has no namespace with the title ${quoted(title)}, which wrangler creates for it: deploy the Worker first, or write the ID of a namespace as id`
}

function describe(title: string, titles: readonly string[]): string {
  if (titles.length === 0) return 'this account has no namespaces; check account-id, and what the token has access to'
  const names = closest(title, titles, MAX_NAMES)
  if (titles.length <= MAX_NAMES) return `the namespaces of this account are ${listed(names)}`
  return `of the ${formatCount(titles.length)} namespaces of this account the closest are ${listed(names)}`
}

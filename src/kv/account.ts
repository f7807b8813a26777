import { InvalidValue } from '../shared/diagnostics.ts'
import { closest, listed } from '../shared/similar.ts'
import { formatCount, quoted } from '../shared/text.ts'
import { ApiFailure } from './api-failure.ts'
import { assumeNamespace, type NamespaceInfo, parseNamespaceInfo } from './target.ts'
import { encodeSegment, type Transport } from './transport.ts'

// The largest page of the API: https://developers.cloudflare.com/api/resources/kv/subresources/namespaces/
const PER_PAGE = 1000

const MAX_NAMES = 5

/**
 * Returns the namespace of an account with this title. Reads every page of the account's namespaces, since two of them may
 * have it.
 *
 * @param binding name of a binding without an ID, for which wrangler creates a namespace with this title
 * @throws InvalidValue when no namespace has this title, naming the closest titles, or when several have it
 * @throws ApiFailure when a response is not a listing of namespaces, and what `Retry.run` throws
 */
export async function findNamespaceByTitle(
  transport: Transport,
  accountId: string,
  title: string,
  binding?: string
): Promise<NamespaceInfo> {
  const namespaces = await listNamespaces(transport, accountId)
  const [first, ...others] = namespaces.filter((namespace) => namespace.title === title)
  if (first === undefined) {
    const titles = namespaces.map((namespace) => namespace.title)
    throw new InvalidValue(binding === undefined ? describeUnknown(title, titles) : describeUndeployed(title, binding))
  }
  if (others.length === 0) return first
  const ids = [first, ...others].slice(0, MAX_NAMES).map(({ id }) => quoted(id))
  throw new InvalidValue(
    `${quoted(title)} is the title of ${formatCount(others.length + 1)} namespaces: give the ID of one, ${ids.join(' or ')}`
  )
}

async function listNamespaces(transport: Transport, accountId: string): Promise<NamespaceInfo[]> {
  const path = `/accounts/${encodeSegment(accountId)}/storage/kv/namespaces`
  const namespaces = new Map<string, NamespaceInfo>()
  let [known, total] = [-1, Infinity]
  // A page may be shorter than requested. Without a total, only a page without new namespaces is surely the last.
  for (let page = 1; namespaces.size > known && namespaces.size < total; page++) {
    known = namespaces.size
    const request = { method: 'GET', path: `${path}?page=${page}&per_page=${PER_PAGE}&order=id&direction=asc` } as const
    const { result, resultInfo } = await transport.retry.run(() => transport.send(request))
    for (const namespace of parseNamespaces(result)) namespaces.set(namespace.id, namespace)
    total = totalOf(resultInfo)
  }
  return [...namespaces.values()]
}

/**
 * Returns the namespace of the local explorer with this title, which is its binding, or with this ID.
 *
 * @throws InvalidValue when there is none, naming those that there are
 * @throws what `Retry.run` throws
 */
export async function findExplorerNamespace(transport: Transport, name: string): Promise<NamespaceInfo> {
  const path = '/storage/kv/namespaces'
  const { result } = await transport.retry.run(() => transport.send({ method: 'GET', path }))
  const namespaces = parseNamespaces(result, parseExplorerItem)
  const found = namespaces.find(({ title }) => title === name) ?? namespaces.find(({ id }) => id === name)
  if (found) return found
  const titles = namespaces.map(({ title }) => title)
  const others = titles.length > 0 ? `it has ${listed(closest(name, titles, titles.length))}` : 'it has none'
  throw new InvalidValue(`${quoted(name)} is not a KV binding or ID of the Worker that wrangler dev runs: ${others}`)
}

/** IDs are free text there. */
function parseExplorerItem(item: unknown): NamespaceInfo | undefined {
  const { id, title } = (item ?? {}) as { readonly id?: unknown; readonly title?: unknown }
  return typeof id === 'string' && typeof title === 'string' ? { ...assumeNamespace(id), title } : undefined
}

function parseNamespaces(result: unknown, parse = parseNamespaceInfo): NamespaceInfo[] {
  const items = Array.isArray(result) ? result.map(parse) : [undefined]
  const namespaces = items.filter((namespace) => namespace !== undefined)
  if (namespaces.length === items.length) return namespaces
  throw new ApiFailure('the API answered a listing of namespaces with an unexpected response')
}

function totalOf(resultInfo: unknown): number {
  const { total_count: total } = (resultInfo ?? {}) as { readonly total_count?: unknown }
  return typeof total === 'number' ? total : Infinity
}

function describeUndeployed(title: string, binding: string): string {
  return `${quoted(binding)} has no id in wrangler-config, and this account has no namespace with the title ${quoted(title)}, which wrangler creates for it: deploy the Worker first, or write the ID of a namespace as id`
}

function describeUnknown(title: string, titles: readonly string[]): string {
  const what = `${quoted(title)} is neither an ID (32 hex digits) nor a title`
  if (titles.length === 0)
    return `${what}: this account has no namespaces; check account-id, and what the token has access to`
  const names = listed(closest(title, titles, MAX_NAMES))
  return titles.length <= MAX_NAMES
    ? `${what}: the namespaces of this account are ${names}`
    : `${what}: of the ${formatCount(titles.length)} namespaces of this account the closest are ${names}`
}

// The REST paths of Workers KV over a real binding. It runs inside workerd, with its types taken off.
import type { KVNamespace, Request } from '@cloudflare/workers-types'
import { answer, ApiFault, asFault } from './answers.ts'
import { deleteBulk, getBulk, getMetadata, getValue, listKeys, putBulk, putValue } from './operations.ts'

interface Env {
  readonly SETTINGS: {
    readonly accountId: string
    readonly apiToken: string
    readonly readToken: string
    readonly apiEmail: string
    readonly apiKey: string
    readonly namespaces: readonly { readonly id: string; readonly title: string }[]
  }
  /** One binding for each namespace, by its ID. */
  readonly [binding: string]: unknown
}

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    try {
      return await route(request, env)
    } catch (error) {
      const fault = asFault(error)
      const errors = [{ code: fault.code, message: fault.message }]
      return Response.json({ success: false, errors, messages: [], result: null }, { status: fault.status })
    }
  }
}

async function route(request: Request, env: Env): Promise<Response> {
  const { pathname, searchParams: query } = new URL(request.url)
  const [, accountId, namespaceId, operation, name] =
    /^\/client\/v4\/accounts\/([^/]+)\/storage\/kv\/namespaces(?:\/([^/]+)(?:\/(bulk\/delete|bulk\/get|[^/]+)(?:\/([^/]+))?)?)?$/.exec(
      pathname
    ) ?? []
  checkCredentials(request, env)
  if (accountId !== env.SETTINGS.accountId) throw new ApiFault(404, 7003, `Could not route to ${pathname}`)
  if (namespaceId === undefined) return listNamespaces(query, env)
  const kv = findNamespace(namespaceId, env)
  const key = decodeURIComponent(name ?? '')
  switch (`${request.method} ${operation ?? ''}`) {
    case 'PUT values':
      return putValue(kv, key, query, request)
    case 'GET values':
      return getValue(kv, key)
    case 'DELETE values':
      await kv.delete(key)
      return answer({})
    case 'GET metadata':
      return getMetadata(kv, key)
    case 'GET keys':
      return listKeys(kv, query)
    case 'PUT bulk':
      return putBulk(kv, await request.json())
    case 'POST bulk/delete':
      return deleteBulk(kv, await request.json())
    case 'POST bulk/get':
      return getBulk(kv, await request.json())
    default:
      throw new ApiFault(405, 10405, 'Method not allowed for this endpoint')
  }
}

function checkCredentials({ method, url, headers }: Request, { SETTINGS }: Env): void {
  const token = headers.get('authorization')
  const email = headers.get('x-auth-email')
  const key = headers.get('x-auth-key')
  if (token === null && (email === null || key === null))
    throw new ApiFault(400, 9106, 'Missing X-Auth-Key, X-Auth-Email or Authorization headers')
  const tokens = [SETTINGS.apiToken, SETTINGS.readToken].map((known) => `Bearer ${known}`)
  const isKnown = token === null ? email === SETTINGS.apiEmail && key === SETTINGS.apiKey : tokens.includes(token)
  if (!isKnown) throw new ApiFault(401, 10000, 'Authentication error')
  const isReading = method === 'GET' || url.endsWith('/bulk/get')
  if (token === tokens[1] && !isReading) throw new ApiFault(403, 10000, 'Authentication error')
}

function findNamespace(id: string, env: Env): KVNamespace {
  if (!/^[0-9a-f]{32}$/.test(id)) throw new ApiFault(400, 10011, "could not parse UUID from request's namespace_id")
  if (!env.SETTINGS.namespaces.some((namespace) => namespace.id === id))
    throw new ApiFault(404, 10013, 'namespace not found')
  return env[id] as KVNamespace
}

function listNamespaces(query: URLSearchParams, { SETTINGS: { namespaces } }: Env): Response {
  const page = Number(query.get('page') ?? 1)
  const perPage = Number(query.get('per_page') ?? 20)
  const result = namespaces.slice((page - 1) * perPage, page * perPage)
  return answer(result, { page, per_page: perPage, count: result.length, total_count: namespaces.length })
}

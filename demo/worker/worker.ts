// The REST paths of Workers KV, with a real binding. Runs inside workerd, after its types are stripped.
import type { KVNamespace, Request } from '@cloudflare/workers-types'
import { answer, ApiFault, asFault } from './answers.ts'
import { type NamespaceRow, Namespaces } from './namespaces.ts'
import { deleteBulk, getBulk, getMetadata, getValue, listKeys, putBulk, putValue } from './operations.ts'

interface Env {
  readonly SETTINGS: {
    readonly accountId: string
    readonly apiToken: string
    readonly readToken: string
    readonly apiEmail: string
    readonly apiKey: string
    /** Namespaces that exist from the start. */
    readonly namespaces: readonly NamespaceRow[]
    /** IDs of the bindings for new namespaces. */
    readonly spareIds: readonly string[]
  }
  /** One binding for each namespace, by its ID, and `REGISTRY`, which holds the list of namespaces. */
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

const NAMESPACES = /^\/client\/v4\/accounts\/([^/]+)\/storage\/kv\/namespaces(?:\/([^/]+)(?:\/(.+))?)?$/

async function route(request: Request, env: Env): Promise<Response> {
  const { pathname, searchParams: query } = new URL(request.url)
  const [, accountId, namespaceId, operation] = NAMESPACES.exec(pathname) ?? []
  checkCredentials(request, env)
  if (accountId !== env.SETTINGS.accountId) throw new ApiFault(404, 7003, `Could not route to ${pathname}`)
  const namespaces = new Namespaces(env['REGISTRY'] as KVNamespace, env.SETTINGS)
  if (namespaceId === undefined) return onNamespaces(request, query, namespaces)
  const namespace = await namespaces.find(namespaceId)
  const kv = env[namespaceId] as KVNamespace
  if (operation !== undefined) return onKeys(request, operation, query, kv)
  return onNamespace(request, namespace, namespaces, kv)
}

async function onNamespaces(request: Request, query: URLSearchParams, namespaces: Namespaces): Promise<Response> {
  switch (request.method) {
    case 'GET':
      return namespaces.list(query)
    case 'POST':
      return answer(await namespaces.create(await titleIn(request)))
    default:
      throw notAllowed()
  }
}

async function onNamespace(
  request: Request,
  namespace: NamespaceRow,
  namespaces: Namespaces,
  kv: KVNamespace
): Promise<Response> {
  switch (request.method) {
    case 'GET':
      return answer({ ...namespace, supports_url_encoding: true })
    case 'PUT':
      return answer(await namespaces.rename(namespace, await titleIn(request)))
    case 'DELETE':
      await namespaces.remove(namespace, kv)
      return answer(null)
    default:
      throw notAllowed()
  }
}

async function onKeys(request: Request, operation: string, query: URLSearchParams, kv: KVNamespace): Promise<Response> {
  const [kind = '', name] = operation.startsWith('bulk/') ? [operation] : operation.split('/')
  const key = decodeURIComponent(name ?? '')
  switch (`${request.method} ${kind}`) {
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
    case 'DELETE bulk':
    case 'POST bulk/delete':
      return deleteBulk(kv, await request.json())
    case 'POST bulk/get':
      return getBulk(kv, await request.json())
    default:
      throw notAllowed()
  }
}

async function titleIn(request: Request): Promise<string> {
  const { title } = await request.json<{ title?: unknown }>()
  if (typeof title === 'string' && title !== '' && title.length <= 512) return title
  throw new ApiFault(400, 10019, 'title must be text of 1 to 512 characters')
}

function notAllowed(): ApiFault {
  return new ApiFault(405, 10405, 'Method not allowed for this endpoint')
}

function checkCredentials({ method, headers }: Request, { SETTINGS }: Env): void {
  const token = headers.get('authorization')
  const email = headers.get('x-auth-email')
  const key = headers.get('x-auth-key')
  if (token === null && (email === null || key === null))
    throw new ApiFault(400, 9106, 'Missing X-Auth-Key, X-Auth-Email or Authorization headers')
  const tokens = [SETTINGS.apiToken, SETTINGS.readToken].map((known) => `Bearer ${known}`)
  const isKnown = token === null ? email === SETTINGS.apiEmail && key === SETTINGS.apiKey : tokens.includes(token)
  if (!isKnown) throw new ApiFault(401, 10000, 'Authentication error')
  if (token === tokens[1] && method !== 'GET') throw new ApiFault(403, 10000, 'Authentication error')
}

// The REST paths of Workers KV over a real binding. It runs inside workerd, with its types taken off.
import type { KVNamespace, KVNamespacePutOptions, Request } from '@cloudflare/workers-types'

interface Env {
  readonly SETTINGS: {
    readonly accountId: string
    readonly apiToken: string
    readonly apiEmail: string
    readonly apiKey: string
    readonly namespaces: readonly { readonly id: string; readonly title: string }[]
  }
  /** One binding for each namespace, by its ID. */
  readonly [binding: string]: unknown
}

class ApiFault extends Error {
  readonly status: number
  readonly code: number

  constructor(status: number, code: number, message: string) {
    super(message)
    this.status = status
    this.code = code
  }
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

function checkCredentials({ headers }: Request, { SETTINGS }: Env): void {
  const token = headers.get('authorization')
  const email = headers.get('x-auth-email')
  const key = headers.get('x-auth-key')
  if (token === null && (email === null || key === null))
    throw new ApiFault(400, 9106, 'Missing X-Auth-Key, X-Auth-Email or Authorization headers')
  const isKnown =
    token === null ? email === SETTINGS.apiEmail && key === SETTINGS.apiKey : token === `Bearer ${SETTINGS.apiToken}`
  if (!isKnown) throw new ApiFault(401, 10000, 'Authentication error')
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

async function putValue(kv: KVNamespace, key: string, query: URLSearchParams, request: Request): Promise<Response> {
  const expiry = { expiration: query.get('expiration'), expirationTtl: query.get('expiration_ttl') }
  if (!request.headers.get('content-type')?.startsWith('multipart/form-data')) {
    await put(kv, key, await request.arrayBuffer(), expiry)
    return answer({})
  }
  const form = await request.formData()
  const value = form.get('value')
  const metadata = form.get('metadata')
  if (value === null || typeof metadata !== 'string') throw new ApiFault(400, 10047, 'invalid metadata')
  await put(kv, key, typeof value === 'string' ? value : await value.arrayBuffer(), {
    ...expiry,
    metadata: parse(metadata)
  })
  return answer({})
}

async function getValue(kv: KVNamespace, key: string): Promise<Response> {
  const value = await kv.get(key, 'arrayBuffer')
  if (value === null) throw new ApiFault(404, 10009, "get: 'key not found'")
  return new Response(value, { headers: { 'content-type': 'application/octet-stream' } })
}

async function getMetadata(kv: KVNamespace, key: string): Promise<Response> {
  const { value, metadata } = await kv.getWithMetadata(key, 'stream')
  await value?.cancel()
  if (value === null) throw new ApiFault(404, 10009, "get: 'key not found'")
  return answer(metadata)
}

async function listKeys(kv: KVNamespace, query: URLSearchParams): Promise<Response> {
  const limit = Number(query.get('limit') ?? 1000)
  if (!(limit >= 10 && limit <= 1000)) throw new ApiFault(400, 10032, 'limit must be from 10 to 1000')
  const list = await kv.list({ limit, prefix: query.get('prefix'), cursor: query.get('cursor') })
  return answer(list.keys, { count: list.keys.length, cursor: list.list_complete ? '' : list.cursor })
}

interface BulkPair {
  readonly key: string
  readonly value: string
  readonly base64?: boolean
  readonly expiration?: number
  readonly expiration_ttl?: number
  readonly metadata?: unknown
}

async function putBulk(kv: KVNamespace, pairs: readonly BulkPair[]): Promise<Response> {
  if (pairs.length > 10_000) throw new ApiFault(400, 10023, 'at most 10000 pairs')
  const unsuccessful: string[] = []
  for (const { key, value, base64, expiration, expiration_ttl: expirationTtl, metadata } of pairs) {
    const bytes = base64 ? Uint8Array.from(atob(value), (character) => character.charCodeAt(0)).buffer : value
    await put(kv, key, bytes, { expiration, expirationTtl, metadata }).catch(() => unsuccessful.push(key))
  }
  return answer({ successful_key_count: pairs.length - unsuccessful.length, unsuccessful_keys: unsuccessful })
}

async function deleteBulk(kv: KVNamespace, keys: readonly string[]): Promise<Response> {
  for (const key of keys) await kv.delete(key)
  return answer({ successful_key_count: keys.length, unsuccessful_keys: [] })
}

async function getBulk(
  kv: KVNamespace,
  { keys, withMetadata }: { keys: string[]; withMetadata?: boolean }
): Promise<Response> {
  if (keys.length > 100) throw new ApiFault(400, 10028, 'at most 100 keys')
  const values: Record<string, unknown> = {}
  for (const key of keys) {
    const { value, metadata } = await kv.getWithMetadata(key)
    values[key] = value === null ? null : withMetadata ? { value, metadata } : value
  }
  return answer({ values })
}

interface Shape {
  readonly expiration?: string | number | null | undefined
  readonly expirationTtl?: string | number | null | undefined
  readonly metadata?: unknown
}

/** When both are given, the TTL wins, as in the API. */
function put(
  kv: KVNamespace,
  key: string,
  value: string | ArrayBuffer,
  { expiration, expirationTtl, metadata }: Shape
): Promise<void> {
  const options: KVNamespacePutOptions = { metadata }
  if (expirationTtl != null) options.expirationTtl = Number(expirationTtl)
  else if (expiration != null) options.expiration = Number(expiration)
  return kv.put(key, value, options)
}

function parse(metadata: string): unknown {
  try {
    return JSON.parse(metadata)
  } catch {
    throw new ApiFault(400, 10047, 'invalid metadata')
  }
}

function answer(result: unknown, resultInfo?: object): Response {
  return Response.json({
    success: true,
    errors: [],
    messages: [],
    result,
    ...(resultInfo && { result_info: resultInfo })
  })
}

/** The binding enforces the service's limits, and tells in words what the REST API tells by a code. */
function asFault(error: unknown): ApiFault {
  if (error instanceof ApiFault) return error
  const message = error instanceof Error ? error.message : String(error)
  if (message.includes('expiration_ttl')) return new ApiFault(400, 10034, message)
  if (message.includes('expiration')) return new ApiFault(400, 10033, message)
  if (message.includes('Metadata')) return new ApiFault(400, 10047, message)
  if (message.includes('key length')) return new ApiFault(414, 10030, message)
  if (message.includes('413')) return new ApiFault(413, 10024, message)
  if (message.includes('Key')) return new ApiFault(400, 10042, message)
  return new ApiFault(500, 10001, message)
}

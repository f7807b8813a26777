// The operations of the REST API on keys, with a real binding. Runs inside workerd, after its types are stripped.
import type { KVNamespace, KVNamespacePutOptions, Request } from '@cloudflare/workers-types'
import { answer, ApiFault } from './answers.ts'

export async function putValue(
  kv: KVNamespace,
  key: string,
  query: URLSearchParams,
  request: Request
): Promise<Response> {
  const expiry = { expiration: query.get('expiration'), expirationTtl: query.get('expiration_ttl') }
  if (!request.headers.get('content-type')?.startsWith('multipart/form-data')) {
    await put(kv, key, await request.arrayBuffer(), expiry)
    return answer({})
  }
  const form = await request.formData()
  const value = form.get('value')
  const metadata = form.get('metadata')
  if (value === null) throw new ApiFault(400, 10012, 'the form has no value')
  await put(kv, key, typeof value === 'string' ? value : await value.arrayBuffer(), {
    ...expiry,
    ...(metadata !== null && { metadata: parse(typeof metadata === 'string' ? metadata : await metadata.text()) })
  })
  return answer({})
}

export async function getValue(kv: KVNamespace, key: string): Promise<Response> {
  const value = await kv.get(key, 'arrayBuffer')
  if (value === null) throw new ApiFault(404, 10009, "get: 'key not found'")
  const expiration = await expirationOf(kv, key)
  return new Response(value, {
    headers: {
      'content-type': 'application/octet-stream',
      ...(expiration !== undefined && { expiration: String(expiration) })
    }
  })
}

/** The binding returns expirations only in listings. A listing with a key as the prefix begins with that key. */
async function expirationOf(kv: KVNamespace, key: string): Promise<number | undefined> {
  const [first] = (await kv.list({ prefix: key, limit: 1 })).keys
  return first?.name === key ? first.expiration : undefined
}

export async function getMetadata(kv: KVNamespace, key: string): Promise<Response> {
  const { value, metadata } = await kv.getWithMetadata(key, 'stream')
  await value?.cancel()
  if (value === null) throw new ApiFault(404, 10009, "get: 'key not found'")
  return answer(metadata)
}

export async function listKeys(kv: KVNamespace, query: URLSearchParams): Promise<Response> {
  const limit = Number(query.get('limit') ?? 1000)
  if (!(limit >= 10 && limit <= 1000)) throw new ApiFault(400, 10032, 'limit must be from 10 to 1000')
  const list = await kv.list({ limit, prefix: query.get('prefix'), cursor: bindingCursor(query.get('cursor') ?? '') })
  const cursor = list.list_complete ? '' : CURSOR_MARK + list.cursor
  return answer(list.keys, { count: list.keys.length, cursor })
}

// The binding accepts any text as a cursor, and then lists nothing.
const CURSOR_MARK = 'local.'

function bindingCursor(cursor: string): string | null {
  if (cursor === '') return null
  if (cursor.startsWith(CURSOR_MARK)) return cursor.slice(CURSOR_MARK.length)
  throw new ApiFault(400, 10037, 'invalid cursor')
}

interface BulkPair {
  readonly key: string
  readonly value: string
  readonly base64?: boolean
  readonly expiration?: number
  readonly expiration_ttl?: number
  readonly metadata?: unknown
}

export async function putBulk(kv: KVNamespace, pairs: readonly BulkPair[]): Promise<Response> {
  if (pairs.length > 10_000) throw new ApiFault(400, 10023, 'at most 10000 pairs')
  const unsuccessful: string[] = []
  for (const { key, value, base64, expiration, expiration_ttl: expirationTtl, metadata } of pairs) {
    const bytes = base64 ? Uint8Array.from(atob(value), (character) => character.charCodeAt(0)).buffer : value
    await put(kv, key, bytes, { expiration, expirationTtl, metadata }).catch(() => unsuccessful.push(key))
  }
  return answer({ successful_key_count: pairs.length - unsuccessful.length, unsuccessful_keys: unsuccessful })
}

export async function deleteBulk(kv: KVNamespace, keys: readonly string[]): Promise<Response> {
  for (const key of keys) await kv.delete(key)
  return answer({ successful_key_count: keys.length, unsuccessful_keys: [] })
}

interface BulkGet {
  readonly keys: string[]
  readonly type?: 'text' | 'json'
  readonly withMetadata?: boolean
}

/** Contrary to its types, the binding returns null for a key that does not exist. */
type HeldPairs = ReadonlyMap<string, { readonly value: unknown; readonly metadata: unknown } | null>

/** For the official clients, since the action does not send it. Returns text like the binding: without a byte order mark. */
export async function getBulk(kv: KVNamespace, { keys, type = 'text', withMetadata }: BulkGet): Promise<Response> {
  if (keys.length > 100) throw new ApiFault(400, 10028, 'at most 100 keys')
  // The binding has a separate signature for each of the two types.
  const pairs = await (type === 'json' ? kv.getWithMetadata(keys, 'json') : kv.getWithMetadata(keys, 'text'))
  const values = [...(pairs as HeldPairs)].map(([key, pair]) => {
    const isHeld = pair !== null && pair.value !== null
    return [key, isHeld ? (withMetadata ? pair : pair.value) : null] as const
  })
  return answer({ values: Object.fromEntries(values) })
}

interface EntrySettings {
  readonly expiration?: string | number | null | undefined
  readonly expirationTtl?: string | number | null | undefined
  readonly metadata?: unknown
}

/** If both are given, the TTL takes precedence, as in the API. */
function put(
  kv: KVNamespace,
  key: string,
  value: string | ArrayBuffer,
  { expiration, expirationTtl, metadata }: EntrySettings
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

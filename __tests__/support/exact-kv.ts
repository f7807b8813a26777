import { type Answer, describeNamespace, type ReceivedRequest, SUCCESS } from './fake-api.ts'

/** A stored pair, byte for byte. */
export interface ExactPair {
  /** Bytes as latin1 text. */
  readonly value: string
  /** JSON text. */
  readonly metadata?: string | undefined
  readonly expiration?: number | undefined
  /** Seconds from the last write until it expires. */
  readonly ttl?: number | undefined
}

const NOT_FOUND: Answer = {
  status: 404,
  body: { success: false, errors: [{ code: 10009, message: "get: 'key not found'" }] }
}

/** A namespace in memory behind the REST paths, which keeps the text of metadata. Its listings are in no order. */
export class ExactKv {
  pairs = new Map<string, ExactPair>()
  readonly #supportsUrlEncoding: boolean

  /** @param supportsUrlEncoding false for a namespace from before 2021, where keys in a path stand as they are */
  constructor(supportsUrlEncoding = true) {
    this.#supportsUrlEncoding = supportsUrlEncoding
  }

  /** Executes a request and answers it. */
  async answer(request: ReceivedRequest): Promise<Answer> {
    const settings = { supports_url_encoding: this.#supportsUrlEncoding }
    return describeNamespace(request, settings) ?? (await this.#answer(request))
  }

  async #answer({ method = '', url = '', headers, body }: ReceivedRequest): Promise<Answer> {
    const { pathname, searchParams: query } = new URL(url, 'http://localhost')
    const [, operation = '', name = ''] = /\/namespaces\/[^/]+\/(bulk\/delete|[^/]+)\/?(.*)$/.exec(pathname) ?? []
    const key = this.#supportsUrlEncoding ? decodeURIComponent(name) : name
    const text = Buffer.from(body, 'latin1').toString()
    switch (`${method} ${operation}`) {
      case 'GET keys':
        return this.#list(query.get('prefix') ?? '', Number(query.get('cursor')))
      case 'GET values':
        return this.#value(key)
      case 'GET metadata': {
        const pair = this.pairs.get(key)
        return pair ? result(pair.metadata ?? 'null') : NOT_FOUND
      }
      case 'PUT bulk':
        for (const pair of splitPairs(text)) this.pairs.set(...pair)
        return { body: SUCCESS }
      case 'PUT values': {
        const expiration = Number(query.get('expiration')) || undefined
        const ttl = Number(query.get('expiration_ttl')) || undefined
        this.pairs.set(key, { ...(await parseBody(headers['content-type'] ?? '', body)), expiration, ttl })
        return { body: SUCCESS }
      }
      case 'POST bulk/delete':
        for (const key of JSON.parse(text) as string[]) this.pairs.delete(key)
        return { body: SUCCESS }
      default:
        return { status: 405 }
    }
  }

  #list(prefix: string, from: number): Answer {
    const held = [...this.pairs].filter(([key]) => key.startsWith(prefix))
    const items = held.slice(from, from + 1000).map(([key, pair]) => `{"name":${JSON.stringify(key)}${fieldsOf(pair)}}`)
    return result(`[${items.join(',')}]`, from + 1000 < held.length ? String(from + 1000) : '')
  }

  #value(key: string): Answer {
    const pair = this.pairs.get(key)
    if (!pair) return NOT_FOUND
    const headers = pair.expiration === undefined ? {} : { expiration: String(pair.expiration) }
    return { headers, body: Buffer.from(pair.value, 'latin1') }
  }
}

function result(json: string, cursor = ''): Answer {
  return { body: `{"success":true,"errors":[],"messages":[],"result":${json},"result_info":{"cursor":"${cursor}"}}` }
}

function fieldsOf({ metadata = 'null', ttl, expiration = ttl && 2_000_000_000 }: ExactPair): string {
  return `,"metadata":${metadata}${expiration === undefined ? '' : `,"expiration":${expiration}`}`
}

interface BulkPair {
  readonly key: string
  readonly value: string
  readonly base64?: boolean
  readonly expiration?: number
  readonly expiration_ttl?: number
  readonly metadata?: unknown
}

/** The pairs of a bulk write, with the original text of their metadata. */
function splitPairs(text: string): [string, ExactPair][] {
  const pairs = JSON.parse(text, (_name, value: unknown, { source }: { source: string }) => {
    return typeof value === 'number' ? JSON.rawJSON(source) : value
  }) as BulkPair[]
  return pairs.map(({ key, value, base64, expiration, expiration_ttl: ttl, metadata }) => [
    key,
    {
      value: Buffer.from(value, base64 ? 'base64' : 'utf8').toString('latin1'),
      metadata: metadata === undefined ? undefined : JSON.stringify(metadata),
      expiration: expiration === undefined ? undefined : Number(JSON.stringify(expiration)),
      ttl: ttl === undefined ? undefined : Number(JSON.stringify(ttl))
    }
  ])
}

async function parseBody(contentType: string, body: string): Promise<ExactPair> {
  if (!contentType.startsWith('multipart/')) return { value: body }
  const headers = { 'content-type': contentType }
  const form = await new Response(Buffer.from(body, 'latin1'), { headers }).formData()
  const value = Buffer.from(await (form.get('value') as Blob).arrayBuffer()).toString('latin1')
  return { value, metadata: form.get('metadata') as string }
}

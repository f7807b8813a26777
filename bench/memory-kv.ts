import { type Answer, describeNamespace, type ReceivedRequest, SUCCESS } from '../__tests__/support/fake-api.ts'

/** A stored pair, with its bytes as latin1 text. */
export interface HeldPair {
  readonly value: string
  readonly metadata?: unknown
  /** Seconds from the last write until it expires. Without a TTL, it does not expire. */
  readonly ttl?: number | undefined
}

interface BulkPair {
  readonly key: string
  readonly value: string
  readonly base64?: boolean
  readonly expiration_ttl?: number
  readonly metadata?: unknown
}

const NOT_FOUND = { success: false, errors: [{ code: 10009, message: "get: 'key not found'" }] }

/** A namespace in memory behind the REST paths. Its listings are in no order. */
export class MemoryKv {
  pairs = new Map<string, HeldPair>()
  /** What the API says about the namespace, besides its ID and title. */
  settings: object = {}

  /** Executes a request and answers it. */
  async answer(request: ReceivedRequest): Promise<Answer> {
    return describeNamespace(request, this.settings) ?? (await this.#answer(request))
  }

  async #answer({ method = '', url = '', headers, body }: ReceivedRequest): Promise<Answer> {
    const { pathname, searchParams } = new URL(url, 'http://localhost')
    const [, operation = '', name = ''] = /\/namespaces\/[^/]+\/(bulk\/delete|[^/]+)\/?(.*)$/.exec(pathname) ?? []
    const key = decodeURIComponent(name)
    const text = Buffer.from(body, 'latin1').toString()
    switch (`${method} ${operation}`) {
      case 'GET keys':
        return this.#list(searchParams.get('prefix') ?? '', Number(searchParams.get('cursor') ?? 0))
      case 'GET metadata': {
        const pair = this.pairs.get(key)
        return pair ? { body: { ...SUCCESS, result: pair.metadata ?? null } } : { status: 404, body: NOT_FOUND }
      }
      case 'PUT bulk':
        for (const pair of JSON.parse(text) as BulkPair[]) this.#putBulkPair(pair)
        return { body: SUCCESS }
      case 'PUT values':
        this.pairs.set(key, {
          ...(await parsePair(headers['content-type'] ?? '', body)),
          ttl: Number(searchParams.get('expiration_ttl')) || undefined
        })
        return { body: SUCCESS }
      case 'POST bulk/delete':
        for (const key of JSON.parse(text) as string[]) this.pairs.delete(key)
        return { body: SUCCESS }
      default:
        return { status: 405 }
    }
  }

  #putBulkPair({ key, value, base64, metadata, expiration_ttl: ttl }: BulkPair): void {
    this.pairs.set(key, {
      value: Buffer.from(value, base64 ? 'base64' : 'utf8').toString('latin1'),
      metadata,
      ttl
    })
  }

  #list(prefix: string, from: number): Answer {
    const names = [...this.pairs.keys()].filter((key) => key.startsWith(prefix))
    const page = names.slice(from, from + 1000)
    const cursor = from + 1000 < names.length ? String(from + 1000) : ''
    const result = page.map((name) => {
      const { metadata, ttl } = this.pairs.get(name) ?? {}
      return { name, metadata, ...(ttl !== undefined && { expiration: 2_000_000_000 }) }
    })
    return { body: { ...SUCCESS, result, result_info: { cursor } } }
  }
}

async function parsePair(contentType: string, body: string): Promise<HeldPair> {
  if (!contentType.startsWith('multipart/')) return { value: body }
  const headers = { 'content-type': contentType }
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- it reads what the action sent
  const form = await new Response(Buffer.from(body, 'latin1'), { headers }).formData()
  const value = form.get('value') as Blob
  const bytes = Buffer.from(await value.arrayBuffer())
  return { value: bytes.toString('latin1'), metadata: JSON.parse(form.get('metadata') as string) as unknown }
}

import { randomUUID } from 'node:crypto'
import type { Entry } from '../entries/entry.ts'
import type { Expiry } from '../entries/expiry.ts'
import type { Metadata } from '../entries/metadata.ts'
import type { StreamedBody } from '../shared/http.ts'
import { checkUnchanged, readPieces, type Value } from '../shared/value.ts'
import { ApiFailure } from './api-failure.ts'
import { KEY_NOT_FOUND } from './codes.ts'
import { type Envelope, KvApiError } from './envelope.ts'
import { type KeyPage, parsePage } from './listing.ts'
import type { Retry } from './retry.ts'
import { encodeSegment, type Transport } from './transport.ts'

const JSON_TYPE = 'application/json'

/** Bytes of the largest response that is one value, of which 25 MiB are allowed. */
const MAX_VALUE_ANSWER_BYTES = 26 * 1024 ** 2

/**
 * A Workers KV namespace, with the operations of https://developers.cloudflare.com/api/resources/kv/ Each operation is one
 * attempt. `retry` makes more.
 */
export class Namespace {
  /** 32 hex digits. */
  readonly id: string
  readonly #transport: Transport
  readonly #path: string
  readonly #supportsUrlEncoding: boolean

  /**
   * @param accountId ID of the account that holds the namespace; empty for the local explorer, which has no accounts
   * @param id ID of the namespace: 32 hex digits, or free text in the local explorer
   * @param supportsUrlEncoding whether the service percent-decodes keys in a URL, as every namespace since 2020 does
   */
  constructor(transport: Transport, accountId: string, id: string, supportsUrlEncoding = true) {
    this.id = id
    this.#supportsUrlEncoding = supportsUrlEncoding
    this.#transport = transport
    const account = accountId === '' ? '' : `/accounts/${encodeSegment(accountId)}`
    this.#path = `${account}/storage/kv/namespaces/${encodeSegment(id)}`
  }

  /** Ends every request and every wait. Nothing can be sent after it. */
  close(): Promise<void> {
    return this.#transport.close()
  }

  /** Retries an operation. */
  get retry(): Retry {
    return this.#transport.retry
  }

  /** Whether `put` can write an entry. A bulk request always can. */
  canPut({ key }: Entry): boolean {
    return this.canAddress(key)
  }

  /** Whether a request can name `key` in its URL. A bulk request names it in its body, where nothing is encoded. */
  canAddress(key: string): boolean {
    return this.#supportsUrlEncoding || encodeSegment(key) === key
  }

  /**
   * Writes one pair, and replaces value, metadata and expiry of the key. A file is read as it is sent.
   *
   * @returns the envelope of the response
   * @throws what `Transport.send` throws, and FileChanged for a file that has changed
   */
  put({ key, value, metadata, expiry }: Entry): Promise<Envelope> {
    const path = `${this.#path}/values/${encodeSegment(key)}${expiryQuery(expiry)}`
    checkUnchanged(value)
    // The API refuses a form without metadata.
    const body = metadata === undefined ? rawBody(value) : formBody(value, metadata)
    return this.#transport.send({ method: 'PUT', path, ...body })
  }

  /**
   * Writes many pairs.
   *
   * @param body JSON array of at most 10,000 pairs, at most 100 MB
   * @returns the envelope of the response; its result may name keys that were not written
   * @throws what `Transport.send` throws
   */
  putBulk(body: Uint8Array): Promise<Envelope> {
    return this.#transport.send({ method: 'PUT', path: `${this.#path}/bulk`, body, contentType: JSON_TYPE })
  }

  /**
   * Deletes many keys.
   *
   * @param keys at most 10,000
   * @returns the envelope of the response; its result may name keys that were not deleted
   * @throws what `Transport.send` throws
   */
  deleteBulk(keys: readonly string[]): Promise<Envelope> {
    const path = `${this.#path}/bulk/delete`
    const body = Buffer.from(JSON.stringify(keys))
    return this.#transport.send({ method: 'POST', path, body, contentType: JSON_TYPE })
  }

  /**
   * Reads a page of keys.
   *
   * @param prefix that the keys have; empty for all
   * @param cursor of the page before; empty for the first page
   * @param limit keys on the page, 10 to 1,000
   * @param exactNumbers see `ApiRequest`
   * @throws ApiFailure when the response is not a page, and what `Transport.send` throws
   */
  async listKeys(prefix: string, cursor: string, limit = 1000, exactNumbers = false): Promise<KeyPage> {
    const query = [
      `limit=${limit}`,
      ...(prefix ? [`prefix=${encodeSegment(prefix)}`] : []),
      ...(cursor ? [`cursor=${encodeSegment(cursor)}`] : [])
    ]
    const path = `${this.#path}/keys?${query.join('&')}`
    return parsePage(await this.#transport.send({ method: 'GET', path, exactNumbers }))
  }

  /**
   * Reads the metadata of a key: null when it has none, undefined when there is no such key. Numbers keep their text, see
   * `ApiRequest.exactNumbers`. Only for a key that `canAddress`.
   *
   * @throws what `Transport.send` throws
   */
  getMetadata(key: string): Promise<unknown> {
    const path = `${this.#path}/metadata/${encodeSegment(key)}`
    return ifFound(async () => (await this.#transport.send({ method: 'GET', path, exactNumbers: true })).result)
  }

  /**
   * Reads the bytes of a value, and when it expires. Returns undefined when there is no such key. Only for a key that
   * `canAddress`.
   *
   * @throws what `Transport.read` throws
   */
  getValue(key: string): Promise<HeldValue | undefined> {
    const path = `${this.#path}/values/${encodeSegment(key)}`
    const request = { method: 'GET', path, maxAnswerBytes: MAX_VALUE_ANSWER_BYTES } as const
    return ifFound(async () => {
      const { bytes, headers } = await this.#transport.read(request)
      return { bytes, expiration: parseExpiration(headers['expiration']) }
    })
  }
}

/** A value that was read by itself. */
export interface HeldValue {
  readonly bytes: Buffer
  /** Seconds since the UNIX epoch. Undefined when the key does not expire. */
  readonly expiration: number | undefined
}

function parseExpiration(header: string | string[] | undefined): number | undefined {
  if (header === undefined) return undefined
  const seconds = Number(header)
  if (Number.isSafeInteger(seconds) && seconds > 0) return seconds
  throw new ApiFailure('the API answered a read of a value with an unexpected expiration')
}

async function ifFound<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof KvApiError && error.status === 404 && error.codes.includes(KEY_NOT_FOUND)) return undefined
    throw error
  }
}

/** A body, and what it is. */
interface TypedBody {
  readonly body: StreamedBody
  readonly contentType: string
}

/** Returns the body that writes a value without metadata. */
export function rawBody(value: Value): TypedBody {
  return {
    body: { size: value.size, pieces: () => readPieces(value) },
    contentType: 'application/octet-stream'
  }
}

/**
 * Returns the body that writes a value with its metadata: a form as RFC 7578 defines it. The `FormData` of undici would do
 * the same, but it loads 5 ms of modules.
 */
export function formBody(value: Value, metadata: Metadata): TypedBody {
  // No value contains it, except by a chance of 1 in 2^122.
  const boundary = randomUUID()
  const before = Buffer.from(
    `--${boundary}\r\n${partHeader('value')}; filename="blob"\r\nContent-Type: application/octet-stream\r\n\r\n`
  )
  const after = Buffer.from(`\r\n--${boundary}\r\n${partHeader('metadata')}\r\n\r\n${metadata}\r\n--${boundary}--\r\n`)
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield before
    yield* readPieces(value)
    yield after
  }
  return {
    body: { size: before.length + value.size + after.length, pieces },
    contentType: `multipart/form-data; boundary=${boundary}`
  }
}

function partHeader(name: string): string {
  return `Content-Disposition: form-data; name="${name}"`
}

/** Returns the query that sets when a key expires; empty for never. */
function expiryQuery(expiry: Expiry | undefined): string {
  if (!expiry) return ''
  return 'expirationTtl' in expiry ? `?expiration_ttl=${expiry.expirationTtl}` : `?expiration=${expiry.expiration}`
}

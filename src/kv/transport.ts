import type { IncomingHttpHeaders } from 'node:http'
import { type Dispatcher, makeAgent, request, type StreamedBody } from '../shared/http.ts'
import type { Runtime } from '../shared/runtime.ts'
import { hideSecrets } from '../shared/secrets.ts'
import { formatBytes } from '../shared/text.ts'
import { FileChanged } from '../shared/value.ts'
import { ApiFailure, Cancelled, noAnswer } from './api-failure.ts'
import { type Envelope, KvApiError, parseEnvelope } from './envelope.ts'
import { Pacer, parseRetryAfter } from './pacer.ts'
import { Retry } from './retry.ts'
import { type Credentials, LOCAL_EXPLORER } from './target.ts'

/** Maximum bytes of a response. A page of 1,000 keys with keys and metadata of the largest size has 2 MB. */
const MAX_ANSWER_BYTES = 16 * 1024 ** 2

/** How the API is reached. */
export interface TransportOptions {
  /** Without a slash at its end. */
  readonly baseUrl: string
  readonly credentials: Credentials
  /** Seconds that one attempt may take, from connecting to the last byte of the response. */
  readonly timeout: number
  /** Attempts of a request after the first. */
  readonly maxRetries: number
  /** Requests that may be in flight at once. */
  readonly concurrency: number
  /** Where the account ID was given, see `Target`. */
  readonly accountIdSource?: string
}

/** One request to the API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Path after the base URL, percent-encoded, with its query. */
  readonly path: string
  readonly body?: Uint8Array | StreamedBody
  /** Left out without a body. */
  readonly contentType?: string
  /** Whether numbers of the response keep their exact text, see `parseExact`. */
  readonly exactNumbers?: boolean
  /** Maximum bytes of the response. Set only for a request that reads values. */
  readonly maxAnswerBytes?: number
}

/** A response, whatever it says. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
}

/** Sends requests to the API with credentials and a time-out, through the proxy that the environment names. */
export class Transport {
  /** Retries what `send` sends, at the pace that the API asks for. */
  readonly retry: Retry
  readonly #options: TransportOptions
  readonly #runtime: Runtime
  readonly #closing = new AbortController()
  /** Aborted when the run is cancelled or has ended. */
  readonly #signal: AbortSignal
  readonly #dispatcher: Dispatcher
  readonly #pacer: Pacer
  readonly #headers: Readonly<Record<string, string>>

  /** @throws InvalidValue when a variable that names a proxy is not a URL */
  constructor(options: TransportOptions, runtime: Runtime) {
    this.#options = options
    this.#runtime = runtime
    this.#signal = AbortSignal.any([runtime.signal, this.#closing.signal])
    this.#dispatcher = runtime.dispatcher ?? makeAgent(options.baseUrl, options.timeout)
    const ending = { ...runtime, signal: this.#signal }
    this.#pacer = new Pacer(ending, options.concurrency)
    this.retry = new Retry(options.maxRetries, this.#pacer, ending)
    this.#headers = {
      'user-agent': 'kv-put-action',
      accept: 'application/json',
      'accept-encoding': 'identity',
      ...authorization(options.credentials)
    }
  }

  /**
   * Sends a request once and returns the envelope of its response.
   *
   * @throws KvApiError when the response is not a 2xx with `success: true`
   * @throws ApiFailure when the response is larger than the limit, and when none arrives in time or at all
   * @throws Cancelled when the run is cancelled before there is a response
   * @throws FileChanged when the file that is sent has changed
   */
  async send(apiRequest: ApiRequest): Promise<Envelope> {
    const answer = await this.#exchange(apiRequest)
    const envelope = parseAnswer(answer, apiRequest.exactNumbers)
    if (isSuccess(answer) && envelope?.success) return envelope
    throw this.#failure(answer, envelope)
  }

  /**
   * Sends a request once and returns its response. Use it when a successful response has no envelope.
   *
   * @throws what `send` throws, KvApiError only when the response is not a 2xx
   */
  async read(apiRequest: ApiRequest): Promise<Answer> {
    const answer = await this.#exchange(apiRequest)
    if (isSuccess(answer) && encodingOf(answer) === '') return answer
    throw this.#failure(answer, parseAnswer(answer))
  }

  #failure(answer: Answer, envelope: Envelope | undefined): KvApiError {
    const { status, headers } = answer
    // If a proxy adds a header of its own, there are two.
    const [retryAfterText = ''] = [headers['retry-after']].flat()
    return new KvApiError(status, envelope, {
      rayId: hideSecrets(String(headers['cf-ray'] ?? '')),
      retryAfter: parseRetryAfter(retryAfterText, this.#runtime.clock.now()),
      account: accountName(this.#options.accountIdSource),
      encoding: encodingOf(answer)
    })
  }

  /** Ends every request, every wait for another attempt, and every connection, even one that is stuck. */
  async close(): Promise<void> {
    this.#closing.abort()
    // Nobody waits for a response any more, so that an error of a connection no longer matters.
    await this.#dispatcher.destroy().catch(() => undefined)
  }

  /** Sends a request once and returns its answer, whatever it says. */
  async #exchange(apiRequest: ApiRequest): Promise<Answer> {
    const { baseUrl, timeout } = this.#options
    this.#checkEnded(false)
    const signal = AbortSignal.any([this.#signal, this.#runtime.clock.timeout(timeout * 1000)])
    try {
      const answer = await this.#request(apiRequest, signal)
      this.#pacer.observe(String(answer.headers['ratelimit'] ?? ''))
      return answer
    } catch (cause) {
      this.#checkEnded(true)
      if (cause instanceof FileChanged || cause instanceof ApiFailure) throw cause
      throw noAnswer(new URL(baseUrl).host, cause, timeout)
    }
  }

  #checkEnded(wasSent: boolean): void {
    if (this.#signal.aborted) throw new Cancelled(wasSent)
  }

  async #request(apiRequest: ApiRequest, signal: AbortSignal): Promise<Answer> {
    const { method, path, body, contentType, maxAnswerBytes } = apiRequest
    const headers = contentType === undefined ? this.#headers : { ...this.#headers, 'content-type': contentType }
    const url = this.#options.baseUrl + path
    const {
      statusCode,
      headers: received,
      body: stream
    } = await request(url, { method, headers, body, signal }, this.#dispatcher)
    const bytes = await readAtMost(stream, maxAnswerBytes ?? MAX_ANSWER_BYTES, method === 'GET')
    return { status: statusCode, headers: received, bytes }
  }
}

function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300
}

/** Returns how the body is compressed, although the request asks for `identity`; empty when it is not. */
function encodingOf({ headers }: Answer): string {
  const encoding = headers['content-encoding'] ?? ''
  return encoding === 'identity' ? '' : encoding
}

function accountName(source: string | undefined): string {
  return source === undefined || source === 'input account-id' ? 'account-id' : `account-id (from ${source})`
}

function authorization(credentials: Credentials): Record<string, string> {
  if (credentials === LOCAL_EXPLORER) return {}
  return 'apiToken' in credentials
    ? { authorization: `Bearer ${credentials.apiToken}` }
    : { 'x-auth-email': credentials.apiEmail, 'x-auth-key': credentials.apiKey }
}

/** Percent-encodes everything but RFC 3986's unreserved characters. encodeURIComponent leaves out `!'()*`. */
export function encodeSegment(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  )
}

function parseAnswer({ bytes }: Answer, exactNumbers = false): Envelope | undefined {
  return parseEnvelope(new TextDecoder().decode(bytes), exactNumbers)
}

/**
 * Reads the body of a response.
 *
 * @param isRead whether the request changes nothing, so that one for fewer keys has a smaller response
 * @throws ApiFailure as soon as the body has more than `maxBytes`
 */
async function readAtMost(body: AsyncIterable<Buffer>, maxBytes: number, isRead: boolean): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  // Leaving the loop destroys the stream.
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBytes) {
      const traits = isRead ? { isTooLarge: true } : { isUncertain: true }
      throw new ApiFailure(`the API's response is larger than ${formatBytes(maxBytes)}`, traits)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

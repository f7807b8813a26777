import type { IncomingHttpHeaders } from 'node:http'
import { type Dispatcher, request, type StreamedBody } from '../shared/http.ts'
import { proxyAgent } from './agent.ts'
import { hasTooManyParts, MAX_ANSWER_BYTES, readAtMost } from './answer-body.ts'
import { type Credentials, LOCAL_EXPLORER } from './target.ts'
import { type Envelope, KvApiError } from './envelope.ts'
import { parseEnvelope, withoutValues } from './envelope-parser.ts'
import { AnswerTooLarge, Cancelled } from './api-failure.ts'
import { parseRetryAfter } from './headers.ts'
import { NoAnswerError } from './no-answer.ts'
import { Pacer } from './pacer.ts'
import { Retry } from './retry.ts'
import type { Runtime } from '../shared/runtime.ts'
import type { Texts } from '../shared/echo.ts'
import { hideSecrets } from '../shared/secrets.ts'
import { FileChanged } from '../shared/value.ts'

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
  /** Values of the request that are hidden if the response repeats them. */
  readonly sent?: SentValues
  /** Whether numbers of the response keep their exact text, see `parseExact`. */
  readonly exactNumbers?: boolean
  /** Maximum bytes of the response. Set only for a request that reads values. */
  readonly maxAnswerBytes?: number
}

/** A successful response without an envelope. */
export interface RawAnswer {
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
}

/** The values of a request. */
export interface SentValues {
  /** Reads the values; those of files in pieces that overlap. */
  readonly read: () => Texts
  /** Whether to hide them in the result, too. Not for a bulk request, whose result names keys. */
  readonly inResult: boolean
}

interface Answer {
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
  readonly #dispatcher: Dispatcher
  readonly #pacer: Pacer
  readonly #headers: Readonly<Record<string, string>>

  /** @throws InvalidValue when a variable that names a proxy is not a URL */
  constructor(options: TransportOptions, runtime: Runtime) {
    const { clock, signal, log } = runtime
    this.#options = options
    this.#runtime = runtime
    this.#dispatcher = runtime.dispatcher ?? proxyAgent(options.baseUrl, options.timeout)
    this.#pacer = new Pacer(clock, signal, log, options.concurrency)
    this.retry = new Retry(options.maxRetries, this.#pacer, clock, signal, log)
    this.#headers = { 'user-agent': 'kv-put-action', accept: 'application/json', ...authorization(options.credentials) }
  }

  /**
   * Sends a request once and returns the envelope of its response.
   *
   * @throws KvApiError when the response is not a 2xx with `success: true`
   * @throws AnswerTooLarge when the response is larger than the limit
   * @throws NoAnswerError when no response arrives in time or at all
   * @throws Cancelled when the run is cancelled before there is a response
   * @throws FileChanged when the file that is sent has changed
   */
  async send(apiRequest: ApiRequest): Promise<Envelope> {
    const answer = await this.#exchange(apiRequest)
    const envelope = await this.#envelope(answer, apiRequest)
    if (isSuccess(answer) && envelope?.success) return envelope
    throw this.#failure(answer, envelope)
  }

  /**
   * Sends a request once and returns its response. Use it when a successful response has no envelope.
   *
   * @throws what `send` throws, KvApiError only when the response is not a 2xx
   */
  async read(apiRequest: ApiRequest): Promise<RawAnswer> {
    const answer = await this.#exchange(apiRequest)
    if (isSuccess(answer)) return answer
    throw this.#failure(answer, await this.#envelope(answer, apiRequest))
  }

  async #envelope({ bytes }: Answer, apiRequest: ApiRequest): Promise<Envelope | undefined> {
    const { sent, exactNumbers } = apiRequest
    if (hasTooManyParts(bytes)) {
      throw new AnswerTooLarge("the API's response has too many objects and arrays", isRead(apiRequest))
    }
    const envelope = parseEnvelope(new TextDecoder().decode(bytes), exactNumbers)
    if (!envelope || !sent) return envelope
    const { success, errors, messages } = envelope
    const isBare = success && errors.length === 0 && messages.length === 0 && !sent.inResult
    return isBare ? envelope : withoutValues(envelope, sent.read(), sent.inResult)
  }

  #failure({ status, headers }: Answer, envelope: Envelope | undefined): KvApiError {
    // If a proxy adds a header of its own, there are two.
    const [retryAfterText = ''] = [headers['retry-after']].flat()
    return new KvApiError(status, envelope, {
      rayId: hideSecrets(String(headers['cf-ray'] ?? '')),
      retryAfter: parseRetryAfter(retryAfterText, this.#runtime.clock.now()),
      account: accountName(this.#options.accountIdSource)
    })
  }

  /** Ends every connection, even one that is stuck. */
  async close(): Promise<void> {
    // Every response has been read, so that an error of a connection no longer matters.
    await this.#dispatcher.destroy().catch(() => undefined)
  }

  /** Sends a request once and returns its answer, whatever it says. */
  async #exchange(apiRequest: ApiRequest): Promise<Answer> {
    const { baseUrl, timeout } = this.#options
    if (this.#runtime.signal.aborted) throw new Cancelled(false)
    const cancel = this.#runtime.signal
    const signal = AbortSignal.any([cancel, AbortSignal.timeout(timeout * 1000)])
    try {
      const answer = await this.#request(apiRequest, signal)
      this.#pacer.observe(String(answer.headers['ratelimit'] ?? ''))
      return answer
    } catch (cause) {
      if (cancel.aborted) throw new Cancelled(true)
      if (cause instanceof FileChanged || cause instanceof AnswerTooLarge) throw cause
      throw new NoAnswerError(new URL(baseUrl).host, cause, timeout)
    }
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
    const bytes = await readAtMost(stream, maxAnswerBytes ?? MAX_ANSWER_BYTES, isRead(apiRequest))
    return { status: statusCode, headers: received, bytes }
  }
}

/** Whether a request changes nothing. */
function isRead({ method, maxAnswerBytes }: ApiRequest): boolean {
  return method === 'GET' || maxAnswerBytes !== undefined
}

function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300
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

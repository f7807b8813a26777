import type { Blob } from 'node:buffer'
import type { IncomingHttpHeaders } from 'node:http'
import { InvalidValue } from '../shared/diagnostics.ts'
import { type Dispatcher, EnvHttpProxyAgent, type FormData, request } from '../shared/http.ts'
import { isLoopback } from './loopback.ts'
import type { Credentials } from './target.ts'
import { type Envelope, KvApiError, parseEnvelope, withoutValues } from './envelope.ts'
import { Cancelled } from './api-failure.ts'
import { parseRetryAfter } from './headers.ts'
import { NoAnswerError } from './no-answer.ts'
import { Pacer } from './pacer.ts'
import { Retry } from './retry.ts'
import type { Runtime } from '../shared/runtime.ts'
import { hideSecrets } from '../shared/secrets.ts'
import { FileChanged } from '../shared/value.ts'

/** How the API is reached. */
export interface TransportOptions {
  /** Without a slash at its end. */
  readonly baseUrl: string
  readonly credentials: Credentials
  /** Seconds that one attempt may take, from connecting to the last byte of the answer. */
  readonly timeout: number
  /** Attempts of a request after the first. */
  readonly maxRetries: number
  /** Requests that may be in flight at once. */
  readonly concurrency: number
}

/** One request to the API. */
export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Path after the base URL, percent-encoded, with its query. */
  readonly path: string
  readonly body?: Uint8Array | Blob | FormData
  /** Left out without a body, and for a form, whose type names its boundary. */
  readonly contentType?: string
  /** Returns the values that are sent, which are not to be told should the answer give them back. */
  readonly values?: () => readonly string[]
  /** Whether numbers of the answer that would not keep their text are what `JSON.rawJSON` makes of it. */
  readonly exactNumbers?: boolean
}

/** An answer of success that has no envelope. */
export interface RawAnswer {
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
}

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
}

/** Sends requests to the API with credentials and a time-out, through the proxy that the environment names. */
export class Transport {
  /** Makes attempts of what `send` sends, at the pace that its answers ask for. */
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
    this.#dispatcher = runtime.dispatcher ?? proxyAgent(options)
    this.#pacer = new Pacer(clock, signal, log, options.concurrency)
    this.retry = new Retry(options.maxRetries, this.#pacer, clock, signal, log)
    this.#headers = { 'user-agent': 'kv-put-action', accept: 'application/json', ...authorization(options.credentials) }
  }

  /**
   * Sends a request once and returns the envelope of its answer.
   *
   * @throws KvApiError when the answer is anything but a 2xx with `success: true`
   * @throws NoAnswerError when there is no answer in time or at all
   * @throws Cancelled when the run is, before there is an answer
   * @throws FileChanged when the file that is sent has
   */
  async send(apiRequest: ApiRequest): Promise<Envelope> {
    const answer = await this.#exchange(apiRequest)
    const envelope = this.#envelope(answer, apiRequest)
    if (isSuccess(answer) && envelope?.success) return envelope
    throw this.#failure(answer, envelope)
  }

  /**
   * Sends a request once whose answer of success is not an envelope, and returns that answer.
   *
   * @throws what `send` throws, KvApiError only when the answer is not a 2xx
   */
  async read(apiRequest: ApiRequest): Promise<RawAnswer> {
    const answer = await this.#exchange(apiRequest)
    if (isSuccess(answer)) return answer
    throw this.#failure(answer, this.#envelope(answer, apiRequest))
  }

  #envelope({ bytes }: Answer, { values, exactNumbers }: ApiRequest): Envelope | undefined {
    const envelope = parseEnvelope(new TextDecoder().decode(bytes), exactNumbers)
    const isBare = envelope?.success && envelope.errors.length === 0 && envelope.messages.length === 0
    return envelope && values && !isBare ? withoutValues(envelope, values()) : envelope
  }

  #failure({ status, headers }: Answer, envelope: Envelope | undefined): KvApiError {
    // A proxy may add one of its own, and there are two.
    const [retryAfterText = ''] = [headers['retry-after']].flat()
    const retryAfter = parseRetryAfter(retryAfterText, this.#runtime.clock.now())
    return new KvApiError(status, envelope, { rayId: hideSecrets(String(headers['cf-ray'] ?? '')), retryAfter })
  }

  /** Ends every connection, those that are stuck too. */
  async close(): Promise<void> {
    // It has been answered by now, whatever becomes of the connections.
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
      if (cause instanceof FileChanged) throw cause
      throw new NoAnswerError(new URL(baseUrl).host, cause, timeout)
    }
  }

  async #request({ method, path, body, contentType }: ApiRequest, signal: AbortSignal): Promise<Answer> {
    const headers = contentType === undefined ? this.#headers : { ...this.#headers, 'content-type': contentType }
    const url = this.#options.baseUrl + path
    const answer = await request(url, { method, headers, body, signal }, this.#dispatcher)
    return { status: answer.statusCode, headers: answer.headers, bytes: Buffer.from(await answer.body.arrayBuffer()) }
  }
}

function isSuccess({ status }: Answer): boolean {
  return status >= 200 && status < 300
}

function authorization(credentials: Credentials): Record<string, string> {
  return 'apiToken' in credentials
    ? { authorization: `Bearer ${credentials.apiToken}` }
    : { 'x-auth-email': credentials.apiEmail, 'x-auth-key': credentials.apiKey }
}

/** Returns an agent that goes by way of the proxy that the environment names for the base URL. */
function proxyAgent({ baseUrl, timeout }: TransportOptions): Dispatcher {
  const options = {
    // Large bodies have failed over HTTP/2, and a handful of requests at once gain nothing from it.
    allowH2: false,
    // What an attempt that is given up leaves behind, a handshake or a proxy that never answers, must end too.
    connectTimeout: timeout * 1000,
    headersTimeout: timeout * 1000
  }
  try {
    return new EnvHttpProxyAgent(leavesMachine(baseUrl) ? { ...options, httpProxy: '' } : options)
  } catch (cause) {
    throw new InvalidValue('HTTPS_PROXY or HTTP_PROXY is not a URL, such as http://proxy.example:3128', { cause })
  }
}

/** Plain http is for loopback, and a proxy elsewhere would get the token in the clear. */
function leavesMachine(baseUrl: string): boolean {
  const proxy = process.env['http_proxy'] ?? process.env['HTTP_PROXY'] ?? ''
  return baseUrl.startsWith('http:') && URL.canParse(proxy) && !isLoopback(new URL(proxy).hostname)
}

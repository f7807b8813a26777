/*
 * The parts of undici that the action uses. `import … from 'undici'` would put all of undici into the bundle, with its
 * WebSocket, cache, mocks and fetch: 0.8 MB more to read at the start of every run. `http.test.ts` fails when undici moves a
 * file, and says what to do.
 */
import { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import connect from 'undici/lib/api/api-connect.js'
import sendRequest from 'undici/lib/api/api-request.js'
import UndiciDispatcher from 'undici/lib/dispatcher/dispatcher.js'
import EnvHttpProxyAgent from 'undici/lib/dispatcher/env-http-proxy-agent.js'

// undici's main file adds these methods to its dispatchers. Its proxy agent calls `connect` to open a tunnel.
Object.assign(UndiciDispatcher.prototype, { connect, request: sendRequest })

export { EnvHttpProxyAgent }
export type { Dispatcher }

/** A request body that is sent in pieces, so that a file is never in memory as a whole. */
export interface StreamedBody {
  /** Bytes of all pieces. */
  readonly size: number
  /** Reads the pieces. When it throws, so does the request. */
  readonly pieces: () => AsyncIterable<Uint8Array>
}

/** An HTTP request. */
export interface HttpRequest {
  readonly method: Dispatcher.HttpMethod
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | StreamedBody | undefined
  readonly signal: AbortSignal
}

/**
 * Sends a request and returns its response as soon as the headers have arrived. The signal is the only time limit.
 * Redirects are not followed.
 *
 * @throws what the network or the signal throws
 */
export async function request(
  url: string,
  { body, headers, ...options }: HttpRequest,
  dispatcher: Dispatcher
): Promise<Dispatcher.ResponseData> {
  options.signal.throwIfAborted()
  const { origin, pathname, search } = new URL(url)
  const response = dispatcher.request({
    ...options,
    origin,
    path: pathname + search,
    ...bodyAndHeaders(body, headers),
    headersTimeout: 0,
    bodyTimeout: 0
  })
  // undici follows the signal only after it has a connection. A proxy or a TLS handshake may delay that.
  return await Promise.race([response, rejectOnAbort(options.signal)])
}

function bodyAndHeaders(
  body: HttpRequest['body'],
  headers: HttpRequest['headers']
): Pick<Dispatcher.RequestOptions, 'body' | 'headers'> {
  if (body === undefined || typeof body === 'string' || body instanceof Uint8Array) {
    return { body: body ?? null, headers: { ...headers } }
  }
  const stream = Readable.from(body.pieces(), { objectMode: false })
  return { body: stream, headers: { ...headers, 'content-length': String(body.size) } }
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error)
    })
  })
}

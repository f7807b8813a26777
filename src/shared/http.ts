/*
 * The parts of undici that the action uses. `import … from 'undici'` would put all of undici into the bundle, with its
 * WebSocket, cache, mocks and fetch: 0.8 MB more to read at the start of every run. `http.test.ts` fails when undici moves a
 * file, and says what to do.
 */
import type { Blob } from 'node:buffer'
import type { Dispatcher } from 'undici'
import connect from 'undici/lib/api/api-connect.js'
import sendRequest from 'undici/lib/api/api-request.js'
import UndiciDispatcher from 'undici/lib/dispatcher/dispatcher.js'
import EnvHttpProxyAgent from 'undici/lib/dispatcher/env-http-proxy-agent.js'
import { FormData } from 'undici/lib/web/fetch/formdata.js'

// undici's main file adds these methods to its dispatchers. Its proxy agent calls `connect` to open a tunnel.
Object.assign(UndiciDispatcher.prototype, { connect, request: sendRequest })

export { EnvHttpProxyAgent, FormData }
export type { Dispatcher }

/** An HTTP request. */
export interface HttpRequest {
  readonly method: Dispatcher.HttpMethod
  readonly headers: Readonly<Record<string, string>>
  /** A Blob and a form are streamed, with a `content-length`. */
  readonly body?: string | Uint8Array | Blob | FormData | undefined
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
  { body, ...options }: HttpRequest,
  dispatcher: Dispatcher
): Promise<Dispatcher.ResponseData> {
  options.signal.throwIfAborted()
  const { origin, pathname, search } = new URL(url)
  const response = dispatcher.request({
    ...options,
    origin,
    path: pathname + search,
    // undici sends a Blob with its length, but its types leave it out.
    body: (body ?? null) as FormData | null,
    headersTimeout: 0,
    bodyTimeout: 0
  })
  // undici follows the signal only after it has a connection. A proxy or a TLS handshake may delay that.
  return await Promise.race([response, rejectOnAbort(options.signal)])
}

function rejectOnAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => {
      reject(signal.reason as Error)
    })
  })
}

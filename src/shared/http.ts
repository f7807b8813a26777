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
import Pool from 'undici/lib/dispatcher/pool.js'
import { InvalidValue } from './diagnostics.ts'

// undici's main file adds these methods to its dispatchers. Its proxy agent calls `connect` to open a tunnel.
Object.assign(UndiciDispatcher.prototype, { connect, request: sendRequest })

export type { Dispatcher }

/** Returns whether a host name, as in a URL, is this machine: 127.0.0.0/8, `[::1]` or `localhost`. */
export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

// Whatever NODE_TLS_REJECT_UNAUTHORIZED says: without this check, anybody on the way can read the token.
const TLS = { rejectUnauthorized: true }

/**
 * Returns an agent for the service at `url`, which always verifies TLS. It uses the proxy that `HTTPS_PROXY`, `HTTP_PROXY`
 * and `NO_PROXY` name, except for a loopback host: the proxy's own loopback is another machine, and would get the token.
 *
 * @param timeout seconds that a request may take; without it, undici's own limits hold
 * @throws InvalidValue when a variable that names a proxy is not a URL
 */
export function makeAgent(url: string, timeout?: number): Dispatcher {
  // A handshake or a silent proxy may outlive a request that timed out. These limits end it.
  const limits = timeout === undefined ? {} : { connectTimeout: timeout * 1000, headersTimeout: timeout * 1000 }
  const options = {
    connect: TLS,
    requestTls: TLS,
    proxyTls: TLS,
    // Large bodies have failed over HTTP/2, and a few requests at once gain nothing from it.
    allowH2: false,
    // The environment must not choose the parser of the connection that carries the token. The bundle has no other.
    useMilo: false,
    clientFactory: (origin: URL, options: object) => new Pool(origin, { ...options, useMilo: false }),
    ...limits
  }
  const isDirect = isLoopback(new URL(url).hostname)
  try {
    return new EnvHttpProxyAgent(isDirect ? { ...options, httpProxy: '', httpsProxy: '' } : options)
  } catch (cause) {
    throw new InvalidValue('HTTPS_PROXY or HTTP_PROXY is not a URL, such as http://proxy.example:3128', { cause })
  }
}

/**
 * Returns what is wrong with a server's certificate, and what to do; undefined when `code` is not about a certificate.
 *
 * @param code of an error of the network: https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
export function certificateProblem(code: string): string | undefined {
  if (!CERTIFICATE.test(code)) return undefined
  if (code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID') {
    const state = code === 'CERT_HAS_EXPIRED' ? 'has expired' : 'is not valid yet'
    return `its certificate ${state} (${code}): check the clock of this machine; if it is right, the server needs another certificate`
  }
  if (/ALTNAME|HOSTNAME/.test(code)) {
    return `its certificate is for another host name (${code}): check the address, and whether a proxy answers in its place`
  }
  return `its certificate is not trusted (${code}): if your own certificate authority signed it, set NODE_EXTRA_CA_CERTS to a file with the authority's certificate, or NODE_USE_SYSTEM_CA to 1 if this machine's store has it`
}

const CERTIFICATE =
  /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|CERTIFICATE_|ERR_TLS_CERT_|INVALID_CA|HOSTNAME_MISMATCH)/

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

import { InvalidValue } from '../shared/diagnostics.ts'
import { type Dispatcher, EnvHttpProxyAgent } from '../shared/http.ts'
import { isLoopback } from './loopback.ts'

// Whatever NODE_TLS_REJECT_UNAUTHORIZED says: without this check, anybody on the way can read the token.
const TLS = { rejectUnauthorized: true }

/**
 * Returns an agent that uses the proxy that the environment names for the base URL, and that always verifies TLS.
 *
 * @param timeout seconds that an attempt may take
 * @throws InvalidValue when a variable that names a proxy is not a URL
 */
export function proxyAgent(baseUrl: string, timeout: number): Dispatcher {
  const options = {
    connect: TLS,
    requestTls: TLS,
    proxyTls: TLS,
    // Large bodies have failed over HTTP/2, and a few requests at once gain nothing from it.
    allowH2: false,
    // A handshake or a silent proxy may outlive an attempt that timed out. These limits end it.
    connectTimeout: timeout * 1000,
    headersTimeout: timeout * 1000
  }
  try {
    return new EnvHttpProxyAgent(leavesMachine(baseUrl) ? { ...options, httpProxy: '' } : options)
  } catch (cause) {
    throw new InvalidValue('HTTPS_PROXY or HTTP_PROXY is not a URL, such as http://proxy.example:3128', { cause })
  }
}

/** Whether a proxy on another host would get the token in plain text. A base URL on loopback may be `http:`. */
function leavesMachine(baseUrl: string): boolean {
  const proxy = process.env['http_proxy'] ?? process.env['HTTP_PROXY'] ?? ''
  return baseUrl.startsWith('http:') && URL.canParse(proxy) && !isLoopback(new URL(proxy).hostname)
}

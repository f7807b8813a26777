import { hideSecrets } from '../shared/secrets.ts'
import { printable } from '../shared/text.ts'
import { ApiFailure } from './api-failure.ts'

// https://nodejs.org/api/tls.html#x509-certificate-error-codes
const UNTRUSTED = /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|CERTIFICATE_|ERR_TLS_CERT_|INVALID_CA|HOSTNAME_MISMATCH)/
const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_PRX_/
const TUNNEL_REFUSED = /Proxy response \((\d+)\)/

/** A request without a response: the network failed, or the request timed out. */
export class NoAnswerError extends ApiFailure {
  override readonly name = 'NoAnswerError'
  override readonly isUnanswered = true
  override readonly isTooLarge: boolean
  override readonly isTransient: boolean
  override readonly isUncertain: boolean

  /**
   * @param host of the API, as in its URL
   * @param cause what the network threw, or the signal of a time-out
   * @param timeout seconds that the attempt was allowed to take
   */
  constructor(host: string, cause: unknown, timeout: number) {
    const { name, message, code = '' } = firstError(cause)
    const tunnelStatus = Number(TUNNEL_REFUSED.exec(message)?.[1] ?? 0)
    super(`No response from ${host}${reason()}`, { cause })
    this.isUncertain = !UNREACHABLE.test(code) && !UNTRUSTED.test(code) && tunnelStatus === 0
    this.isTooLarge = name === 'TimeoutError'
    // The next attempt would meet the same certificate, and the same proxy that asks for a password.
    this.isTransient = !UNTRUSTED.test(code) && !(tunnelStatus >= 400 && tunnelStatus < 500)

    function reason(): string {
      if (name === 'TimeoutError') return ` within ${timeout} s (input timeout)`
      if (UNTRUSTED.test(code)) {
        return `: its certificate is not trusted (${code}); if your own certificate authority signed it, set NODE_EXTRA_CA_CERTS to a file with the authority's certificate`
      }
      if (tunnelStatus > 0) {
        return `: the proxy answered HTTP ${tunnelStatus}; check HTTPS_PROXY, including user name and password, and NO_PROXY`
      }
      return `: ${printable(hideSecrets(message))}` + (UNREACHABLE.test(code) ? `; ${checkProxy()}` : '')
    }
  }
}

/** Returns the first error. A host with several addresses fails with one for each, and has no message of its own. */
function firstError(cause: unknown): NodeJS.ErrnoException {
  const error: unknown = cause instanceof AggregateError ? cause.errors[0] : cause
  return Error.isError(error) ? error : new Error(String(error))
}

function checkProxy(): string {
  const { HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy } = process.env
  return HTTPS_PROXY || https_proxy || HTTP_PROXY || http_proxy
    ? 'the environment names a proxy: check HTTPS_PROXY and NO_PROXY'
    : 'check api-base-url if it is set, and set HTTPS_PROXY if this machine needs a proxy'
}

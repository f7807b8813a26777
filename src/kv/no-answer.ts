import { hideSecrets } from '../shared/secrets.ts'
import { printable } from '../shared/text.ts'
import { ApiFailure } from './api-failure.ts'

// https://nodejs.org/api/tls.html#x509-certificate-error-codes
const UNTRUSTED = /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|CERT_|CERTIFICATE_|ERR_TLS_CERT_|INVALID_CA|HOSTNAME_MISMATCH)/
const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_PRX_/
const TUNNEL_REFUSED = /Proxy response \((\d+)\)/

/** A request to which the API gave no answer: the network's error, or none in time. */
export class NoAnswerError extends ApiFailure {
  override readonly name = 'NoAnswerError'
  override readonly isUnanswered = true
  override readonly isTooLarge: boolean
  override readonly isTransient: boolean
  override readonly isUncertain: boolean

  /**
   * @param host of the API, as a URL has it
   * @param cause what the network or the signal of a time-out threw
   * @param timeout seconds that the attempt had
   */
  constructor(host: string, cause: unknown, timeout: number) {
    const { name, message, code = '' } = firstError(cause)
    const tunnelStatus = Number(TUNNEL_REFUSED.exec(message)?.[1] ?? 0)
    super(`No answer from ${host}: ${reason()}`, { cause })
    this.isUncertain = !UNREACHABLE.test(code) && !UNTRUSTED.test(code) && tunnelStatus === 0
    this.isTooLarge = name === 'TimeoutError'
    // Neither a certificate nor a proxy that wants a password will be other ones in a second.
    this.isTransient = !UNTRUSTED.test(code) && !(tunnelStatus >= 400 && tunnelStatus < 500)

    function reason(): string {
      if (name === 'TimeoutError') return `none within ${timeout} s, which is what timeout allows`
      if (UNTRUSTED.test(code)) {
        return `its certificate is not trusted (${code}); if an authority of your own signed it, set NODE_EXTRA_CA_CERTS to a file with that authority's certificate`
      }
      if (tunnelStatus > 0) {
        return `the proxy answered HTTP ${tunnelStatus}; check HTTPS_PROXY, with user name and password if it asks for them, and NO_PROXY`
      }
      return printable(hideSecrets(message)) + (UNREACHABLE.test(code) ? `; ${wayThere()}` : '')
    }
  }
}

/** A host with several addresses fails with one error for each, and no message of its own. */
function firstError(cause: unknown): NodeJS.ErrnoException {
  const error: unknown = cause instanceof AggregateError ? cause.errors[0] : cause
  return Error.isError(error) ? error : new Error(String(error))
}

function wayThere(): string {
  const { HTTPS_PROXY, https_proxy, HTTP_PROXY, http_proxy } = process.env
  return HTTPS_PROXY || https_proxy || HTTP_PROXY || http_proxy
    ? 'the environment names a proxy: check HTTPS_PROXY and NO_PROXY'
    : 'check api-base-url if it is given, and set HTTPS_PROXY if this machine reaches the network by a proxy'
}

import { certificateProblem } from '../shared/http.ts'
import { hideSecrets } from '../shared/secrets.ts'
import { printable } from '../shared/text.ts'

type Traits = Partial<Omit<ApiFailure, keyof Error | 'attempts'>>

/** Why an attempt of a request failed. */
export class ApiFailure extends Error {
  override readonly name: string = 'ApiFailure'
  /** Whether another attempt may succeed. */
  readonly isTransient: boolean = false
  /** Whether a request with fewer pairs may succeed: the request was too large, or took too long. */
  readonly isTooLarge: boolean = false
  /** Whether the API refused a pair of the request, so that the same request without that pair may succeed. */
  readonly isAboutPair: boolean = false
  /** Whether the API asks the whole run to slow down, and not only this request. */
  readonly isThrottle: boolean = false
  /** Whether no request of the run can succeed: the credentials, the account or the namespace are wrong. */
  readonly endsRun: boolean = false
  /** Whether the API did not respond: the network failed, or a proxy says that the API did not respond in time. */
  readonly isUnanswered: boolean = false
  /** Whether the API may have carried the request out. */
  readonly isUncertain: boolean = false
  /** Milliseconds that the API asks to wait before the next attempt; 0 if it does not ask. */
  readonly retryAfter: number = 0
  /** What to do about it; empty when the message says it, or when there is nothing to do. */
  readonly advice: string = ''
  /** Attempts that failed so far, this one included. */
  attempts = 1

  constructor(message: string, traits: Traits = {}, options?: ErrorOptions) {
    super(message, options)
    Object.assign(this, traits)
  }
}

/** Returns the message of a failure, with the number of attempts if there were several, and with what to do. */
export function describeFailure({ message, attempts, advice }: ApiFailure): string {
  const what = attempts > 1 ? `${message}, after ${attempts} attempts` : message
  return advice ? `${what}. ${advice}` : what
}

const UNREACHABLE = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|UND_ERR_PRX_/
const TUNNEL_REFUSED = /Proxy response \((\d+)\)/

/**
 * Returns the failure of a request without a response: the network failed, or the request timed out.
 *
 * @param host of the API, as in its URL
 * @param cause what the network threw, or the signal of a time-out
 * @param timeout seconds that the attempt was allowed to take
 */
export function noAnswer(host: string, cause: unknown, timeout: number): ApiFailure {
  const { name, message, code = '' } = firstError(cause)
  const tunnelStatus = Number(TUNNEL_REFUSED.exec(message)?.[1] ?? 0)
  const certificate = certificateProblem(code)
  const isUnreachable = UNREACHABLE.test(code)
  let reason = `: ${printable(hideSecrets(message))}`
  if (isUnreachable) reason += '; check api-base-url if it is set, HTTPS_PROXY and NO_PROXY'
  if (tunnelStatus > 0) {
    reason = `: the proxy answered HTTP ${tunnelStatus}; check HTTPS_PROXY, including user name and password, and NO_PROXY`
  }
  if (certificate !== undefined) reason = `: ${certificate}`
  if (name === 'TimeoutError') reason = ` within ${timeout} s (input timeout)`
  const traits = {
    isUnanswered: true,
    isUncertain: !isUnreachable && certificate === undefined && tunnelStatus === 0,
    isTooLarge: name === 'TimeoutError',
    // The next attempt would meet the same certificate, and the same proxy that asks for a password.
    isTransient: certificate === undefined && !(tunnelStatus >= 400 && tunnelStatus < 500)
  }
  return new ApiFailure(`No response from ${host}${reason}`, traits, { cause })
}

/** Returns the first error. A host with several addresses fails with one for each, and has no message of its own. */
function firstError(cause: unknown): NodeJS.ErrnoException {
  const error: unknown = cause instanceof AggregateError ? cause.errors[0] : cause
  return Error.isError(error) ? error : new Error(String(error))
}

/** Thrown when the run ends before a response arrived. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
  /** Whether the request was sent, so that it is unknown whether the API carried it out. */
  readonly wasSent: boolean

  constructor(wasSent: boolean) {
    super(wasSent ? 'cancelled before a response arrived' : 'cancelled before it was sent')
    this.wasSent = wasSent
  }
}

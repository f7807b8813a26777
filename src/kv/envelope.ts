import { ApiFailure } from './api-failure.ts'
import {
  DAILY_LIMIT,
  isAboutCredentials,
  isAboutTarget,
  isAboutWholeRequest,
  isOfKv,
  PAYLOAD_TOO_LARGE,
  THROTTLED
} from './codes.ts'
import { codeOf, describeAnswer, pointerOf } from './error-message.ts'

/** The envelope of every response of Cloudflare's API: https://developers.cloudflare.com/fundamentals/api/ */
export interface Envelope {
  readonly success: boolean
  /** As received, without secrets: mostly `{ code, message, documentation_url?, source?: { pointer }, error_chain? }`. */
  readonly errors: readonly unknown[]
  /** As received, without secrets. Items have the form of those in `errors`. */
  readonly messages: readonly unknown[]
  readonly result: unknown
  /** Which page of a listing this is, and of how many. As received. */
  readonly resultInfo?: unknown
}

/** What a failure needs to know besides status and envelope. */
export interface AnswerDetails {
  /** The `cf-ray` header, with which Cloudflare's support finds a request. */
  readonly rayId?: string | undefined
  /** Milliseconds that `Retry-After` asks to wait. */
  readonly retryAfter?: number
  /** Name of the input that sets the account ID, and where it was given. */
  readonly account?: string | undefined
}

/** An error response of the API, or a response that does not come from the API, such as that of a proxy. */
export class KvApiError extends ApiFailure {
  override readonly name = 'KvApiError'
  /** HTTP status of the response. */
  readonly status: number
  /** The envelope of the response, if it has one. */
  readonly envelope: Envelope | undefined
  /** Codes of its errors. */
  readonly codes: readonly number[]
  override readonly isTransient: boolean
  override readonly isTooLarge: boolean
  override readonly isAboutPair: boolean
  override readonly isThrottle: boolean
  override readonly endsRun: boolean
  override readonly isUnanswered: boolean
  override readonly isUncertain: boolean
  override readonly retryAfter: number

  constructor(status: number, envelope: Envelope | undefined, details: AnswerDetails = {}) {
    const { rayId = '', retryAfter = 0, account = 'account-id' } = details
    const codes = envelope?.errors.map(codeOf) ?? []
    const isTransient = isTransientAnswer(status, codes, envelope)
    const isUnauthorized = isDenied(status, codes, envelope)
    super(describeAnswer(status, envelope, { rayId, account, isUnauthorized, isTransient }))
    this.status = status
    this.envelope = envelope
    this.codes = codes
    this.isTransient = isTransient
    this.isUnanswered = status === TIMED_OUT
    this.isTooLarge = status === 413 || status === TIMED_OUT || (status < 500 && codes.includes(PAYLOAD_TOO_LARGE))
    this.isThrottle = isTransient && (status === 429 || codes.some((code) => THROTTLED.has(code)))
    this.endsRun = isUnauthorized || codes.some((code) => isAboutTarget(status, code))
    this.isAboutPair =
      status === 400 &&
      envelope !== undefined &&
      !this.isTooLarge &&
      !codes.some((code) => isAboutWholeRequest(status, code))
    // A proxy's response does not say whether the request was carried out.
    this.isUncertain = envelope === undefined && (isSuccess(status) || status >= 500)
    this.retryAfter = retryAfter
  }

  /** JSON pointers of its errors to the parts of the request that they are about. */
  get pointers(): readonly string[] {
    return this.envelope?.errors.map(pointerOf).filter(Boolean) ?? []
  }
}

// https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
const TIMED_OUT = 524

/** Whether another attempt may succeed. Writes may be repeated: they are idempotent. */
function isTransientAnswer(status: number, codes: readonly number[], envelope: Envelope | undefined): boolean {
  if (codes.includes(DAILY_LIMIT)) return false
  if (codes.some((code) => THROTTLED.has(code))) return true
  const isCutShort = isSuccess(status) && envelope === undefined
  return status === 408 || status === 429 || status >= 500 || isCutShort
}

/** Whether the API does not accept the credentials. */
function isDenied(status: number, codes: readonly number[], envelope: Envelope | undefined): boolean {
  // A firewall's 403 has no envelope, and may be about one request only. KV's own numbers are about one key.
  const isForbidden = status === 403 && envelope !== undefined && !codes.some(isOfKv)
  return status === 401 || isForbidden || codes.some((code) => isAboutCredentials(status, code))
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

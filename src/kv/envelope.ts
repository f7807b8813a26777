import { parseExact } from '../shared/exact-json.ts'
import { hideSecretsIn } from '../shared/secrets.ts'
import { formatCount, printable, shortened } from '../shared/text.ts'
import { ApiFailure } from './api-failure.ts'
import {
  adviceFor,
  checkCredentials,
  DAILY_LIMIT,
  isAboutCredentials,
  isAboutTarget,
  isAboutWholeRequest,
  isOfKv,
  PAYLOAD_TOO_LARGE,
  RATE_LIMIT_ADVICE,
  THROTTLED
} from './codes.ts'

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

// A response has an error or two. These limits keep log, outputs and report readable.
const MAX_ITEMS = 100
const MAX_CHARACTERS = 10_000
const MAX_TEXT = 1000

/**
 * Parses the text of a response. Returns undefined if it is not an envelope: HTML of a proxy, or cut short. At most 100
 * errors and messages are kept, without secrets; a large one is cut to its code and message. The result, which may name
 * keys, is as received.
 *
 * @param exactNumbers whether numbers keep their exact text, see `parseExact`
 */
export function parseEnvelope(text: string, exactNumbers = false): Envelope | undefined {
  try {
    const value: unknown = exactNumbers ? parseExact(text) : JSON.parse(text)
    const { success, errors, messages, result = null, result_info: resultInfo } = partsOf(value)
    if (typeof success !== 'boolean') return undefined
    return { success, errors: parseItems(errors), messages: parseItems(messages), result, resultInfo }
  } catch {
    return undefined
  }
}

/** Anything that is not an array counts as one item, so that it is not lost. */
function parseItems(items: unknown): readonly unknown[] {
  const all: readonly unknown[] = Array.isArray(items) ? (items as unknown[]) : items == null ? [] : [items]
  const kept = all.slice(0, MAX_ITEMS).map((item) => hideSecretsIn(cut(item)))
  const rest = all.length - kept.length
  return rest > 0 ? [...kept, { message: `${formatCount(rest)} more are left out` }] : kept
}

function cut(item: unknown): unknown {
  if (JSON.stringify(item).length <= MAX_CHARACTERS) return item
  const { code, message } = partsOf(item)
  const text = typeof message === 'string' ? message : 'left out, since it is too large'
  return { ...(typeof code === 'number' && { code }), message: shortened(text, MAX_TEXT) }
}

/** What a failure needs to know besides status and envelope. */
export interface AnswerDetails {
  /** The `cf-ray` header, with which Cloudflare's support finds a request. */
  readonly rayId?: string | undefined
  /** Milliseconds that `Retry-After` asks to wait. */
  readonly retryAfter?: number
  /** Name of the input that sets the account ID, and where it was given. */
  readonly account?: string | undefined
  /** How the body is compressed; empty when it is not. */
  readonly encoding?: string
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

  constructor(status: number, envelope: Envelope | undefined, details: AnswerDetails = {}) {
    const { rayId = '', retryAfter = 0, account = 'account-id', encoding = '' } = details
    const codes = envelope?.errors.map(codeOf) ?? []
    const isUncertain = isUncertainAnswer(status, envelope)
    // A proxy that compresses one answer compresses the next one, too.
    const isCompressed = isSuccess(status) && encoding !== ''
    const isTransient = !isCompressed && isTransientAnswer(status, codes, isUncertain)
    const marks = [
      // Cloudflare's support asks for the status, which the errors of an envelope do not contain.
      ...(isTransient && codes.length > 0 ? [`HTTP ${status}`] : []),
      ...(rayId ? [`cf-ray ${printable(shortened(rayId, 40))}`] : [])
    ]
    const isTooLarge = status === 413 || status === TIMED_OUT || (status < 500 && codes.includes(PAYLOAD_TOO_LARGE))
    const isThrottle = isTransient && (status === 429 || codes.some((code) => THROTTLED.has(code)))
    const isUnauthorized = isDenied(status, codes, envelope)
    const isWhole = codes.some((code) => isAboutWholeRequest(status, code))
    const advice = codes.flatMap((code) => adviceFor(status, code, account) ?? [])
    super(reason(status, envelope, encoding) + (marks.length > 0 ? ` [${marks.join(', ')}]` : ''), {
      isTransient,
      isUncertain,
      isTooLarge,
      isThrottle,
      retryAfter,
      isUnanswered: status === TIMED_OUT,
      endsRun: isUnauthorized || codes.some((code) => isAboutTarget(status, code)),
      isAboutPair: status === 400 && envelope !== undefined && !isTooLarge && !isWhole,
      advice: isUnauthorized
        ? checkCredentials(account)
        : [...new Set(isThrottle ? [RATE_LIMIT_ADVICE] : advice)].join('. ')
    })
    this.status = status
    this.envelope = envelope
    this.codes = codes
  }

  /** JSON pointers of its errors to the parts of the request that they are about. */
  get pointers(): readonly string[] {
    return this.envelope?.errors.map(pointerOf).filter(Boolean) ?? []
  }
}

// https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
const TIMED_OUT = 524

/** Whether another attempt may succeed. Writes may be repeated: they are idempotent. */
function isTransientAnswer(status: number, codes: readonly number[], isUncertain: boolean): boolean {
  if (codes.includes(DAILY_LIMIT)) return false
  if (codes.some((code) => THROTTLED.has(code))) return true
  return status === 429 || isUncertain
}

/**
 * Whether the API may have carried the request out: whoever answers so gave up waiting, or failed on the way. A success
 * without an envelope was cut short, or is a proxy's.
 */
function isUncertainAnswer(status: number, envelope: Envelope | undefined): boolean {
  return status === 408 || status === 499 || status >= 500 || (isSuccess(status) && envelope === undefined)
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

// The message of a failure names this much of the response. The outputs and the report have the rest.
const MAX_ERRORS = 5
const MAX_LENGTH = 500

function reason(status: number, envelope: Envelope | undefined, encoding: string): string {
  if (status >= 300 && status < 400) return `HTTP ${status}: redirects are not followed; check api-base-url`
  if (!envelope && encoding) {
    return `HTTP ${status} with a compressed body (Content-Encoding: ${printable(shortened(encoding, 40))}), which was not asked for: check the proxy between this machine and the API`
  }
  if (!envelope) return `HTTP ${status} with a body that is not a response of Cloudflare's API`
  if (envelope.errors.length === 0) return `HTTP ${status} with success: ${envelope.success} and no error message`
  return envelope.errors.slice(0, MAX_ERRORS).map(describeItem).join('; ')
}

function describeItem(item: unknown): string {
  const { code, message, documentation_url: url } = partsOf(item)
  const pointer = pointerOf(item)
  const what = [word(code), word(message)].filter(Boolean).join(' ') || JSON.stringify(item)
  const where = [pointer && `at ${pointer}`, word(url) && `see ${word(url)}`].filter(Boolean)
  return printable(shortened([what.replace(/\.$/, ''), ...where].join(', '), MAX_LENGTH))
}

/** Returns the number of an error, NaN if it has none. */
function codeOf(item: unknown): number {
  return Number(word(partsOf(item)['code']) || NaN)
}

/** Returns the JSON pointer of an error to the part of the request that it is about, empty if it has none. */
function pointerOf(item: unknown): string {
  return word(partsOf(partsOf(item)['source'])['pointer'])
}

function word(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** Returns the properties of an object. Nothing else has the properties that are read. */
function partsOf(value: unknown): Readonly<Record<string, unknown>> {
  return (value ?? {}) as Readonly<Record<string, unknown>>
}

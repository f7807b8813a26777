import { hideSecretsIn, hideValuesIn } from '../shared/secrets.ts'
import { printable, shortened } from '../shared/text.ts'
import { parseExact } from '../shared/exact-json.ts'
import { advice, CREDENTIAL_CODES } from './advice.ts'
import { ApiFailure } from './api-failure.ts'

/** The envelope around every answer of Cloudflare's API: https://developers.cloudflare.com/fundamentals/api/ */
export interface Envelope {
  readonly success: boolean
  /** As received, but for secrets: `{ code, message, documentation_url?, source?: { pointer }, error_chain? }` as a rule. */
  readonly errors: readonly unknown[]
  /** As received, items as in `errors`. */
  readonly messages: readonly unknown[]
  readonly result: unknown
  /** Which page of a listing it is, and of how many: as received. */
  readonly resultInfo?: unknown
}

/** What an answer has besides its status and its envelope, as far as it matters to a failure. */
export interface AnswerDetails {
  /** The `cf-ray` header, by which Cloudflare's support finds a request. */
  readonly rayId?: string | undefined
  /** Milliseconds that `Retry-After` asks to wait. */
  readonly retryAfter?: number
}

/** An answer of the API that says no, or that is not an answer of the API. */
export class KvApiError extends ApiFailure {
  override readonly name = 'KvApiError'
  /** HTTP status of the answer. */
  readonly status: number
  /** The answer's envelope, if it has one. */
  readonly envelope: Envelope | undefined
  /** Numbers of its errors. */
  readonly codes: readonly number[]
  override readonly isTransient: boolean
  override readonly isTooLarge: boolean
  override readonly isThrottle: boolean
  override readonly isUnauthorized: boolean
  override readonly isUnanswered: boolean
  override readonly isUncertain: boolean
  override readonly retryAfter: number

  constructor(status: number, envelope: Envelope | undefined, { rayId, retryAfter = 0 }: AnswerDetails = {}) {
    const codes = envelope?.errors.map(codeOf) ?? []
    const isTransient = isTransientAnswer(status, codes, envelope)
    const marks = [
      // An envelope's errors don't say it, and support asks for it.
      ...(isTransient && envelope?.errors.length ? [`HTTP ${status}`] : []),
      ...(rayId ? [`cf-ray ${printable(shortened(rayId, 40))}`] : [])
    ]
    super(describe(status, envelope) + (marks.length > 0 ? ` [${marks.join(', ')}]` : ''))
    this.status = status
    this.envelope = envelope
    this.codes = codes
    this.isTransient = isTransient
    this.isUnanswered = status === TIMED_OUT
    this.isTooLarge = status === 413 || status === TIMED_OUT
    this.isThrottle = isTransient && (status === 429 || codes.some((code) => THROTTLE_CODES.has(code)))
    // A 403 without an envelope is a firewall's, which minds one request and not another; KV's own numbers are of a key.
    this.isUnauthorized =
      status === 401 ||
      (status === 403 && envelope !== undefined && !codes.some(isOfKv)) ||
      codes.some((code) => CREDENTIAL_CODES.has(code))
    // Whoever answered in the API's place does not know either.
    this.isUncertain = envelope === undefined && (isSuccess(status) || status >= 500)
    this.retryAfter = retryAfter
  }
}

// https://developers.cloudflare.com/api/resources/kv/, and what clients of the service have met.
const THROTTLE_CODES: ReadonlySet<number> = new Set([971, 10022, 10046])
const DAILY_LIMIT_CODE = 10048

// https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-5xx-errors/
const TIMED_OUT = 524

/** Whether the same request may be answered otherwise in a while. Writes may be repeated: they are idempotent. */
function isTransientAnswer(status: number, codes: readonly number[], envelope: Envelope | undefined): boolean {
  if (codes.includes(DAILY_LIMIT_CODE)) return false
  if (codes.some((code) => THROTTLE_CODES.has(code))) return true
  const isCutShort = isSuccess(status) && envelope === undefined
  return status === 408 || status === 429 || status >= 500 || isCutShort
}

function isOfKv(code: number): boolean {
  return code > 10_000 && code < 11_000
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

function codeOf(item: unknown): number {
  return Number(word(partsOf(item)['code']))
}

/**
 * Parses the text of an answer. Returns undefined when it is not an envelope: HTML of a proxy, cut short, or nested so
 * deeply that it could not be handed on. Secrets that a server gives back are hidden in errors and messages; the result,
 * which may name keys, is as received.
 *
 * @param exactNumbers whether numbers that would not keep their text are what `JSON.rawJSON` makes of it
 */
export function parseEnvelope(text: string, exactNumbers = false): Envelope | undefined {
  let value: unknown
  try {
    value = exactNumbers ? parseExact(text) : JSON.parse(text)
  } catch {
    return undefined
  }
  const { success, errors, messages, result = null, result_info: resultInfo } = partsOf(value)
  if (typeof success !== 'boolean' || isDeeper(value, MAX_LEVELS)) return undefined
  return {
    success,
    errors: asItems(hideSecretsIn(errors)),
    messages: asItems(hideSecretsIn(messages)),
    result,
    resultInfo
  }
}

// JSON.stringify fails at some 4,000 levels. Metadata, of at most 1,024 bytes, may have 512.
const MAX_LEVELS = 1000

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1))
}

/** Returns an envelope without the values that an answer gives back. The result of a success, which may name keys, stays. */
export function withoutValues(envelope: Envelope, values: readonly string[]): Envelope {
  const { success, errors, messages, result } = envelope
  return {
    ...envelope,
    errors: asItems(hideValuesIn(errors, values)),
    messages: asItems(hideValuesIn(messages, values)),
    result: success ? result : hideValuesIn(result, values)
  }
}

/** What should be an array is taken for an item of it, so that what it says is not lost. */
function asItems(items: unknown): readonly unknown[] {
  return [items ?? []].flat()
}

function describe(status: number, envelope: Envelope | undefined): string {
  if (status >= 300 && status < 400) return `HTTP ${status}: a redirect, which is not followed; check api-base-url`
  if (!envelope) return `HTTP ${status} with a body that is not an answer of Cloudflare's API`
  if (envelope.errors.length === 0) return `HTTP ${status} with success: ${envelope.success} and no error that says why`
  return envelope.errors.slice(0, MAX_ERRORS).map(describeItem).join('; ')
}

// An answer has one short error as a rule; the outputs have them all, whole.
const MAX_ERRORS = 5
const MAX_LENGTH = 500

function describeItem(item: unknown): string {
  const { code, message, documentation_url: url, source } = partsOf(item)
  const pointer = word(partsOf(source)['pointer'])
  const what = [word(code), word(message)].filter(Boolean).join(' ') || JSON.stringify(item)
  const where = [pointer && `at ${pointer}`, word(url) && `see ${word(url)}`].filter(Boolean)
  const text = printable(shortened([what.replace(/\.$/, ''), ...where].join(', '), MAX_LENGTH))
  const hint = advice(codeOf(item))
  return hint === undefined ? text : `${text}. ${hint}`
}

function word(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** The properties of an object; of anything else none that anyone asks for. */
function partsOf(value: unknown): Readonly<Record<string, unknown>> {
  return (value ?? {}) as Readonly<Record<string, unknown>>
}

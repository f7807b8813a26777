import { printable, shortened } from '../shared/text.ts'
import { adviceFor, checkCredentials } from './codes.ts'
import type { Envelope } from './envelope.ts'

/** What a message needs to know besides the response. */
export interface MessageContext {
  /** The `cf-ray` header, with which Cloudflare's support finds a request. */
  readonly rayId: string
  /** Name of the input that sets the account ID, and where it was given. */
  readonly account: string
  /** Whether the API does not accept the credentials. */
  readonly isUnauthorized: boolean
  readonly isTransient: boolean
}

// A response mostly has one short error. The outputs have all errors, in full.
const MAX_ERRORS = 5
const MAX_LENGTH = 500

/** Returns one line that says why the API failed a request, and what to do. */
export function describeAnswer(status: number, envelope: Envelope | undefined, context: MessageContext): string {
  const { rayId, isTransient } = context
  const marks = [
    // Cloudflare's support asks for the status, which the errors of an envelope do not contain.
    ...(isTransient && envelope?.errors.length ? [`HTTP ${status}`] : []),
    ...(rayId ? [`cf-ray ${printable(shortened(rayId, 40))}`] : [])
  ]
  const hints = advice(status, envelope, context)
  return [reason(status, envelope) + (marks.length > 0 ? ` [${marks.join(', ')}]` : ''), ...hints].join('. ')
}

function reason(status: number, envelope: Envelope | undefined): string {
  if (status >= 300 && status < 400) return `HTTP ${status}: redirects are not followed; check api-base-url`
  if (!envelope) return `HTTP ${status} with a body that is not a response of Cloudflare's API`
  if (envelope.errors.length === 0) return `HTTP ${status} with success: ${envelope.success} and no error message`
  return envelope.errors.slice(0, MAX_ERRORS).map(describeItem).join('; ')
}

function advice(status: number, envelope: Envelope | undefined, context: MessageContext): string[] {
  const { account, isUnauthorized } = context
  const found = envelope?.errors.flatMap((item) => adviceFor(status, codeOf(item), account) ?? []) ?? []
  return [...new Set(isUnauthorized ? [checkCredentials(account)] : found)]
}

function describeItem(item: unknown): string {
  const { code, message, documentation_url: url } = partsOf(item)
  const pointer = pointerOf(item)
  const what = [word(code), word(message)].filter(Boolean).join(' ') || JSON.stringify(item)
  const where = [pointer && `at ${pointer}`, word(url) && `see ${word(url)}`].filter(Boolean)
  return printable(shortened([what.replace(/\.$/, ''), ...where].join(', '), MAX_LENGTH))
}

/** Returns the number of an error, NaN if it has none. */
export function codeOf(item: unknown): number {
  return Number(word(partsOf(item)['code']) || NaN)
}

/** Returns the JSON pointer of an error to the part of the request that it is about, empty if it has none. */
export function pointerOf(item: unknown): string {
  return word(partsOf(partsOf(item)['source'])['pointer'])
}

function word(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

/** Returns the properties of an object. Nothing else has the properties that are read. */
export function partsOf(value: unknown): Readonly<Record<string, unknown>> {
  return (value ?? {}) as Readonly<Record<string, unknown>>
}

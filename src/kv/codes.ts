/*
 * The codes of API errors that the action handles specially. The list is in
 * https://developers.cloudflare.com/api/resources/kv/ and in Cloudflare's clients. Other products of Cloudflare may use
 * one of these codes for something else.
 */

/** The credentials are malformed, missing or invalid. */
const CREDENTIALS: ReadonlySet<number> = new Set([6003, 6111, 9106, 9109])

// An authentication error with 401 and 403. Elsewhere it is a generic error: `wrangler dev` answers it with 500.
const AUTHENTICATION = 10000

/** The account is unknown, malformed, or has no Workers KV. */
const ACCOUNT: ReadonlySet<number> = new Set([10003, 10004, 10005, 10006, 10015, 10016, 10026])

// In this order: no such path, mostly because the account is unknown; a malformed namespace ID; no such namespace.
const NO_ROUTE = 7003
const MALFORMED_NAMESPACE_ID = 10011
const NAMESPACE_NOT_FOUND = 10013

/** The user has no permission for the operation. */
const FORBIDDEN = 10037

/** There is no such key. */
export const KEY_NOT_FOUND = 10009

/** The request is larger than the API takes. */
export const PAYLOAD_TOO_LARGE = 10024

/** The account has reached the free plan's daily limit, so that another attempt fails until the next day. */
export const DAILY_LIMIT = 10048

/** There were too many requests. */
export const THROTTLED: ReadonlySet<number> = new Set([971, 10022, 10046])

// No CF-Ray header, no such endpoint, no bulk writes to this namespace.
const WHOLE_REQUEST: ReadonlySet<number> = new Set([7000, 10002, 10025, 10035, DAILY_LIMIT, ...THROTTLED])

/** Whether an error says that the credentials are not accepted. */
export function isAboutCredentials(status: number, code: number): boolean {
  const isDenied = status === 401 || status === 403
  return (isDenied && code === AUTHENTICATION) || (status < 500 && (CREDENTIALS.has(code) || code === FORBIDDEN))
}

/** Whether an error is about the account or the namespace, so that every request to the namespace has it. */
export function isAboutTarget(status: number, code: number): boolean {
  const isOfTarget = [NO_ROUTE, MALFORMED_NAMESPACE_ID, NAMESPACE_NOT_FOUND].includes(code) || ACCOUNT.has(code)
  return status < 500 && isOfTarget
}

/** Whether an error is about a bulk request as a whole, whichever pairs it has. */
export function isAboutWholeRequest(status: number, code: number): boolean {
  return isAboutCredentials(status, code) || isAboutTarget(status, code) || WHOLE_REQUEST.has(code)
}

/** Whether this code comes from KV itself, and not from the part of the API that checks credentials. */
export function isOfKv(code: number): boolean {
  return code > AUTHENTICATION && code < 11_000
}

/**
 * Returns what the user can do about an error. Undefined if there is nothing to add to the API's message.
 *
 * @param account name of the input that sets the account ID, and where it was given
 */
export function adviceFor(status: number, code: number, account: string): string | undefined {
  if (isAboutCredentials(status, code)) return checkCredentials(account)
  if (code === NO_ROUTE) {
    return `Check ${account}, and api-base-url if it is set: the API has no such account or path. Are account ID and namespace ID swapped?`
  }
  if (ACCOUNT.has(code)) return `Check ${account}: the API does not accept this account ID`
  if (code === MALFORMED_NAMESPACE_ID) return 'Check namespace: it must be the ID of a namespace, 32 hex digits'
  if (code === NAMESPACE_NOT_FOUND) return `Check namespace and ${account}: the account has no namespace with this ID`
  if (code === DAILY_LIMIT) return 'The free plan reached its daily limit: wait until 00:00 UTC, or use the paid plan'
  return undefined
}

/** What to do about too many requests: https://developers.cloudflare.com/fundamentals/api/reference/limits/ */
export const RATE_LIMIT_ADVICE =
  'Cloudflare allows 1,200 requests in five minutes for a user or token, whatever sends them: wait five minutes, and run the step again'

/** Returns what to do when the API does not accept the credentials. */
export function checkCredentials(account: string): string {
  return `Check the credentials (api-token, or api-email and api-key) and ${account}: they must be valid, and the token needs the permission Workers KV Storage: Edit (for dry-run, Read) on that account`
}

const CREDENTIALS =
  'Check the credentials (api-token, or api-email and api-key): they must be valid, and a token must have the permission Workers KV Storage Write (for dry-run, Read) on this account'

/** The numbers that the API gives to credentials that open nothing. */
export const CREDENTIAL_CODES: ReadonlySet<number> = new Set([6003, 6111, 9106, 9109, 10000])

// By the numbers that KV answers with. On another of Cloudflare's products one of them may mean something else.
const ADVICE: Readonly<Record<number, string>> = {
  7003: 'Check account-id, and api-base-url if it is given: the API has nothing at that path, most often since it knows no such account',
  10011: 'Check namespace: it must be the ID of a namespace, 32 hex digits',
  10013: 'Check namespace: this account has no namespace with that ID',
  10048: 'The daily limit of the free plan is reached: it starts anew at 00:00 UTC, and the paid plan has none'
}

/** Returns what a user can do about an error of the API, or undefined when its message must do. */
export function advice(code: number): string | undefined {
  return CREDENTIAL_CODES.has(code) ? CREDENTIALS : ADVICE[code]
}

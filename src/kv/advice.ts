const CREDENTIALS =
  'Check the credentials (api-token, or api-email and api-key): they must be valid, and a token must have the permission Workers KV Storage Write on this account'

// By the numbers that KV answers with. On another of Cloudflare's products one of them may mean something else.
const ADVICE: Readonly<Record<number, string>> = {
  6003: CREDENTIALS,
  6111: CREDENTIALS,
  7003: 'Check account-id, and api-base-url if it is given: the API has nothing at that path, most often since it knows no such account',
  9106: CREDENTIALS,
  9109: CREDENTIALS,
  10000: CREDENTIALS,
  10011: 'Check namespace: it must be the ID of a namespace, 32 hex digits',
  10013: 'Check namespace: this account has no namespace with that ID',
  10048: 'The daily limit of the free plan is reached: it starts anew at 00:00 UTC, and the paid plan has none'
}

/** Returns what a user can do about an error of the API, or undefined when its message must do. */
export function advice(code: number): string | undefined {
  return ADVICE[code]
}

/**
 * How requests are authenticated: by an API token, or by e-mail address and global API key. `LOCAL_EXPLORER` sends none, and
 * its requests go to the local explorer of `wrangler dev`, which has no accounts.
 */
export type Credentials =
  { readonly apiToken: string } | { readonly apiEmail: string; readonly apiKey: string } | typeof LOCAL_EXPLORER

export const LOCAL_EXPLORER = 'local explorer'

/**
 * A namespace by its ID, 32 hex digits in lower case, or by its title, which is looked up. A title that wrangler makes for a
 * binding without an ID comes with that binding.
 */
export type NamespaceName = { readonly id: string } | { readonly title: string; readonly binding?: string }

/** Where to write, and with which credentials. */
export interface Target {
  readonly credentials: Credentials
  readonly accountId: string
  /** Where the account ID was given, for messages: `input account-id`, `account_id in wrangler.toml`. */
  readonly accountIdSource: string
  readonly namespace: NamespaceName
  /** Without a slash at its end. */
  readonly baseUrl: string
}

/** Returns the ID of a namespace, 32 hex digits, in lower case; undefined when `text` is not one. */
export function parseNamespaceId(text: string): string | undefined {
  return /^[0-9a-f]{32}$/i.test(text) ? text.toLowerCase() : undefined
}

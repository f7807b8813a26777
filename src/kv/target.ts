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

/** What the API says about a namespace, in a listing or when it is asked for one. */
export interface NamespaceInfo {
  /** 32 hex digits in lower case. */
  readonly id: string
  /** Empty when the API was not asked. */
  readonly title: string
  /** Whether it belongs to KV Instant, which stores no metadata. */
  readonly isInstant: boolean
  /**
   * Whether keys in a URL are percent-decoded. Namespaces from 2020 and before store them as they stand:
   * https://developers.cloudflare.com/api/resources/kv/subresources/namespaces/methods/get/
   */
  readonly supportsUrlEncoding: boolean
}

/** Returns what is assumed of a namespace about which the API is not asked. */
export function assumeNamespace(id: string): NamespaceInfo {
  return { id, title: '', isInstant: false, supportsUrlEncoding: true }
}

/**
 * Returns the namespace that an item of an answer describes; undefined when it describes none. An ID of another form would
 * change the path of requests, or show as something else in the log.
 */
export function parseNamespaceInfo(item: unknown): NamespaceInfo | undefined {
  const { id, title, mode, supports_url_encoding: encoding } = (item ?? {}) as Readonly<Record<string, unknown>>
  const knownId = typeof id === 'string' ? parseNamespaceId(id) : undefined
  if (knownId === undefined || typeof title !== 'string') return undefined
  return { id: knownId, title, isInstant: mode === 'instant', supportsUrlEncoding: encoding !== false }
}

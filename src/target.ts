/** How requests are authenticated: an API token, or the older pair of e-mail and global API key. */
export type Credentials = { readonly apiToken: string } | { readonly apiEmail: string; readonly apiKey: string }

/** Where to write, and with which rights. */
export interface Target {
  readonly credentials: Credentials
  readonly accountId: string
  /** 32 hex digits in lower case. */
  readonly namespaceId: string
  /** Without a slash at its end. */
  readonly baseUrl: string
}

import * as core from '@actions/core'
import type { Workspace } from '../entries/workspace.ts'
import { type Credentials, LOCAL_EXPLORER, type NamespaceName, parseNamespaceId, type Target } from '../kv/target.ts'
import { InvalidValue } from '../shared/diagnostics.ts'
import { isLoopback } from '../shared/http.ts'
import { printable, quoted } from '../shared/text.ts'
import { environment, type InputReader } from './reader.ts'
import { readWrangler, type WranglerConfig } from './wrangler.ts'

const BASE_URL = 'https://api.cloudflare.com/client/v4'

const CREDENTIALS = [
  ['api-token', 'CLOUDFLARE_API_TOKEN'],
  ['api-email', 'CLOUDFLARE_EMAIL'],
  ['api-key', 'CLOUDFLARE_API_KEY']
] as const

const VARIABLES = [...CREDENTIALS.map(([, variable]) => variable), 'CLOUDFLARE_ACCOUNT_ID']

/**
 * Returns what to do about each of the variables that is set only under its name in older versions of wrangler, as
 * sentences after a space. Empty when there is none.
 */
export function describeOldVariables(names: readonly string[] = VARIABLES): string {
  const oldName = (name: string): string => name.replace('CLOUDFLARE_', 'CF_')
  const old = names.filter((name) => !environment(name) && environment(oldName(name)))
  return old.map((name) => ` ${oldName(name)} is not read: rename it to ${name}.`).join('')
}

/**
 * Whether no credentials are given at all, as on a pull request from a fork. The local explorer of `wrangler dev` needs
 * none.
 */
export function hasNoCredentials(): boolean {
  const isGiven = CREDENTIALS.some(([name, variable]) => core.getInput(name) || environment(variable))
  return !isGiven && !isLocalExplorer(givenBaseUrl())
}

function givenBaseUrl(): string {
  return core.getInput('api-base-url') || environment('CLOUDFLARE_API_BASE_URL')
}

function isLocalExplorer(baseUrl: string): boolean {
  const url = URL.parse(baseUrl)
  return url !== null && isLoopback(url.hostname) && /\/explorer\/api\/*$/.test(url.pathname)
}

/**
 * Reads where to write, and with which credentials. Returns undefined when an input is not valid.
 *
 * @param checksOnly whether the run has no credentials and needs no target. What is given is checked all the same. An
 *   account ID and a namespace may be missing: where secrets are not available, variables usually aren't either.
 */
export async function readTarget(
  reader: InputReader,
  workspace: Workspace,
  checksOnly: boolean
): Promise<Target | undefined> {
  const { diagnostics } = reader
  const [apiToken = '', apiEmail = '', apiKey = ''] = CREDENTIALS.map(([name, variable]) =>
    reader.credential(name, variable)
  )
  if (isLocalExplorer(givenBaseUrl())) return readExplorer(reader)
  const credentials = checksOnly
    ? undefined
    : diagnostics.attempt('', () => parseCredentials(apiToken, apiEmail, apiKey))
  const wrangler = await readWrangler(diagnostics, workspace)
  const account = wrangler && readAccount(reader, wrangler.config, checksOnly)
  const text = core.getInput('namespace')
  const namespace =
    wrangler && (text || !checksOnly)
      ? diagnostics.attempt('namespace', () => parseNamespace(text, wrangler.config))
      : undefined
  const baseUrl = diagnostics.attempt('api-base-url', () => parseBaseUrl(givenBaseUrl() || BASE_URL))
  if (!credentials || !account || !namespace || baseUrl === undefined) return undefined
  return { credentials, ...account, namespace, baseUrl }
}

/** Reads the target that is the local explorer of `wrangler dev`. It needs no account, and gets no credentials. */
function readExplorer({ diagnostics }: InputReader): Target | undefined {
  const title = core.getInput('namespace')
  if (!title) {
    diagnostics.error('namespace is missing: set it to a KV binding of the Worker that wrangler dev runs')
  }
  const baseUrl = diagnostics.attempt('api-base-url', () => parseBaseUrl(givenBaseUrl()))
  if (baseUrl === undefined || !title) return undefined
  return { credentials: LOCAL_EXPLORER, accountId: '', accountIdSource: '', namespace: { title }, baseUrl }
}

function readAccount(
  { diagnostics }: InputReader,
  config: WranglerConfig | undefined,
  isOptional: boolean
): Pick<Target, 'accountId' | 'accountIdSource'> | undefined {
  const sources = [
    { source: 'input account-id', text: core.getInput('account-id') },
    { source: 'environment variable CLOUDFLARE_ACCOUNT_ID', text: environment('CLOUDFLARE_ACCOUNT_ID') },
    ...(config ? [{ source: `account_id in ${printable(config.path)}`, text: config.accountId }] : [])
  ]
  const { source, text } = sources.find((given) => given.text) ?? { source: 'input account-id', text: '' }
  if (isOptional && !text) return undefined
  const name = source === 'input account-id' ? 'account-id' : `account-id (${source})`
  const accountId = diagnostics.attempt(name, () => parseAccountId(text))
  return accountId === undefined ? undefined : { accountId, accountIdSource: source }
}

/**
 * Returns the credentials that were given; a token wins over the pair.
 *
 * @throws InvalidValue when there are none, or half a pair. Its message never contains the credentials.
 */
export function parseCredentials(apiToken: string, apiEmail: string, apiKey: string): Credentials {
  if (apiToken) return { apiToken: headerValue('api-token', apiToken) }
  if (apiEmail && apiKey) {
    return { apiEmail: headerValue('api-email', apiEmail), apiKey: headerValue('api-key', apiKey) }
  }
  if (apiEmail) throw new InvalidValue('api-email needs api-key too (or give api-token instead of both)')
  if (apiKey) throw new InvalidValue('api-key needs api-email too (or give api-token instead of both)')
  throw new InvalidValue(
    `api-token is missing: give an API token with the permission Workers KV Storage: Edit, as the input or as the environment variable CLOUDFLARE_API_TOKEN. A secret that is not set is empty, and pull requests from forks and from Dependabot get no secrets: use dry-run: true to check without secrets.${describeOldVariables()}`
  )
}

function headerValue(name: string, value: string): string {
  if (/^(?!["'])[\x21-\x7e]+$/.test(value)) return value
  throw new InvalidValue(
    `${name} must be one word of ASCII without quotes: it contains white space or other characters`
  )
}

/**
 * Returns the account ID. Error messages never contain it, since it may be a token in the wrong place.
 *
 * @throws InvalidValue when it is missing, is over 32 characters, or has characters that are not letters, digits, `_`
 * or `-`
 */
export function parseAccountId(text: string): string {
  if (text === '') {
    throw new InvalidValue(
      `is missing: give it as the input or as the environment variable CLOUDFLARE_ACCOUNT_ID, or as account_id in wrangler-config.${describeOldVariables(['CLOUDFLARE_ACCOUNT_ID'])}`
    )
  }
  if (text.length > 32) throw new InvalidValue(`must be at most 32 characters, got ${text.length}`)
  if (!/^[\w-]+$/.test(text)) throw new InvalidValue('must consist of letters and digits, as in the dashboard')
  return text
}

/**
 * Returns the namespace that `text` names: by its ID, or by a binding when there is a configuration of wrangler, or by its
 * title.
 *
 * @throws InvalidValue when it is missing, or what `WranglerConfig.namespace` throws
 */
export function parseNamespace(text: string, config: WranglerConfig | undefined): NamespaceName {
  if (text === '') {
    throw new InvalidValue(
      'is missing: give the ID (32 hex digits) or the title of a Workers KV namespace, or with wrangler-config a binding'
    )
  }
  const id = parseNamespaceId(text)
  if (id) return { id }
  return config ? config.namespace(text) : { title: text }
}

/**
 * Returns the base URL of the API without a slash at its end. Plain `http:` is only for loopback hosts, so
 * that a token never crosses a network unencrypted.
 *
 * @throws InvalidValue saying what is wrong; a URL with a user name or password is not repeated in it
 */
export function parseBaseUrl(text: string): string {
  if (text.includes('@')) throw new InvalidValue('must not contain a user name or password')
  const url = URL.parse(text)
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new InvalidValue(`must be a URL that starts with https://, got ${quoted(text)}`)
  }
  if (/[?#]/.test(url.href)) throw new InvalidValue(`must end with its path, without ? or #; got ${quoted(text)}`)
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new InvalidValue(`must be https: (plain http: is only for loopback hosts), got ${quoted(text)}`)
  }
  return url.href.replace(/\/+$/, '')
}

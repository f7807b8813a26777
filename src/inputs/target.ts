import { InvalidValue } from '../shared/diagnostics.ts'
import * as core from '@actions/core'
import type { Workspace } from '../entries/workspace.ts'
import { isLoopback } from '../kv/loopback.ts'
import { type Credentials, LOCAL_EXPLORER, type NamespaceName, parseNamespaceId, type Target } from '../kv/target.ts'
import { printable, quoted } from '../shared/text.ts'
import { environment, type InputReader, secret } from './reader.ts'
import type { WranglerConfig } from './wrangler.ts'
import { readWrangler } from './wrangler-input.ts'

const BASE_URL = 'https://api.cloudflare.com/client/v4'

/**
 * Whether no credentials are given at all, as on a pull request from a fork. The local explorer of `wrangler dev` needs
 * none.
 */
export function hasNoCredentials(): boolean {
  const isGiven = CREDENTIALS.some(([name, variable]) => core.getInput(name) || environment(variable))
  return !isGiven && !isLocalExplorer(givenBaseUrl())
}

function isLocalExplorer(baseUrl: string): boolean {
  const url = URL.parse(baseUrl)
  return url !== null && isLoopback(url.hostname) && /\/explorer\/api\/*$/.test(url.pathname)
}

/**
 * Records an error for each input of a target that is given and wrong. An account ID and a namespace may be missing: where
 * secrets are not available, variables usually aren't either.
 */
async function checkGivenTarget(reader: InputReader, workspace: Workspace): Promise<void> {
  const wrangler = await readWrangler(reader, workspace)
  await reader.optional('account-id', parseAccountId)
  if (wrangler) await reader.optional('namespace', (text) => parseNamespace(text, wrangler.config))
  await reader.optional('api-base-url', parseBaseUrl)
}

/**
 * Reads where to write, and with which credentials. Returns undefined when an input is wrong.
 *
 * @param checksOnly whether the run has no credentials and needs no target
 */
export async function readTarget(
  reader: InputReader,
  workspace: Workspace,
  checksOnly = false
): Promise<Target | undefined> {
  if (checksOnly) {
    await checkGivenTarget(reader, workspace)
    return undefined
  }
  if (isLocalExplorer(givenBaseUrl())) return readExplorer(reader)
  const credentials = await reader.diagnostics.attempt('', () =>
    parseCredentials(
      secret('api-token', 'CLOUDFLARE_API_TOKEN'),
      secret('api-email', 'CLOUDFLARE_EMAIL'),
      secret('api-key', 'CLOUDFLARE_API_KEY')
    )
  )
  const wrangler = await readWrangler(reader, workspace)
  const account = wrangler && (await readAccount(reader, wrangler.config))
  const namespace = wrangler && (await reader.input('namespace', '', (text) => parseNamespace(text, wrangler.config)))
  const baseUrl = await reader.input('api-base-url', environment('CLOUDFLARE_API_BASE_URL') || BASE_URL, parseBaseUrl)
  if (!credentials || !account || !namespace || baseUrl === undefined) return undefined
  return { credentials, ...account, namespace, baseUrl }
}

/** Reads the target that is the local explorer of `wrangler dev`. It needs no account, and credentials are not sent to it. */
async function readExplorer(reader: InputReader): Promise<Target | undefined> {
  for (const [name, variable] of CREDENTIALS) secret(name, variable)
  const baseUrl = await reader.diagnostics.attempt('api-base-url', () => parseBaseUrl(givenBaseUrl()))
  const title = await reader.input('namespace', '', parseExplorerNamespace)
  if (baseUrl === undefined || title === undefined) return undefined
  return { credentials: LOCAL_EXPLORER, accountId: '', accountIdSource: '', namespace: { title }, baseUrl }
}

function parseExplorerNamespace(text: string): string {
  if (text !== '') return text
  throw new InvalidValue('is missing: set it to a KV binding of the Worker that wrangler dev runs')
}

function givenBaseUrl(): string {
  return core.getInput('api-base-url') || environment('CLOUDFLARE_API_BASE_URL')
}

const CREDENTIALS = [
  ['api-token', 'CLOUDFLARE_API_TOKEN'],
  ['api-email', 'CLOUDFLARE_EMAIL'],
  ['api-key', 'CLOUDFLARE_API_KEY']
] as const

/** An account ID, and where it was given. */
interface AccountId {
  readonly accountId: string
  readonly accountIdSource: string
}

async function readAccount(reader: InputReader, config: WranglerConfig | undefined): Promise<AccountId | undefined> {
  const input = core.getInput('account-id')
  const variable = environment('CLOUDFLARE_ACCOUNT_ID')
  if (input) return checkAccount(reader, 'account-id', 'input account-id', () => input)
  const [source, read] = variable
    ? ['environment variable CLOUDFLARE_ACCOUNT_ID', (): string => variable]
    : [config && `account_id in ${printable(config.path)}`, (): string => config?.accountId ?? '']
  return checkAccount(reader, source ? `account-id (${source})` : 'account-id', source ?? '', read)
}

/** @param name with which messages begin */
async function checkAccount(
  reader: InputReader,
  name: string,
  accountIdSource: string,
  read: () => string
): Promise<AccountId | undefined> {
  const accountId = await reader.diagnostics.attempt(name, () => parseAccountId(read()))
  return accountId === undefined ? undefined : { accountId, accountIdSource }
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
    'api-token is missing: give an API token with the permission Workers KV Storage: Edit, as the input or as the environment variable CLOUDFLARE_API_TOKEN. A secret that is not set is empty, and pull requests from forks and from Dependabot get no secrets'
  )
}

function headerValue(name: string, value: string): string {
  if (/^[\x21-\x7e]+$/.test(value)) return value
  throw new InvalidValue(`${name} must be one word of ASCII: it contains white space or other characters`)
}

/**
 * Returns the account ID. Error messages never contain it, since it may be a token in the wrong place.
 *
 * @throws InvalidValue when it is missing, is over 32 characters, or has characters that are not letters, digits, `_`
 * or `-`
 */
export function parseAccountId(text: string): string {
  if (text === '')
    throw new InvalidValue(
      'is missing: give it as the input or as the environment variable CLOUDFLARE_ACCOUNT_ID, or as account_id in wrangler-config'
    )
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
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['http:', 'https:'].includes(url.protocol)) {
    throw new InvalidValue(`must be a URL that starts with https://, got ${quoted(text)}`)
  }
  if (/[?#]/.test(url.href)) throw new InvalidValue(`must end with its path, without ? or #; got ${quoted(text)}`)
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw new InvalidValue(`must be https: (plain http: is only for loopback hosts), got ${quoted(text)}`)
  }
  return url.href.replace(/\/+$/, '')
}

import * as core from '@actions/core'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { applyDefaults, type EntryDefaults, type Shape } from '../entries/entry.ts'
import { parseExpiration, parseTtl } from '../entries/expiry.ts'
import { parseMetadata } from '../entries/metadata.ts'
import type { Selection } from '../entries/read.ts'
import { Workspace } from '../entries/workspace.ts'
import { parseBoolean, parseChoice, parseInteger } from './scalars.ts'
import { parseSelection } from './selection.ts'
import { checkPrune } from './sync.ts'
import type { Sync } from '../plan/plan.ts'
import { parseAccountId, parseBaseUrl, parseCredentials, parseNamespace } from './target.ts'
import type { WranglerConfig } from './wrangler.ts'
import type { CommentSettings } from '../report/comment.ts'
import { keepProxyPasswords, keepSecret } from '../shared/secrets.ts'
import type { Target } from '../kv/target.ts'

/** What the user asks for. `target` and `selection` are there whenever no error was noted. */
export interface Inputs {
  readonly target: Target | undefined
  /** The namespace as it was given, by which a reader of the summary knows it. */
  readonly namespace: string
  readonly selection: Selection | undefined
  readonly shape: Shape
  readonly sync: Sync
  readonly workspace: Workspace
  /** Requests in flight at once. */
  readonly concurrency: number
  /** Attempts of a request after the first. */
  readonly maxRetries: number
  /** Seconds that one attempt may take. */
  readonly timeout: number
  readonly summary: boolean
  /** Undefined when no comment is wanted. */
  readonly comment: CommentSettings | undefined
}

/**
 * Reads every input from the environment (`INPUT_…`, and the variables that wrangler and the SDKs use) and has the
 * runner mask the credentials. Notes an error for each input that is wrong, and goes on to the next.
 *
 * @param now milliseconds since the UNIX epoch
 */
export async function readInputs(now: number, diagnostics: Diagnostics): Promise<Inputs> {
  keepProxyPasswords()
  const reader = new InputReader(diagnostics)
  const workspace = new Workspace(
    environment('GITHUB_WORKSPACE') || process.cwd(),
    environment('RUNNER_TEMP') || undefined
  )
  const target = await readTarget(reader, workspace)
  const selection = await readSelection(reader)
  return {
    target,
    namespace: core.getInput('namespace'),
    selection,
    sync: await readSync(reader, selection),
    shape: { keyPrefix: core.getInput('key-prefix'), defaults: await readDefaults(now, reader) },
    workspace,
    concurrency: await reader.setting('concurrency', '4', (text) => parseInteger(text, 1, 32)),
    maxRetries: await reader.setting('max-retries', '5', (text) => parseInteger(text, 0, 100)),
    timeout: await reader.setting('timeout', '120', (text) => parseInteger(text, 1, 86_400)),
    summary: await reader.setting('summary', 'true', parseBoolean),
    comment: await readComment(reader)
  }
}

async function readTarget(reader: InputReader, workspace: Workspace): Promise<Target | undefined> {
  const credentials = await reader.diagnostics.attempt('', () =>
    parseCredentials(
      secret('api-token', 'CLOUDFLARE_API_TOKEN'),
      secret('api-email', 'CLOUDFLARE_EMAIL'),
      secret('api-key', 'CLOUDFLARE_API_KEY')
    )
  )
  const wrangler = await readWrangler(reader, workspace)
  const account = environment('CLOUDFLARE_ACCOUNT_ID') || wrangler?.config?.accountId
  const accountId = wrangler && (await reader.input('account-id', account ?? '', parseAccountId))
  const namespace = wrangler && (await reader.input('namespace', '', (text) => parseNamespace(text, wrangler.config)))
  const baseUrl = await reader.input('api-base-url', environment('CLOUDFLARE_API_BASE_URL') || BASE_URL, parseBaseUrl)
  if (!credentials || accountId === undefined || !namespace || baseUrl === undefined) return undefined
  return { credentials, accountId, namespace, baseUrl }
}

/** Undefined when the configuration is wrong: then it is not known what it would have said. */
async function readWrangler(
  reader: InputReader,
  workspace: Workspace
): Promise<{ readonly config: WranglerConfig | undefined } | undefined> {
  const path = core.getInput('wrangler-config')
  const name = core.getInput('wrangler-environment')
  if (!path && name) reader.diagnostics.error('wrangler-environment needs wrangler-config, the file that has it')
  if (!path) return name ? undefined : { config: undefined }
  const { readWranglerFile, WranglerConfig } = await import('./wrangler.ts')
  const file = await reader.diagnostics.attempt('wrangler-config', () => readWranglerFile(path, workspace))
  const config =
    file && (await reader.diagnostics.attempt('wrangler-environment', () => new WranglerConfig(file, name)))
  return config && { config }
}

const BASE_URL = 'https://api.cloudflare.com/client/v4'

async function readSelection(reader: InputReader): Promise<Selection | undefined> {
  const stripExtension = await reader.setting('strip-extension', 'false', parseBoolean)
  const ifNoFilesFound = await reader.setting('if-no-files-found', 'error', (text) =>
    parseChoice(text, ['error', 'warn', 'ignore'] as const)
  )
  return parseSelection(
    {
      key: core.getInput('key'),
      value: core.getInput('value', { trimWhitespace: false }),
      file: core.getInput('file'),
      glob: core.getInput('glob'),
      entries: core.getInput('entries', { trimWhitespace: false }),
      entriesFile: core.getInput('entries-file'),
      baseDir: core.getInput('base-dir') || '.',
      stripExtension,
      ifNoFilesFound
    },
    reader.diagnostics
  )
}

async function readSync(reader: InputReader, selection: Selection | undefined): Promise<Sync> {
  const dryRun = await reader.setting('dry-run', 'false', parseBoolean)
  const skipUnchanged = await reader.setting('skip-unchanged', 'false', parseBoolean)
  const prune = await reader.setting('prune', 'false', parseBoolean)
  const repository = environment('GITHUB_REPOSITORY').toLowerCase()
  const sync = { dryRun, skipUnchanged: skipUnchanged || prune, prune, repository }
  if (prune) checkPrune(sync, selection, reader.diagnostics)
  return sync
}

async function readDefaults(now: number, reader: InputReader): Promise<EntryDefaults> {
  const metadata = await reader.optional('metadata', parseMetadata)
  const expirationTtl = await reader.optional('ttl', parseTtl)
  const expiration = await reader.optional('expiration', (text) => parseExpiration(text, now))
  if (expirationTtl !== undefined && expiration !== undefined) {
    reader.diagnostics.warning('ttl and expiration are both given: ttl wins, as in the API')
  }
  return applyDefaults({ metadata, expiration, expirationTtl })
}

async function readComment(reader: InputReader): Promise<CommentSettings | undefined> {
  const isWanted = await reader.setting('comment', 'false', parseBoolean)
  const token = secret('github-token')
  if (!isWanted) return undefined
  return { token, environment: core.getInput('wrangler-environment') }
}

type Parse<T> = (text: string) => T | Promise<T>

class InputReader {
  readonly diagnostics: Diagnostics

  constructor(diagnostics: Diagnostics) {
    this.diagnostics = diagnostics
  }

  /** The input, or `fallback` when it is empty, parsed; undefined when that is wrong. */
  input<T>(name: string, fallback: string, parse: Parse<T>): Promise<T | undefined> {
    return this.diagnostics.attempt(name, () => parse(core.getInput(name) || fallback))
  }

  /** The same with a `fallback` that is right, so that there is always a value to go on with. */
  async setting<T>(name: string, fallback: string, parse: Parse<T>): Promise<T> {
    return (await this.input(name, fallback, parse)) ?? parse(fallback)
  }

  /** The input parsed; undefined when it is empty or wrong. */
  async optional<T>(name: string, parse: Parse<T>): Promise<T | undefined> {
    return core.getInput(name) ? this.input(name, '', parse) : undefined
  }
}

function secret(name: string, variable = ''): string {
  const value = core.getInput(name) || environment(variable)
  if (value) core.setSecret(value)
  keepSecret(value)
  return value
}

function environment(name: string): string {
  return process.env[name]?.trim() ?? ''
}

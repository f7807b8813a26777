import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import * as core from '@actions/core'
import { type Diagnostics, InvalidValue } from '../shared/diagnostics.ts'
import { credentialPaths } from '../entries/credentials.ts'
import { applyDefaults, type EntryDefaults, type Shape } from '../entries/entry.ts'
import { parseExpiration, parseTtl } from '../entries/expiry.ts'
import { type Metadata, parseMetadata } from '../entries/metadata.ts'
import type { Selection } from '../entries/read.ts'
import { Workspace } from '../entries/workspace.ts'
import { environment, InputReader, secret } from './reader.ts'
import { parseBoolean, parseInteger } from './scalars.ts'
import { readSelection } from './selection.ts'
import { isDryRun, readSync } from './sync.ts'
import { hasNoCredentials, readTarget } from './target.ts'
import { readValidation } from './validation.ts'
import { checkUnknownInputs } from './unknown.ts'
import { chosenEnvironment } from './wrangler-input.ts'
import { recognizeBackup } from './undo.ts'
import { hasReservedName, RESERVED_NAME } from '../plan/stamp.ts'
import type { Sync } from '../plan/compare.ts'
import type { ValueRules } from '../plan/validate/rules.ts'
import type { CommentSettings } from '../report/comment.ts'
import { keepProxyPasswords } from '../shared/secrets.ts'
import type { Target } from '../kv/target.ts'

/** What the user asks for. Without an error, `target` and `selection` are defined, unless `checksOnly`. */
export interface Inputs {
  readonly target: Target | undefined
  /** Whether the run is a dry run without any credentials. It checks files and values, and has no target. */
  readonly checksOnly: boolean
  /** The input `namespace` as it was given, to name the namespace in the summary. */
  readonly namespace: string
  readonly selection: Selection | undefined
  readonly shape: Shape
  /** What every value must be; undefined when values are not checked. */
  readonly rules: ValueRules | undefined
  readonly sync: Sync
  readonly workspace: Workspace
  /** Folder in which to save what the run changes, before the first write. Undefined when no backup is wanted. */
  readonly backupFolder: string | undefined
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
 * runner mask the credentials. Records an error for each input that is wrong or misspelled, and goes on to the next.
 *
 * @param now milliseconds since the UNIX epoch
 */
export async function readInputs(now: number, diagnostics: Diagnostics): Promise<Inputs> {
  keepProxyPasswords()
  checkUnknownInputs(process.env, diagnostics)
  const reader = new InputReader(diagnostics)
  const temp = environment('RUNNER_TEMP')
  const root = environment('GITHUB_WORKSPACE') || process.cwd()
  const workspace = new Workspace(root, temp || undefined, credentialPaths(process.env))
  const checksOnly = isDryRun() && hasNoCredentials()
  const target = await readTarget(reader, workspace, checksOnly)
  const keyPrefix = readKeyPrefix()
  const selection = recognizeBackup(await readSelection(reader), keyPrefix, workspace, reader)
  return {
    target,
    checksOnly,
    namespace: core.getInput('namespace'),
    selection,
    rules: await readValidation(reader),
    sync: await readSync(reader, selection, keyPrefix),
    shape: { keyPrefix, defaults: await readDefaults(now, reader) },
    workspace,
    backupFolder: (await reader.setting('backup', 'false', parseBoolean)) ? resolve(temp || tmpdir()) : undefined,
    concurrency: await reader.setting('concurrency', '4', (text) => parseInteger(text, 1, 32)),
    maxRetries: await reader.setting('max-retries', '5', (text) => parseInteger(text, 0, 100)),
    timeout: await reader.setting('timeout', '120', (text) => parseInteger(text, 1, 86_400)),
    summary: await reader.setting('summary', 'true', parseBoolean),
    comment: await readComment(reader, keyPrefix, selection)
  }
}

/** Keeps white space in a prefix, except line ends, which YAML blocks add without intent. */
function readKeyPrefix(): string {
  return core.getInput('key-prefix', { trimWhitespace: false }).replace(/[\r\n]+$/, '')
}

async function readDefaults(now: number, reader: InputReader): Promise<EntryDefaults> {
  const metadata = await reader.optional('metadata', parseDefaultMetadata)
  const expirationTtl = await reader.optional('ttl', parseTtl)
  const expiration = await reader.optional('expiration', (text) => parseExpiration(text, now))
  if (expirationTtl !== undefined && expiration !== undefined) {
    reader.diagnostics.warning('ttl and expiration are both given: ttl wins, as in the API')
  }
  return applyDefaults({ metadata, expiration, expirationTtl })
}

async function parseDefaultMetadata(text: string): Promise<Metadata> {
  const metadata = await parseMetadata(text)
  if (hasReservedName(metadata)) throw new InvalidValue(RESERVED_NAME)
  return metadata
}

async function readComment(
  reader: InputReader,
  keyPrefix: string,
  selection: Selection | undefined
): Promise<CommentSettings | undefined> {
  const isWanted = await reader.setting('comment', 'false', parseBoolean)
  const token = secret('github-token')
  if (!isWanted) return undefined
  return { token, environment: chosenEnvironment().name, keyPrefix, source: commentSource(selection) }
}

/** What distinguishes the comments of two steps. The text of `entries` is not in it, since it changes with its pairs. */
function commentSource(selection: Selection | undefined): string {
  if (!selection || 'entries' in selection) return 'entries'
  if ('key' in selection) return `key ${selection.key}`
  if ('glob' in selection) return `glob ${selection.glob}`
  return `entries-file ${'backupFile' in selection ? selection.backupFile : selection.entriesFile}`
}

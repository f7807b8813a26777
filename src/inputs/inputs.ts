import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import * as core from '@actions/core'
import { credentialPaths } from '../entries/credentials.ts'
import { applyDefaults, type EntryDefaults, type EntrySettings } from '../entries/entry.ts'
import { parseExpiration, parseTtl } from '../entries/expiry.ts'
import { type Metadata, parseMetadata } from '../entries/metadata.ts'
import type { Selection } from '../entries/read.ts'
import { Workspace } from '../entries/workspace.ts'
import type { Target } from '../kv/target.ts'
import { hasReservedName, RESERVED_NAME } from '../plan/stamp.ts'
import type { Sync } from '../plan/compare.ts'
import type { Credential, ValueRules } from '../plan/validate.ts'
import type { CommentSettings } from '../report/comment.ts'
import { type Diagnostics, InvalidValue } from '../shared/diagnostics.ts'
import { quoted } from '../shared/text.ts'
import { keepProxyPasswords } from '../shared/secrets.ts'
import { hasNoCredentials, readTarget } from './connection.ts'
import { environment, InputReader } from './reader.ts'
import { readSelection } from './selection.ts'
import { readShowValues, readSync } from './sync.ts'
import { checkUnknownInputs } from './unknown.ts'
import { chosenEnvironment } from './wrangler.ts'

/** What the user asks for. Without an error, `target` and `selection` are defined, unless `checksOnly`. */
export interface Inputs {
  readonly target: Target | undefined
  /** Whether the run is a dry run without any credentials. It checks files and values, and has no target. */
  readonly checksOnly: boolean
  /** The credentials of the step, also those that it does not use. None of them may be published. */
  readonly credentials: readonly Credential[]
  /** The input `namespace` as it was given, to name the namespace in the summary. */
  readonly namespace: string
  readonly selection: Selection | undefined
  readonly entrySettings: EntrySettings
  /** What every value must be; undefined when values are not checked. */
  readonly rules: ValueRules | undefined
  readonly sync: Sync
  /** Whether summary and comment show how values change. */
  readonly showValues: boolean
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
  const dryRun = reader.boolean('dry-run')
  const prune = reader.boolean('prune')
  const checksOnly = dryRun && hasNoCredentials()
  const target = await readTarget(reader, workspace, checksOnly)
  const keyPrefix = readKeyPrefix(diagnostics)
  const selection = readSelection(reader, workspace, prune)
  const sync = readSync(reader, { dryRun, prune, keyPrefix, selection })
  const comment = readComment(reader, keyPrefix, selection)
  return {
    target,
    checksOnly,
    // An e-mail address is no secret.
    credentials: reader.credentials.filter(({ input }) => input !== 'api-email'),
    namespace: core.getInput('namespace'),
    selection,
    rules: readRules(reader),
    sync,
    showValues: readShowValues(reader, sync.skipUnchanged),
    entrySettings: { keyPrefix, defaults: await readDefaults(now, reader) },
    workspace,
    backupFolder: reader.boolean('backup') ? resolve(temp || tmpdir()) : undefined,
    concurrency: reader.integer('concurrency', 1, 32),
    maxRetries: reader.integer('max-retries', 0, 100),
    timeout: reader.integer('timeout', 1, 86_400),
    summary: reader.boolean('summary'),
    comment
  }
}

/** Keeps white space in a prefix, except line ends, which YAML blocks add without intent. */
function readKeyPrefix(diagnostics: Diagnostics): string {
  const prefix = core.getInput('key-prefix', { trimWhitespace: false }).replace(/[\r\n]+$/, '')
  if (prefix.includes('*')) {
    diagnostics.warning(`key-prefix ${quoted(prefix)} is put before each key as it is: * is no wildcard in it`)
  }
  return prefix
}

function readRules(reader: InputReader): ValueRules | undefined {
  const validate = reader.choice('validate', ['none', 'json'])
  const schema = core.getInput('schema') || undefined
  return schema || validate === 'json' ? { schema } : undefined
}

async function readDefaults(now: number, reader: InputReader): Promise<EntryDefaults> {
  const { diagnostics } = reader
  const text = core.getInput('metadata')
  const metadata = text ? await diagnostics.attemptAsync('metadata', () => parseDefaultMetadata(text)) : undefined
  const expirationTtl = reader.optional('ttl', parseTtl)
  const expiration = reader.optional('expiration', (given) => parseExpiration(given, now))
  if (expirationTtl !== undefined && expiration !== undefined) {
    diagnostics.warning('ttl and expiration are both given: ttl wins, as in the API')
  }
  return applyDefaults({ metadata, expiration, expirationTtl })
}

async function parseDefaultMetadata(text: string): Promise<Metadata> {
  const metadata = await parseMetadata(text)
  if (hasReservedName(metadata)) throw new InvalidValue(RESERVED_NAME)
  return metadata
}

function readComment(
  reader: InputReader,
  keyPrefix: string,
  selection: Selection | undefined
): CommentSettings | undefined {
  const token = reader.credential('github-token')
  if (!reader.boolean('comment')) return undefined
  return { token, environment: chosenEnvironment().name, keyPrefix, source: commentSource(selection) }
}

/** What distinguishes the comments of two steps. The text of `entries` is not in it, since it changes with its pairs. */
function commentSource(selection: Selection | undefined): string {
  if (!selection || 'entries' in selection) return 'entries'
  if ('key' in selection) return `key ${selection.key}`
  if ('glob' in selection) return `glob ${selection.glob}`
  return `entries-file ${'backupFile' in selection ? selection.backupFile : selection.entriesFile}`
}

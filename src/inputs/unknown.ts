import type { Diagnostics } from '../shared/diagnostics.ts'
import { misspelled } from '../shared/similar.ts'
import { quoted } from '../shared/text.ts'

/** The inputs of action.yml without a default. */
export const WITHOUT_DEFAULT = [
  'api-token',
  'api-email',
  'api-key',
  'account-id',
  'namespace',
  'wrangler-config',
  'wrangler-environment',
  'api-base-url',
  'key',
  'value',
  'file',
  'glob',
  'entries',
  'entries-file',
  'base-dir',
  'key-prefix',
  'metadata',
  'ttl',
  'expiration',
  'schema',
  'managed-by'
] as const

/** The inputs of action.yml with a default, which the runner passes when they are not given. */
export const WITH_DEFAULT = [
  'include-hidden-files',
  'strip-extension',
  'validate',
  'if-no-files-found',
  'dry-run',
  'if-key-exists',
  'skip-unchanged',
  'prune',
  'max-deletions',
  'expected-plan-id',
  'backup',
  'concurrency',
  'max-retries',
  'timeout',
  'summary',
  'comment',
  'github-token'
] as const

/** The inputs of action.yml. */
export const INPUT_NAMES = [...WITHOUT_DEFAULT, ...WITH_DEFAULT]

type InputName = (typeof INPUT_NAMES)[number]

/** What people write for an input, in lower case and without `-` and `_`. */
const SYNONYMS: readonly (readonly [names: readonly InputName[], synonyms: string])[] = [
  [['api-token'], 'token cloudflareapitoken cloudflaretoken cfapitoken cftoken'],
  [['api-email'], 'email cloudflareemail'],
  [['api-key'], 'globalapikey cloudflareapikey'],
  [['account-id'], 'account cloudflareaccountid cloudflareaccount cfaccountid cfaccount'],
  [['namespace'], 'namespaceid namespacename namespacetitle kvnamespace kvnamespaceid kvid binding'],
  [['wrangler-config'], 'wrangler wranglerfile wranglertoml wranglerpath wranglerconfigpath'],
  [['wrangler-environment'], 'environment env wranglerenv cloudflareenv'],
  [['api-base-url'], 'apiurl baseurl'],
  [['key', 'entries'], 'keys'],
  [['value'], 'val content contents data text'],
  [['value', 'entries'], 'values'],
  [['file', 'glob'], 'path'],
  [['file'], 'filename filepath valuefile'],
  [['glob'], 'files pattern patterns globs paths include includes'],
  [['entries'], 'entry pairs items keyvalues keyvaluepairs kvpairs'],
  [['entries-file'], 'entriespath pairsfile bulkfile'],
  [['base-dir'], 'basedirectory basepath basefolder rootdir'],
  [['key-prefix'], 'prefix'],
  [['strip-extension'], 'stripext removeextension'],
  [['metadata'], 'meta'],
  [['ttl'], 'expirationttl expirettl expiresin expirein maxage lifetime timetolive ttlseconds'],
  [['expiration'], 'expires expire expiry expiresat expireat expirationdate expirationtime'],
  [['validate'], 'validation validatejson'],
  [['schema'], 'jsonschema schemafile'],
  [['if-no-files-found'], 'nofilesfound ifnofiles'],
  [['dry-run'], 'dry plan planonly preview noop'],
  [['if-key-exists'], 'ifexists keyexists overwrite onconflict'],
  [['skip-unchanged'], 'skipexisting onlychanged'],
  [['prune'], 'delete purge deletestale deleteremoved deleteorphans'],
  [['max-deletions'], 'maxdeletes deletionlimit'],
  [['expected-plan-id'], 'planid expectedplan approvedplanid'],
  [['concurrency'], 'parallel parallelism maxconcurrency'],
  [['max-retries'], 'retries retry retrycount maxattempts'],
  [['timeout'], 'timeoutseconds requesttimeout'],
  [['summary'], 'jobsummary stepsummary'],
  [['comment'], 'prcomment commentpr'],
  [['github-token'], 'ghtoken repotoken']
]

const BY_MEANING: ReadonlyMap<string, readonly InputName[]> = new Map([
  ...SYNONYMS.flatMap(([names, synonyms]) => synonyms.split(' ').map((synonym) => [synonym, names] as const)),
  ...INPUT_NAMES.map((name) => [simplified(name), [name]] as const)
])

/** A shorter name is like too many inputs to mean one. */
const MIN_LENGTH = 3

/** Beginnings of inputs that are common names of variables. */
const COMMON_NAMES: ReadonlySet<string> = new Set(['name', 'base', 'max', 'api'])

const PREFIX = 'INPUT_'

/**
 * Records an error for each variable `INPUT_…` that is no input but probably means one. The runner passes unknown inputs
 * too, only with a warning, and a step with a misspelled `ttl` or `dry-run` must not write as if nothing was given.
 *
 * A job may have such variables for its own scripts. So those are left alone that resemble no input, and those that
 * cannot be meant, because the inputs that they resemble are given or have no use in this step.
 *
 * @param variables of the environment
 */
export function checkUnknownInputs(variables: NodeJS.ProcessEnv, diagnostics: Diagnostics): void {
  // nektos/act passes the inputs of a composite action to the actions in it.
  if (variables['ACT'] === 'true') return
  // The runner writes the names of inputs in upper case.
  const names = Object.keys(variables).filter((name) => name.startsWith(PREFIX) && name === name.toUpperCase())
  const given = new Set(names.filter((name) => variables[name]).map(inputOf))
  for (const variable of names) {
    const name = inputOf(variable)
    const meant = inputsMeantBy(name)
    if (meant.length === 0 || !canBeMeant(meant, given)) continue
    diagnostics.error(
      `unknown input ${quoted(name)}; did you mean ${meant.join(' or ')}? If ${quoted(variable)} is a variable of the job for other steps, rename it`
    )
  }
}

function inputOf(variable: string): string {
  return variable.slice(PREFIX.length).toLowerCase()
}

function canBeMeant(meant: readonly InputName[], given: ReadonlySet<string>): boolean {
  if (meant.some((name) => given.has(name) && (WITHOUT_DEFAULT as readonly string[]).includes(name))) return false
  if (meant.includes('wrangler-environment')) return given.has('wrangler-config')
  return !meant.every((name) => SOURCES.has(name)) || !hasSource(given)
}

/** The inputs that say what to write. */
const SOURCES: ReadonlySet<string> = new Set(['key', 'value', 'file', 'glob', 'entries', 'entries-file'])

function hasSource(given: ReadonlySet<string>): boolean {
  if (given.has('key')) return given.has('value') || given.has('file')
  return ['glob', 'entries', 'entries-file'].some((name) => given.has(name))
}

/** Returns the inputs that an unknown name may mean: by its meaning first, then by likeness. None for a known name. */
function inputsMeantBy(name: string): readonly InputName[] {
  if ((INPUT_NAMES as readonly string[]).includes(name) || name.length < MIN_LENGTH || COMMON_NAMES.has(name)) return []
  // The runner replaces spaces by underscores, and no input has one.
  const likely = misspelled(name.replaceAll('_', '-'), INPUT_NAMES)
  return BY_MEANING.get(simplified(name)) ?? (likely === undefined ? [] : [likely])
}

function simplified(name: string): string {
  return name.replace(/[-_]/g, '')
}

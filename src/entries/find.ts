import { statSync } from 'node:fs'
import { extname, sep } from 'node:path'
import { type Diagnostics, InvalidValue } from '../shared/diagnostics.ts'
import { Pace } from '../shared/pace.ts'
import type { Runtime } from '../shared/runtime.ts'
import { listed } from '../shared/similar.ts'
import { counted, quoted } from '../shared/text.ts'
import { CredentialFile } from './credentials.ts'
import { type Entry, fileEntry, type KeyedFile, type EntrySettings } from './entry.ts'
import { explainPatterns } from './explain.ts'
import { escapeGlob, parsePatterns, type Pattern } from './pattern.ts'
import { realPathIfFound, relativeInside } from './roots.ts'
import { Walk } from './walk.ts'
import type { Workspace } from './workspace.ts'

/** Folders that one message names. */
const MAX_NAMES = 10

/** Every file that matches, one key each. */
export interface FilesSelection {
  /** Newline-separated patterns of `@actions/glob`. */
  readonly glob: string
  /** Whether files with a path segment that begins with a dot match. */
  readonly includeHiddenFiles: boolean
  /** The folder that keys are relative to; relative to the workspace, or absolute. */
  readonly baseDir: string
  readonly stripExtension: boolean
  /** What to do when an include selects no file. */
  readonly ifNoFilesFound: 'error' | 'warn' | 'ignore'
  /** Whether `prune` deletes the keys of files that earlier runs found, and this one does not. */
  readonly prune: boolean
}

/** What the functions of this file share. */
interface Context {
  readonly selection: FilesSelection
  readonly entrySettings: EntrySettings
  readonly workspace: Workspace
  readonly log: Runtime['log']
  readonly pace: Pace
  readonly diagnostics: Diagnostics
}

/** Returns an entry for each matching file, sorted by key, then by path. Reports problems and patterns without effect. */
export async function readFiles(
  selection: FilesSelection,
  entrySettings: EntrySettings,
  workspace: Workspace,
  { log, signal }: Pick<Runtime, 'log' | 'signal'>,
  diagnostics: Diagnostics
): Promise<Entry[]> {
  const context = { selection, entrySettings, workspace, log, pace: new Pace(signal), diagnostics }
  try {
    const files = addKeys(await findFiles(context), context)
    return await makeEntries(files, context)
  } catch (error) {
    if (error instanceof InvalidValue) diagnostics.error(error.message)
    else if (signal.aborted) diagnostics.error('cancelled while files were searched')
    else throw error
    return []
  }
}

async function findFiles(context: Context): Promise<readonly string[]> {
  const { selection, workspace, pace, diagnostics } = context
  const patterns = await parsePatterns(selection.glob, workspace.roots, pace)
  const options = { roots: workspace.roots, includeHidden: selection.includeHiddenFiles, pace }
  const walk = new Walk(patterns, options)
  await walk.run()
  for (const problem of walk.problems) diagnostics.error(`glob: ${problem}`)
  reportLinks(walk.unfollowed, context)
  reportSubmodules(walk.submodules, context)
  const idle = patterns.filter((pattern) => !walk.effective.has(pattern))
  reportIdle(await explainPatterns(idle, options), patterns, context)
  return walk.files
}

function reportLinks(links: readonly string[], context: Context): void {
  const example = quoted(`${escapeGlob(context.workspace.display(links[0] ?? ''))}/**`)
  const verb = links.length === 1 ? 'to a folder is' : 'to folders are'
  const what = `${counted(links.length, 'symlink')} ${verb} not followed`
  reportUnread(links, what, `to publish what one holds, name it in a pattern, such as ${example}`, '', context)
}

function reportSubmodules(submodules: readonly string[], context: Context): void {
  const what = `${counted(submodules.length, 'submodule')} ${submodules.length === 1 ? 'is' : 'are'} not checked out`
  const remedy = 'to publish their files, set submodules: true on actions/checkout (recursive for those in submodules)'
  reportUnread(submodules, what, remedy, '/**', context)
}

/** Reports folders that may hold files and are not read: a warning, and with `prune` an error. */
function reportUnread(
  paths: readonly string[],
  what: string,
  remedy: string,
  end: string,
  { selection, workspace, diagnostics }: Context
): void {
  if (paths.length === 0) return
  const names = paths.map((path) => workspace.display(path)).sort()
  const shown = listed(names, MAX_NAMES)
  const excludes = names
    .slice(0, MAX_NAMES)
    .map((name) => quoted(`!${escapeGlob(name)}${end}`))
    .join(', ')
  const message = `glob: ${what}: ${shown}. Files there may match: ${remedy}; to leave them out, add ${excludes} at the end of glob`
  if (!selection.prune) diagnostics.warning(message)
  else diagnostics.error(`${message}. Otherwise prune would delete the keys of these files`)
}

function reportIdle(
  reasons: ReadonlyMap<Pattern, string | undefined>,
  patterns: readonly Pattern[],
  context: Context
): void {
  const firstInclude = patterns.findIndex(({ negate }) => !negate)
  const early = new Set(patterns.slice(0, Math.max(firstInclude, 0)))
  for (const { text } of early) {
    context.diagnostics.error(
      `glob: the exclude ${quoted(text)} stands above every pattern that includes files, so it removes nothing: move it below them`
    )
  }
  for (const [pattern, reason] of reasons) {
    if (!pattern.negate) reportNoFiles(pattern.text, reason, context)
    else if (!early.has(pattern)) reportIdleExclude(pattern, reason, context)
  }
  if (firstInclude < 0) reportNoFiles('', 'it has no pattern that includes files', context)
}

function reportIdleExclude(
  { text, namesHidden }: Pattern,
  reason: string | undefined,
  { selection, log, diagnostics }: Context
): void {
  const message = `glob: the exclude ${quoted(text)} removed nothing`
  if (reason !== undefined) diagnostics.warning(`${message}: ${reason}`)
  else if (!namesHidden || selection.includeHiddenFiles) log(message)
}

function reportNoFiles(text: string, reason = '', { selection, log, diagnostics }: Context): void {
  const { ifNoFilesFound, prune } = selection
  const message = `glob matches no files${text && ` for the pattern ${quoted(text)}`}: ${reason}`
  const sentence = message.endsWith('?') ? message : `${message}.`
  if (ifNoFilesFound === 'error') {
    const danger = prune ? '; then prune deletes the keys that earlier runs wrote for it' : ''
    diagnostics.error(`${sentence} To allow this, set if-no-files-found to warn or ignore${danger}`)
  } else if (prune) {
    diagnostics.warning(`${sentence} prune may delete the keys that earlier runs wrote for it`)
  } else if (ifNoFilesFound === 'warn') diagnostics.warning(message)
  else log(message)
}

function addKeys(paths: readonly string[], { selection, entrySettings, workspace, diagnostics }: Context): KeyedFile[] {
  if (paths.length === 0) return []
  const bases = findBaseDir(selection.baseDir, workspace, paths)
  const files: KeyedFile[] = []
  for (const path of paths) {
    const name = bases.map((base) => nameIn(base, path)).find((found) => found !== undefined)
    if (name !== undefined) {
      files.push({ key: entrySettings.keyPrefix + (selection.stripExtension ? withoutExtension(name) : name), path })
    } else {
      const file = workspace.display(path)
      diagnostics.error(
        `file ${quoted(file)} matches glob but lies outside base-dir: exclude it with !, or choose a base-dir that holds it`,
        { location: { file } }
      )
    }
  }
  return files.sort((a, b) => compare(a.key, b.key) || compare(a.path, b.path))
}

/** Returns the base directory as given and with its symlinks resolved, since a pattern may begin with either path. */
function findBaseDir(baseDir: string, workspace: Workspace, paths: readonly string[]): string[] {
  const path = workspace.canonical(baseDir)
  const real = realPathIfFound(path)
  if (real !== undefined && statSync(real).isDirectory()) return [path, real]
  // A folder whose name differs in its Unicode normalisation.
  if (paths.some((file) => nameIn(path, file) !== undefined)) return [path]
  throw new InvalidValue(`base-dir must be a folder, relative to the workspace; got ${quoted(baseDir)}`)
}

async function makeEntries(
  files: readonly KeyedFile[],
  { entrySettings, workspace, pace, diagnostics }: Context
): Promise<Entry[]> {
  const credentials: [CredentialFile, Entry][] = []
  const entries: Entry[] = []
  for (const file of files) {
    if (pace.isDue) await pace.pause()
    const entry = fileEntry(file, entrySettings.defaults, workspace, (error, refused) => {
      if (error instanceof CredentialFile) credentials.push([error, refused])
      else diagnostics.error(`file ${quoted(refused.source)} ${error.message}`, refused)
    })
    entries.push(entry)
  }
  reportCredentials(credentials, diagnostics)
  return entries
}

/** Reports one error for each kind: `.git` holds thousands of files. */
function reportCredentials(refused: readonly [CredentialFile, Entry][], diagnostics: Diagnostics): void {
  for (const [kind, some] of Map.groupBy(refused, ([error]) => error.kind)) {
    const [[{ exclude }, { source }]] = some as [[CredentialFile, Entry]]
    diagnostics.error(
      `glob matches ${counted(some.length, 'file')} ${kind} (the first is ${quoted(source)}), which may hold credentials and are never published: exclude them with ${quoted(exclude ?? `!${escapeGlob(source)}`)}`
    )
  }
}

/** Returns the path from `base` to `path` in the bytes of `path`, whatever the Unicode normalisation of both. */
function nameIn(base: string, path: string): string | undefined {
  const plain = relativeInside(base, path)
  if (plain !== undefined) return plain
  const normalized = relativeInside(base.normalize(), path.normalize())
  return normalized === undefined ? undefined : path.split(sep).slice(-normalized.split('/').length).join('/')
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b)
}

function withoutExtension(name: string): string {
  return name.slice(0, name.length - extname(name).length)
}

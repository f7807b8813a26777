import { realpath, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { type Diagnostics, InvalidValue } from '../shared/diagnostics.ts'
import type { Runtime } from '../shared/runtime.ts'
import { counted, quoted } from '../shared/text.ts'
import { CredentialFile } from './credentials.ts'
import type { Entry, Shape } from './entry.ts'
import { type KeyedFile, tryFileEntry } from './file.ts'
import { type Found, findFiles, type IdlePattern } from './find.ts'
import { Pace, SearchCancelled } from './find/pace.ts'
import type { FoundFile } from './find/walk.ts'
import { relativeInside } from './roots.ts'
import type { Workspace } from './workspace.ts'

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

type Output = Pick<Runtime, 'log' | 'signal'>

/** Returns an entry for each matching file, sorted by key, then by path. */
export async function readFiles(
  selection: FilesSelection,
  shape: Shape,
  workspace: Workspace,
  runtime: Output,
  diagnostics: Diagnostics
): Promise<Entry[]> {
  try {
    const found = await findFiles(selection.glob, {
      roots: workspace.roots,
      includeHidden: selection.includeHiddenFiles,
      runtime
    })
    report(found, selection, workspace, runtime, diagnostics)
    if (found.files.length === 0) return []
    const baseDirs = await diagnostics.attempt('base-dir', () => findBaseDir(selection.baseDir, workspace))
    if (!baseDirs) return []
    const files = addKeys(found.files, baseDirs, selection, shape, diagnostics, workspace)
    return await makeEntries(files, shape, workspace, new Pace(runtime), diagnostics)
  } catch (error) {
    if (error instanceof InvalidValue) diagnostics.error(`glob ${error.message}`)
    else if (error instanceof SearchCancelled) diagnostics.error(error.message)
    else throw error
    return []
  }
}

function report(
  { problems, unfollowed, hasIncludes, idleIncludes, idleExcludes }: Found,
  selection: FilesSelection,
  workspace: Workspace,
  { log }: Output,
  diagnostics: Diagnostics
): void {
  for (const problem of problems) diagnostics.error(`glob: ${problem}`)
  for (const { text, reason } of idleExcludes) {
    const message = `glob: the exclude ${quoted(text)} removed nothing`
    if (reason === undefined) log(message)
    else diagnostics.warning(`${message}: ${reason}`)
  }
  const [first] = unfollowed
  if (first !== undefined) {
    diagnostics.warning(
      `glob: ${counted(unfollowed.length, 'symlink')} ${unfollowed.length === 1 ? 'was' : 'were'} not followed (the first is ${quoted(workspace.display(first))}). A symlink in a folder that was reached through another symlink is followed only if a pattern names it. Name it in a pattern, or exclude the folder with !`
    )
  }
  const none = { text: '', reason: 'it has no pattern that includes files' }
  for (const idle of hasIncludes ? idleIncludes : [none]) reportNoFiles(idle, selection, log, diagnostics)
}

function reportNoFiles(
  { text, reason = '' }: IdlePattern,
  { ifNoFilesFound, prune }: FilesSelection,
  log: Output['log'],
  diagnostics: Diagnostics
): void {
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

function addKeys(
  files: readonly FoundFile[],
  baseDirs: readonly string[],
  { stripExtension }: FilesSelection,
  { keyPrefix }: Shape,
  diagnostics: Diagnostics,
  workspace: Workspace
): KeyedFile[] {
  return files
    .toSorted((a, b) => compare(a.path, b.path))
    .flatMap(({ path, start }) => {
      const name = baseDirs.map((base) => relativeInside(base, path)).find((way) => way !== undefined)
      if (name === undefined) {
        const file = workspace.display(path)
        diagnostics.error(
          `file ${quoted(file)} matches glob but lies outside base-dir: exclude it with !, or choose a base-dir that holds it`,
          { location: { file } }
        )
        return []
      }
      return [{ key: keyPrefix + (stripExtension ? withoutExtension(name) : name), path, within: start }]
    })
    .sort((a, b) => compare(a.key, b.key))
}

/** Returns the base directory as given and with its symlinks resolved, since a pattern may begin with either path. */
async function findBaseDir(baseDir: string, workspace: Workspace): Promise<string[]> {
  const path = workspace.canonical(baseDir)
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false
  )
  if (isFolder) return [path, await realpath(path)]
  throw new InvalidValue(`must be a folder, relative to the workspace; got ${quoted(baseDir)}`)
}

async function makeEntries(
  files: readonly KeyedFile[],
  { defaults }: Shape,
  workspace: Workspace,
  pace: Pace,
  diagnostics: Diagnostics
): Promise<Entry[]> {
  const credentials: [CredentialFile, Entry][] = []
  const entries: Entry[] = []
  for (const file of files) {
    if (pace.isDue) await pace.pause(() => `Checking files: ${entries.length} of ${files.length}`)
    const entry = tryFileEntry(file, defaults, workspace, (error, refused) => {
      if (error instanceof CredentialFile) credentials.push([error, refused])
      else diagnostics.error(`file ${quoted(refused.source)} ${error.message}`, refused)
    })
    entries.push(entry)
  }
  reportCredentials(credentials, diagnostics)
  return entries
}

/** One error for each kind: `.git` holds thousands of files. */
function reportCredentials(refused: readonly [CredentialFile, Entry][], diagnostics: Diagnostics): void {
  for (const [kind, some] of Map.groupBy(refused, ([{ kind }]) => kind)) {
    const [[{ exclude }, { key, source, location }]] = some as [[CredentialFile, Entry]]
    diagnostics.error(
      `glob matches ${counted(some.length, 'file')} ${kind} (the first is ${quoted(source)}), which may hold credentials and are never published: exclude them with ${quoted(exclude ?? `!${source}`)}`,
      some.length === 1 ? { key, ...(location && { location }) } : {}
    )
  }
}

function compare(a: string, b: string): number {
  return Number(a > b) - Number(a < b)
}

function withoutExtension(name: string): string {
  return name.slice(0, name.length - extname(name).length)
}

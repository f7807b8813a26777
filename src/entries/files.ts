import { realpath, stat } from 'node:fs/promises'
import { extname, isAbsolute } from 'node:path'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { counted, printable, quoted } from '../shared/text.ts'
import type { Entry, Shape } from './entry.ts'
import { fileEntry } from './file.ts'
import { findFiles } from './find.ts'
import { relativeInside, type Workspace } from './workspace.ts'

/** Every file that matches, one key each. */
export interface FilesSelection {
  /** Newline-separated patterns of `@actions/glob`. */
  readonly glob: string
  /** The folder that keys are relative to; relative to the workspace, or absolute. */
  readonly baseDir: string
  readonly stripExtension: boolean
  readonly ifNoFilesFound: 'error' | 'warn' | 'ignore'
}

/** Returns an entry for each file that matches, in the order of their keys, and of their paths where keys are the same. */
export async function readFiles(
  selection: FilesSelection,
  { keyPrefix, defaults }: Shape,
  workspace: Workspace,
  diagnostics: Diagnostics
): Promise<Entry[]> {
  const paths = await search(selection.glob, diagnostics)
  if (!paths) return []
  if (paths.length === 0) {
    tellNoFiles(selection, diagnostics)
    return []
  }
  const baseDirs = await findBaseDir(selection.baseDir, workspace, diagnostics)
  if (!baseDirs) return []

  const entries = paths
    .toSorted()
    .flatMap((path) => {
      const name = baseDirs.map((base) => relativeInside(base, path)).find((way) => way !== undefined)
      if (name === undefined) {
        const file = workspace.display(path)
        diagnostics.error(
          `file ${quoted(file)} matches glob but lies outside base-dir: exclude it with !, or choose a base-dir that holds it`,
          { location: { file } }
        )
        return []
      }
      const key = keyPrefix + (selection.stripExtension ? withoutExtension(name) : name)
      return [fileEntry(key, path, defaults, workspace, diagnostics)]
    })
    .sort((a, b) => Number(a.key > b.key) - Number(a.key < b.key))
  warnOfCredentials(entries, workspace, diagnostics)
  return entries
}

/** The base directory as given and with its links resolved: a pattern may have been written from either. */
async function findBaseDir(
  baseDir: string,
  workspace: Workspace,
  diagnostics: Diagnostics
): Promise<string[] | undefined> {
  const path = workspace.resolve(baseDir)
  const isFolder = await stat(path).then(
    (stats) => stats.isDirectory(),
    () => false
  )
  if (isFolder) return [path, await realpath(path)]
  diagnostics.error(`base-dir must be a folder, and ${quoted(baseDir)} is none; it is relative to the workspace`)
  return undefined
}

async function search(patterns: string, diagnostics: Diagnostics): Promise<string[] | undefined> {
  try {
    return await findFiles(patterns)
  } catch (error) {
    diagnostics.error(`glob cannot be searched: ${printable((error as Error).message)}`)
    return undefined
  }
}

function tellNoFiles({ glob, ifNoFilesFound }: FilesSelection, diagnostics: Diagnostics): void {
  const patterns = quoted(glob.split('\n').join(', '))
  const message = `glob matches no files: ${patterns}, searched from the working directory; if-no-files-found tells what to do then`
  if (ifNoFilesFound === 'error') diagnostics.error(message)
  if (ifNoFilesFound === 'warn') diagnostics.warning(message)
}

/** Those of `actions/checkout` lie in .git or in RUNNER_TEMP, and a link may lead there. */
function warnOfCredentials(entries: readonly Entry[], workspace: Workspace, diagnostics: Diagnostics): void {
  const warn = (where: string, remedy: string, isThere: (path: string, source: string) => boolean): void => {
    const found = entries.filter(({ source, value }) => 'path' in value && isThere(value.path, source))
    const [first] = found
    if (!first) return
    const matches = `glob matches ${counted(found.length, 'file')} ${where}`
    diagnostics.warning(`${matches} (the first is ${quoted(first.source)}); exclude ${remedy}`)
  }
  warn('in .git, which may hold credentials', 'them with !**/.git/**', (path) => /[\\/]\.git[\\/]/.test(path))
  warn(
    'behind a link to RUNNER_TEMP, where other steps may keep credentials',
    'the link with !',
    (path, source) => !isAbsolute(source) && !workspace.holds(path)
  )
}

function withoutExtension(name: string): string {
  return name.slice(0, name.length - extname(name).length)
}

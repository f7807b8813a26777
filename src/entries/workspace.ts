import { accessSync, closeSync, constants, lstatSync, openSync, readFileSync, realpathSync, type Stats } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { InvalidValue } from '../shared/diagnostics.ts'
import { type CredentialPath, Credentials } from './credentials.ts'
import { MissingPaths } from './missing.ts'
import { describeSystemError, realPathIfFound, relativeInside, Roots } from './roots.ts'

/** A file that may be published. */
export interface WorkspaceFile {
  /** Its real path, every symlink resolved. */
  readonly path: string
  /** In bytes. */
  readonly size: number
  /** When it was last modified, in milliseconds since the UNIX epoch. */
  readonly mtimeMs: number
}

/** The folders that files may be read from: the workspace, and the runner's folder for temporary files. */
export class Workspace {
  /** Absolute path of the workspace, as given. */
  readonly root: string
  readonly roots: Roots
  readonly #credentialPaths: readonly CredentialPath[]
  readonly #credentials: Credentials
  readonly #mayReadTemp: boolean
  readonly #missing: MissingPaths
  /** The folder of the last file: files are checked folder by folder. */
  #folder = { path: '', real: '' }

  /**
   * @param root path of the workspace, `GITHUB_WORKSPACE`
   * @param temp path of the folder for temporary files, `RUNNER_TEMP`
   * @param credentials files and folders that are never read
   * @param mayReadTemp whether paths may name files in `temp`
   */
  constructor(root: string, temp?: string, credentials: readonly CredentialPath[] = [], mayReadTemp = true) {
    this.roots = new Roots(root, temp)
    this.root = this.roots.workspace.given
    this.#credentials = new Credentials(this.roots, credentials)
    this.#credentialPaths = credentials
    this.#mayReadTemp = mayReadTemp
    this.#missing = new MissingPaths(this.roots)
  }

  /**
   * Returns a workspace for reading the files that a list names. It allows files in `RUNNER_TEMP` only when the list
   * itself lies there, after symlinks are resolved. A list in the workspace comes from the repository, not from the
   * workflow.
   *
   * @param list path of the list
   */
  forList(list: string): Workspace {
    const real = realPathIfFound(this.canonical(list))
    const mayReadTemp = real !== undefined && this.roots.holding(real)?.name === 'temp'
    return new Workspace(this.root, this.roots.temp?.given, this.#credentialPaths, mayReadTemp)
  }

  /** Returns `path`, which is absolute or relative to the workspace, as an absolute path. */
  resolve(path: string): string {
    return resolve(this.root, path)
  }

  /** Returns the absolute path of `path` with the real path of the workspace, or of `RUNNER_TEMP`, at its beginning. */
  canonical(path: string): string {
    return this.roots.canonical(resolve(this.roots.workspace.real, path))
  }

  /** Returns `path` relative to the workspace with `/` on every system, or as it was given when it lies elsewhere. */
  display(path: string): string {
    return relativeInside(this.roots.workspace.real, this.canonical(path)) ?? path
  }

  /** Whether `path` leads into the workspace. Does not resolve symlinks inside the workspace. */
  holds(path: string): boolean {
    return this.roots.holding(this.canonical(path))?.name === 'workspace'
  }

  /**
   * Finds a regular file that can be read and, after symlinks are resolved, lies in the workspace; or in `RUNNER_TEMP`,
   * when `path` names it there.
   *
   * @throws InvalidValue saying what `path` is instead
   */
  file(path: string): WorkspaceFile {
    const absolute = this.canonical(path)
    try {
      return this.#check(absolute)
    } catch (cause) {
      if (cause instanceof InvalidValue) throw cause
      throw new InvalidValue(this.#explain(absolute, (cause as NodeJS.ErrnoException).code ?? String(cause)), { cause })
    }
  }

  /**
   * Checks a file as `file` does, opens it, and passes it to `read`. Returns what `read` returns.
   *
   * @throws InvalidValue saying what `path` is instead
   */
  open<T>(path: string, read: (descriptor: number, file: WorkspaceFile) => T): T {
    const file = this.file(path)
    const descriptor = openSync(file.path, 'r')
    try {
      return read(descriptor, file)
    } finally {
      closeSync(descriptor)
    }
  }

  #check(absolute: string): WorkspaceFile {
    const { real, stats } = this.#find(absolute)
    const { size, mtimeMs } = stats
    this.#checkPlace(real, absolute)
    if (stats.isDirectory()) throw new InvalidValue('is a folder: publish the files of a folder with glob')
    if (!stats.isFile()) throw new InvalidValue('is not a regular file')
    this.#credentials.check(real)
    accessSync(real, constants.R_OK)
    if (isLfsPointer(real, size)) {
      throw new InvalidValue('is a Git LFS pointer, not the file itself: set lfs: true on actions/checkout')
    }
    return { path: real, size, mtimeMs }
  }

  #find(absolute: string): { real: string; stats: Stats } {
    const folder = dirname(absolute)
    if (this.#folder.path !== folder) this.#folder = { path: folder, real: realpathSync.native(folder) }
    const path = join(this.#folder.real, basename(absolute))
    const stats = lstatSync(path)
    if (!stats.isSymbolicLink()) return { real: path, stats }
    const real = realpathSync.native(path)
    return { real, stats: lstatSync(real) }
  }

  #checkPlace(real: string, absolute: string): void {
    const root = this.roots.holding(real)
    if (!root) throw new InvalidValue(this.#outside)
    if (!this.roots.mayLead(absolute, real)) throw new InvalidValue(LINK_TO_TEMP)
    if (root.name === 'temp' && !this.#mayReadTemp) throw new InvalidValue(LIST_TO_TEMP)
  }

  get #outside(): string {
    return `lies outside the workspace "${this.root}" and RUNNER_TEMP, after symlinks are resolved: only files inside can be read`
  }

  #explain(absolute: string, code: string): string {
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return describeSystemError(code)
    if (absolute.includes('\ufffd')) return 'was not found, or has a name that is not valid UTF-8: rename it'
    return this.roots.holding(absolute) ? this.#missing.ofFile(absolute) : this.#outside
  }
}

const LINK_TO_TEMP =
  'is a symlink to RUNNER_TEMP or to another folder of it, which is not followed: give the path of its target'
const LIST_TO_TEMP =
  'lies in RUNNER_TEMP, and a list in the workspace cannot name files there: set the input file to it, or write the list to RUNNER_TEMP, too'

// https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md: a pointer has less than 1,024 bytes; the shortest has 126.
const LFS_POINTER =
  /^version https:\/\/(git-lfs\.github\.com|hawser\.github\.com)\/spec\/[^\n]*\n[^]*oid sha256:[0-9a-f]{64}\r?\nsize \d+\r?\n?$/

/** Whether a file stands for one that Git LFS did not download. Reads only small files. */
function isLfsPointer(path: string, size: number): boolean {
  return size > 100 && size < 1024 && LFS_POINTER.test(readFileSync(path, 'latin1'))
}

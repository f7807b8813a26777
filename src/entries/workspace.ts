import { closeSync, constants, fstatSync, lstatSync, realpathSync, type Stats } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { InvalidValue } from '../shared/diagnostics.ts'
import type { FileIdentity } from '../shared/value.ts'
import { type CredentialPath, Credentials } from './credentials.ts'
import { isLfsPointer } from './lfs.ts'
import { MissingPaths } from './missing.ts'
import { OpenFolder } from './open-folder.ts'
import { isSameOrInside, realPathIfFound, relativeInside, Roots } from './roots.ts'

// Windows has no O_NOFOLLOW.
const HAS_NOFOLLOW = (constants as Partial<typeof constants>).O_NOFOLLOW !== undefined

/** A file that may be published: its real path, every symlink resolved, its size in bytes, and its identity. */
export interface WorkspaceFile {
  readonly path: string
  readonly size: number
  readonly identity: FileIdentity
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
  #folder: { readonly path: string; readonly open: OpenFolder } | undefined

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
    return this.roots.canonical(this.resolve(path))
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
   * @param within the folder in `RUNNER_TEMP` that an input names, when that is not the folder of `path`
   * @throws InvalidValue saying what `path` is instead
   */
  file(path: string, within?: string): WorkspaceFile {
    return this.open(path, (_descriptor, file) => file, within)
  }

  /**
   * Opens a file, checks it as `file` does, and passes it to `read`. What is read is what was checked, even if another
   * file replaces it meanwhile. Returns what `read` returns.
   *
   * @throws InvalidValue saying what `path` is instead, or why it cannot be read
   */
  open<T>(path: string, read: (descriptor: number, file: WorkspaceFile) => T, within?: string): T {
    const absolute = this.canonical(path)
    try {
      const { descriptor, real } = this.#open(absolute, within ?? dirname(absolute))
      try {
        return read(descriptor, this.#check(descriptor, real))
      } finally {
        closeSync(descriptor)
      }
    } catch (cause) {
      if (cause instanceof InvalidValue) throw cause
      throw new InvalidValue(this.#explain(absolute, cause), { cause })
    }
  }

  /** Opens a file, which shows in one step that it can be read and that it is not a symlink. */
  #open(absolute: string, within: string): { descriptor: number; real: string } {
    if (HAS_NOFOLLOW || !lstatSync(absolute).isSymbolicLink()) {
      try {
        return this.#openInside(absolute, absolute, within)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ELOOP') throw error
      }
    }
    return this.#openInside(realpathSync(absolute), absolute, within)
  }

  /** @param path of a file that is no symlink itself */
  #openInside(path: string, absolute: string, within: string): { descriptor: number; real: string } {
    const folder = this.#folderOf(path)
    const name = basename(path)
    const real = folder.pathOf(name)
    this.#checkPlace(real, absolute, within)
    return { real, descriptor: folder.open(name) }
  }

  /** Keeps the last folder open until the running code ends or waits, since files are opened folder by folder. */
  #folderOf(path: string): OpenFolder {
    const of = dirname(path)
    if (this.#folder?.path !== of) {
      if (!this.#folder)
        queueMicrotask(() => {
          this.#closeFolder()
        })
      this.#closeFolder()
      this.#folder = { path: of, open: new OpenFolder(of) }
    }
    return this.#folder.open
  }

  #closeFolder(): void {
    this.#folder?.open.close()
    this.#folder = undefined
  }

  #check(descriptor: number, real: string): WorkspaceFile {
    const stats = fstatSync(descriptor)
    const file = checkRegular(stats)
    this.#credentials.check(real, stats)
    if (isLfsPointer(descriptor, file.size)) {
      throw new InvalidValue('is a Git LFS pointer, not the file itself: set lfs: true on actions/checkout')
    }
    return { path: real, ...file }
  }

  #checkPlace(real: string, absolute: string, within: string): void {
    const root = this.roots.holding(real)
    if (!root) throw new InvalidValue(this.outside)
    if (root.name === 'workspace') return
    if (this.roots.holding(absolute)?.name !== 'temp') throw new InvalidValue(LINK_TO_TEMP)
    if (!this.#mayReadTemp) throw new InvalidValue(LIST_TO_TEMP)
    if (!isSameOrInside(within, real)) throw new InvalidValue(LINK_IN_TEMP)
  }

  /** The message for a path outside the workspace and `RUNNER_TEMP`. */
  get outside(): string {
    return `lies outside the workspace "${this.root}" and RUNNER_TEMP, after symlinks are resolved: only files inside can be read`
  }

  #explain(absolute: string, cause: unknown): string {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause)
    if (OF_SOCKET.includes(code)) return NOT_REGULAR
    if (code === 'ELOOP') return 'is a symlink that leads to itself: remove it'
    if (code === 'EACCES' || code === 'EPERM') return `cannot be read (${code}): change its permissions`
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return `cannot be read (${code})`
    if (absolute.includes('\ufffd')) return 'was not found, or has a name that is not valid UTF-8: rename it'
    return this.roots.holding(absolute) ? this.#missing.ofFile(absolute) : this.outside
  }
}

function checkRegular(stats: Stats): Omit<WorkspaceFile, 'path'> {
  if (stats.isDirectory()) throw new InvalidValue('is a folder: publish the files of a folder with glob')
  if (!stats.isFile()) throw new InvalidValue(NOT_REGULAR)
  const { size, dev, ino, mtimeMs, ctimeMs } = stats
  return { size, identity: { dev, ino, mtimeMs, ctimeMs } }
}

const NOT_REGULAR = 'is not a regular file'
// What Linux and macOS say when a socket is opened.
const OF_SOCKET = ['ENXIO', 'EOPNOTSUPP']
const LINK_TO_TEMP = 'is a symlink to RUNNER_TEMP, which is not followed: give the path in RUNNER_TEMP itself'
const LIST_TO_TEMP =
  'lies in RUNNER_TEMP, and a list in the workspace cannot name files there: set the input file to it, or write the list to RUNNER_TEMP, too'
const LINK_IN_TEMP = 'is a symlink to another folder of RUNNER_TEMP, which is not followed: give the path of its target'

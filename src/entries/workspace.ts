import { closeSync, constants, existsSync, fstatSync, lstatSync, openSync, realpathSync, type Stats } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { InvalidValue } from '../shared/diagnostics.ts'
import type { FileIdentity } from '../shared/value.ts'

// Windows has neither.
const { O_NOFOLLOW, O_NONBLOCK } = constants as Partial<typeof constants>

/** A file that may be published: its real path, every link resolved, its size in bytes, and what tells it from another. */
export interface WorkspaceFile {
  readonly path: string
  readonly size: number
  readonly identity: FileIdentity
}

/** The folders that values may be read from: the workspace, and the runner's folder for temporary files. */
export class Workspace {
  /** Absolute path of the workspace, as given. */
  readonly root: string
  readonly #roots: readonly string[]
  readonly #realRoots: readonly string[]
  readonly #realFolders = new Map<string, string>()

  /**
   * @param root path of the workspace, `GITHUB_WORKSPACE`
   * @param temp path of the folder for temporary files, `RUNNER_TEMP`, where files may lie as well
   */
  constructor(root: string, temp?: string) {
    this.root = resolve(root)
    this.#roots = temp ? [this.root, resolve(temp)] : [this.root]
    this.#realRoots = this.#roots.filter((folder) => existsSync(folder)).map((folder) => realpathSync(folder))
  }

  /** Returns the absolute path that `path`, relative to the workspace or absolute, stands for. */
  resolve(path: string): string {
    return resolve(this.root, path)
  }

  /** Returns `path` relative to the workspace with `/` on every system, or as it was given when it lies elsewhere. */
  display(path: string): string {
    const absolute = this.resolve(path)
    // The root may be a link, and a path may begin with what it leads to.
    return relativeInside(this.root, absolute) ?? relativeInside(this.#realRoots[0] ?? this.root, absolute) ?? path
  }

  /** Whether a path is that of something in the workspace itself. One with links in it may lead elsewhere. */
  holds(path: string): boolean {
    const [realRoot = this.root] = this.#realRoots
    return path.startsWith(realRoot + sep) || isInside([this.root, realRoot], path)
  }

  /**
   * Finds a regular file that can be read and, after links are resolved, lies in the workspace or the folder for
   * temporary files.
   *
   * @throws InvalidValue saying what `path` is instead
   */
  file(path: string): WorkspaceFile {
    return this.open(path, (_descriptor, file) => file)
  }

  /**
   * Hands the file that `file` finds to `read`, open, so that what is read is what was checked, whatever is at its path by
   * then. Returns what `read` returns.
   *
   * @throws InvalidValue saying what `path` is instead, or why the system does not read it
   */
  open<T>(path: string, read: (descriptor: number, file: WorkspaceFile) => T): T {
    const absolute = this.resolve(path)
    try {
      const { descriptor, real } = this.#open(absolute)
      try {
        return read(descriptor, { path: real, ...checkRegular(fstatSync(descriptor)) })
      } finally {
        closeSync(descriptor)
      }
    } catch (cause) {
      if (cause instanceof InvalidValue) throw cause
      throw new InvalidValue(this.#explain(absolute, cause), { cause })
    }
  }

  /** Opening a file tells at once that it can be read, and that it is no link. */
  #open(absolute: string): { descriptor: number; real: string } {
    if (O_NOFOLLOW !== undefined || !lstatSync(absolute).isSymbolicLink()) {
      try {
        return this.#openInside(this.#realPath(absolute))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ELOOP') throw error
      }
    }
    return this.#openInside(realpathSync(absolute))
  }

  #openInside(real: string): { descriptor: number; real: string } {
    if (!isInside(this.#realRoots, real)) throw new InvalidValue(OUTSIDE)
    // O_NONBLOCK: a pipe that nobody writes to would keep the process waiting.
    return { real, descriptor: openSync(real, constants.O_RDONLY | (O_NONBLOCK ?? 0) | (O_NOFOLLOW ?? 0)) }
  }

  /** The real path of what is no link. That of its folder is asked for once: a workspace has many files in few folders. */
  #realPath(absolute: string): string {
    const folder = dirname(absolute)
    const realFolder = this.#realFolders.get(folder) ?? realpathSync(folder)
    this.#realFolders.set(folder, realFolder)
    return join(realFolder, basename(absolute))
  }

  #explain(absolute: string, cause: unknown): string {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause)
    if (OF_SOCKET.includes(code)) return NOT_REGULAR
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return `cannot be read (${code})`
    if (absolute.includes('\ufffd')) return 'is not there, or has a name that is not valid UTF-8: rename it'
    return isInside([...this.#roots, ...this.#realRoots], absolute)
      ? 'is not there, or a link that leads nowhere; paths are relative to the workspace'
      : OUTSIDE
  }
}

function checkRegular(stats: Stats): Omit<WorkspaceFile, 'path'> {
  if (stats.isDirectory()) throw new InvalidValue('is a folder; `glob` publishes the files of a folder')
  if (!stats.isFile()) throw new InvalidValue(NOT_REGULAR)
  const { size, dev, ino, mtimeMs } = stats
  return { size, identity: { dev, ino, mtimeMs } }
}

function isInside(folders: readonly string[], path: string): boolean {
  return folders.some((folder) => folder === path || relativeInside(folder, path) !== undefined)
}

const NOT_REGULAR = 'is not a regular file'
// What Linux and macOS say when a socket is opened.
const OF_SOCKET = ['ENXIO', 'EOPNOTSUPP']
const OUTSIDE = 'lies outside the workspace and RUNNER_TEMP, after links are resolved'

/**
 * Returns the path from `base` to `path` with `/` on every system, or undefined when `path` is not inside `base`.
 *
 * @param base absolute path without `..`
 * @param path of the same kind
 */
export function relativeInside(base: string, path: string): string | undefined {
  // `relative` takes both apart, which for thousands of files adds up.
  const way = path.startsWith(base + sep) ? path.slice(base.length + 1) : relative(base, path)
  if (way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) return undefined
  return way.replaceAll(sep, '/')
}

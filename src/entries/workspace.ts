import { constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { InvalidValue } from '../diagnostics.ts'

/** A file that may be published: its real path, every link resolved, and its size in bytes. */
export interface WorkspaceFile {
  readonly path: string
  readonly size: number
}

/** The folders that values may be read from: the workspace, and the runner's folder for temporary files. */
export class Workspace {
  /** Absolute path of the workspace, as given. */
  readonly root: string
  readonly #temp: string | undefined
  #realRoots: Promise<string[]> | undefined

  /**
   * @param root path of the workspace, `GITHUB_WORKSPACE`
   * @param temp path of the folder for temporary files, `RUNNER_TEMP`, where files may lie as well
   */
  constructor(root: string, temp?: string) {
    this.root = resolve(root)
    this.#temp = temp
  }

  /** Returns the absolute path that `path`, relative to the workspace or absolute, stands for. */
  resolve(path: string): string {
    return resolve(this.root, path)
  }

  /** Returns `path` relative to the workspace with `/` on every system, or as it was given when it lies elsewhere. */
  display(path: string): string {
    return relativeInside(this.root, this.resolve(path)) ?? path
  }

  /**
   * Finds a regular file that can be read and, after links are resolved, lies in the workspace or the folder for
   * temporary files.
   *
   * @throws InvalidValue saying what `path` is instead
   */
  async file(path: string): Promise<WorkspaceFile> {
    const absolute = this.resolve(path)
    try {
      const real = await realpath(absolute)
      if (!(await this.#contains(real))) throw new InvalidValue(OUTSIDE)
      const stats = await stat(real)
      if (stats.isDirectory()) throw new InvalidValue('is a folder; `glob` publishes the files of a folder')
      if (!stats.isFile()) throw new InvalidValue('is not a regular file')
      await access(real, constants.R_OK)
      return { path: real, size: stats.size }
    } catch (cause) {
      if (cause instanceof InvalidValue) throw cause
      throw new InvalidValue(this.#explain(absolute, cause), { cause })
    }
  }

  async #contains(real: string): Promise<boolean> {
    this.#realRoots ??= Promise.all(
      [this.root, this.#temp ?? this.root].map((root) => realpath(root).catch(() => root))
    )
    return (await this.#realRoots).some((root) => relativeInside(root, real) !== undefined)
  }

  #explain(absolute: string, cause: unknown): string {
    const code = (cause as NodeJS.ErrnoException).code ?? String(cause)
    if (code !== 'ENOENT' && code !== 'ENOTDIR') return `cannot be read (${code})`
    const isOutside = [this.root, this.#temp ?? this.root].every((root) => relativeInside(root, absolute) === undefined)
    return isOutside ? OUTSIDE : 'is not there; paths are relative to the workspace'
  }
}

const OUTSIDE = 'lies outside the workspace and RUNNER_TEMP, after links are resolved'

/** Returns the path from `base` to `path` with `/` on every system, or undefined when `path` is not inside `base`. */
export function relativeInside(base: string, path: string): string | undefined {
  const way = relative(base, path)
  if (way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) return undefined
  return way.replaceAll(sep, '/')
}

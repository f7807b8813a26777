import { realpathSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'

/** A folder that files may be read from. */
export interface Root {
  readonly name: 'workspace' | 'temp'
  /** Absolute path as given. */
  readonly given: string
  /** The same with all symlinks resolved. */
  readonly real: string
}

/** The workspace and the runner's folder for temporary files, however their paths are spelled. */
export class Roots {
  readonly workspace: Root
  readonly temp: Root | undefined
  /** The innermost first: one may lie in the other. */
  readonly #all: readonly Root[]

  constructor(workspace: string, temp: string | undefined) {
    this.workspace = makeRoot('workspace', workspace)
    this.temp = temp ? makeRoot('temp', temp) : undefined
    const all = this.temp ? [this.workspace, this.temp] : [this.workspace]
    this.#all = all.toSorted((a, b) => b.real.length - a.real.length)
  }

  /** Returns the root that holds `path` or is `path`. Does not resolve symlinks in `path`. */
  holding(path: string): Root | undefined {
    return this.#all.find(({ real }) => isSameOrInside(real, path))
  }

  /**
   * Returns `path` with the beginning that leads into a root replaced by its real path, so that files have one path however
   * the root is spelled. Symlinks inside a root are kept. A path outside both roots is returned unchanged.
   *
   * @param path absolute, without `..`
   */
  canonical(path: string): string {
    if (this.holding(path)) return path
    for (const beginning of [...ancestors(path).reverse(), path]) {
      const real = realPathIfFound(beginning)
      if (real === undefined) return path
      if (this.holding(real)) return join(real, path.slice(beginning.length))
    }
    return path
  }

  /**
   * Whether `path` may lead to `real` through symlinks: into the workspace, or from a folder of `RUNNER_TEMP` to the same
   * folder.
   *
   * @param path absolute, with the real path of its root
   * @param real the same with all symlinks resolved
   */
  mayLead(path: string, real: string): boolean {
    const target = this.holding(real)
    if (target?.name !== 'temp') return target !== undefined
    if (this.holding(path) !== target) return false
    const [folder = ''] = relativeInside(target.real, dirname(path))?.split('/') ?? []
    return isSameOrInside(join(target.real, folder), real)
  }
}

function makeRoot(name: Root['name'], path: string): Root {
  const given = resolve(path)
  return { name, given, real: realPathIfFound(given) ?? given }
}

/** Returns `path` with all symlinks resolved; undefined when it does not exist or cannot be read. */
export function realPathIfFound(path: string): string | undefined {
  try {
    return realpathSync.native(path)
  } catch {
    return undefined
  }
}

/** Returns the folders above `path`, the innermost first. */
export function ancestors(path: string): string[] {
  const parent = dirname(path)
  return parent === path ? [] : [parent, ...ancestors(parent)]
}

/** Whether `path` is `folder` or lies in it. Both are absolute paths without `..`. */
export function isSameOrInside(folder: string, path: string): boolean {
  return folder === path || relativeInside(folder, path) !== undefined
}

/**
 * Returns the path from `base` to `path` with `/` on every system, or undefined when `path` is not inside `base`.
 *
 * @param base absolute path without `..`
 * @param path absolute path without `..`
 */
export function relativeInside(base: string, path: string): string | undefined {
  // This runs several times for each of thousands of files, so it joins no strings. It calls `relative`, which splits
  // both paths, only where comparing strings is not enough: on Windows, which ignores case, and for the base `/`.
  const isPrefix = path.startsWith(base) && path[base.length] === sep
  if (!isPrefix && sep === '/' && base !== sep) return undefined
  const way = isPrefix ? path.slice(base.length + 1) : relative(base, path)
  if (way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)) return undefined
  return sep === '/' ? way : way.replaceAll(sep, '/')
}

/** Says what the user can do about a path that the system cannot read, to follow its name. */
export function describeSystemError(code: string): string {
  if (code === 'ELOOP') return 'is a symlink that leads to itself: remove it'
  if (code === 'ENAMETOOLONG') return 'cannot be read: the name is too long'
  if (code === 'EACCES' || code === 'EPERM') return `cannot be read (${code}): change its permissions`
  return `cannot be read (${code})`
}

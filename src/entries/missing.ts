import { type Dirent, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { misspelled } from '../shared/similar.ts'
import { quoted } from '../shared/text.ts'
import { relativeInside, type Roots } from './roots.ts'

/** A part of a path that does not exist. */
interface MissingPart {
  /** Relative to the workspace, with `/` at its end when it is to be a folder. */
  readonly path: string
  /** What exists there under a similar name, in the same form; undefined when there is nothing. */
  readonly similar: string | undefined
}

// Comparing with all names of a large folder, for each of thousands of files, would take long.
const MAX_NAMES = 1000
const MAX_SEARCHES = 20

/** Explains paths of the workspace that do not exist. Looks behind no symlink, and names nothing outside. */
export class MissingPaths {
  readonly #roots: Roots
  #searches = 0

  constructor(roots: Roots) {
    this.#roots = roots
  }

  /** Says what is wrong with a file that was not found, to follow its name. */
  ofFile(path: string): string {
    const { workspace } = this.#roots
    const isInside = this.#roots.holding(path)?.name === 'workspace'
    if (isInside && entriesIn(workspace.real)?.length === 0) {
      return `was not found: the workspace is empty; did actions/checkout run before this step?`
    }
    const similar = this.#find(path)?.similar
    const proposal = similar === undefined ? '' : `; did you mean ${quoted(similar)}?`
    return `was not found, or is a broken symlink: paths are relative to the workspace${proposal}`
  }

  /**
   * Says why a pattern matches nothing.
   *
   * @param start the beginning of the pattern without wildcards
   */
  ofPattern(start: string): string {
    const { given, real } = this.#roots.workspace
    if (entriesIn(real)?.length === 0) {
      return `the workspace "${given}" is empty; did actions/checkout run before this step?`
    }
    const missing = this.#find(start)
    if (!missing) return `searched in the workspace "${given}"`
    const proposal = missing.similar === undefined ? '' : `; did you mean ${quoted(missing.similar)}?`
    return `there is no ${quoted(missing.path)} in the workspace "${given}"${proposal}`
  }

  /** Returns the first part of a path that does not exist; undefined when that cannot be found out. */
  #find(path: string): MissingPart | undefined {
    const { workspace, temp } = this.#roots
    const names = relativeInside(workspace.real, path)?.split('/') ?? []
    let folder = workspace.real
    for (const [index, name] of names.entries()) {
      const child = join(folder, name)
      const isFolder = folder === temp?.real ? undefined : isRealFolder(child)
      if (isFolder === undefined) return undefined
      if (!isFolder) {
        const end = index < names.length - 1 ? '/' : ''
        const similar = this.#similar(name, folder, end !== '')
        const above = names.slice(0, index).map((part) => `${part}/`)
        return {
          path: [...above, name, end].join(''),
          similar: similar === undefined ? undefined : [...above, similar].join('')
        }
      }
      folder = child
    }
    return undefined
  }

  #similar(name: string, folder: string, isFolder: boolean): string | undefined {
    this.#searches += 1
    if (this.#searches > MAX_SEARCHES) return undefined
    const candidates = (entriesIn(folder) ?? [])
      .filter((entry) => name.startsWith('.') || !entry.name.startsWith('.'))
      .filter((entry) => !isFolder || entry.isDirectory() || entry.isSymbolicLink())
    const names = candidates.slice(0, MAX_NAMES).map((entry) => entry.name)
    const similar = misspelled(name, names)
    return candidates.some((entry) => entry.name === similar && entry.isDirectory()) ? `${similar}/` : similar
  }
}

/** Whether a path is a folder and no symlink; false when it does not exist, undefined when it is something else. */
function isRealFolder(path: string): boolean | undefined {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false })
    if (!stats) return false
    return stats.isDirectory() || undefined
  } catch {
    return undefined
  }
}

function entriesIn(folder: string): Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return undefined
  }
}

import { type Dirent, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { misspelled } from '../shared/similar.ts'
import { quoted } from '../shared/text.ts'
import { relativeInside, type Roots } from './roots.ts'

// Comparing with all names of a large folder, for each of thousands of files, would take long.
const MAX_NAMES = 1000
const MAX_SEARCHES = 20

/** How git prints a name: with octal numbers for characters outside ASCII, in double quotes with other escapes. */
export const QUOTED_BY_GIT = [
  /\\[0-3][0-7]{2}|^!*\s*".*\\[abfnrtv"\\].*"$/,
  'git prints some names in quotes and with escapes: to get them as they are, use git -c core.quotePath=false, or -z'
] as const

/** The first part of a path that does not exist. */
interface MissingPart {
  /** Relative to the workspace, with `/` at its end when it is to be a folder. */
  readonly path: string
  /** What exists there under a similar name, in the same form; undefined when there is nothing. */
  readonly similar: string | undefined
}

/** Explains paths of the workspace that do not exist. Looks behind no symlink, and names nothing outside. */
export class MissingPaths {
  readonly #roots: Roots
  #searches = 0
  #isEmpty: boolean | undefined

  constructor(roots: Roots) {
    this.#roots = roots
  }

  /** Says what is wrong with a file that was not found, to follow its name. */
  ofFile(path: string): string {
    const { real } = this.#roots.workspace
    const inside = relativeInside(real, path)
    const [form, advice] = QUOTED_BY_GIT
    if (form.test(inside ?? '')) return `was not found: ${advice}`
    if (inside !== undefined && this.#isWorkspaceEmpty()) {
      return 'was not found: the workspace is empty; did actions/checkout run before this step?'
    }
    if (path.includes('*')) return 'was not found: it is one path, in which * is no wildcard; for many files, use glob'
    const similar = inside === undefined ? undefined : this.#find(inside)?.similar
    return `was not found, or is a broken symlink: paths are relative to the workspace${proposal(similar)}`
  }

  /**
   * Says why a pattern matches nothing.
   *
   * @param start the beginning of the pattern without wildcards, in Unicode NFC
   */
  ofPattern(start: string): string {
    const { given, real } = this.#roots.workspace
    if (this.#isWorkspaceEmpty()) {
      return `the workspace "${given}" is empty; did actions/checkout run before this step?`
    }
    const missing = this.#find(relativeInside(real.normalize(), start) ?? '')
    if (!missing) return `searched in the workspace "${given}"`
    return `there is no ${quoted(missing.path)} in the workspace "${given}"${proposal(missing.similar)}`
  }

  #isWorkspaceEmpty(): boolean {
    this.#isEmpty ??= entriesIn(this.#roots.workspace.real)?.length === 0
    return this.#isEmpty
  }

  /** @param path relative to the workspace */
  #find(path: string): MissingPart | undefined {
    this.#searches += 1
    if (this.#searches > MAX_SEARCHES) return undefined
    const names = path === '' ? [] : path.split('/')
    let folder = this.#roots.workspace.real
    for (const [index, name] of names.entries()) {
      const entries = folder === this.#roots.temp?.real ? undefined : entriesIn(folder)
      if (!entries) return undefined
      const found = entries.find((entry) => entry.name.normalize() === name.normalize())
      if (!found) {
        const end = index < names.length - 1 ? '/' : ''
        const similar = similarName(name, entries, end !== '')
        const above = names.slice(0, index).map((part) => `${part}/`)
        return { path: [...above, name, end].join(''), similar: similar && [...above, similar].join('') }
      }
      if (found.isSymbolicLink()) return undefined
      folder = join(folder, found.name)
    }
    return undefined
  }
}

function similarName(name: string, entries: readonly Dirent[], isFolder: boolean): string | undefined {
  const candidates = entries
    .filter((entry) => name.startsWith('.') || !entry.name.startsWith('.'))
    .filter((entry) => !isFolder || entry.isDirectory() || entry.isSymbolicLink())
  const names = candidates.slice(0, MAX_NAMES).map((entry) => entry.name)
  const similar = misspelled(name, names)
  return candidates.some((entry) => entry.name === similar && entry.isDirectory()) ? `${similar}/` : similar
}

function proposal(similar: string | undefined): string {
  return similar === undefined ? '' : `; did you mean ${quoted(similar)}?`
}

function entriesIn(folder: string): Dirent[] | undefined {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return undefined
  }
}

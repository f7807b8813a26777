import { type Dirent, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Pace } from '../shared/pace.ts'
import { quoted } from '../shared/text.ts'
import { escapeGlob, type Pattern } from './pattern.ts'
import { ancestors, describeSystemError, relativeInside, type Root, type Roots } from './roots.ts'

/** Where a walk searches, and what it takes into account. */
export interface WalkOptions {
  readonly roots: Roots
  readonly includeHidden: boolean
  readonly pace: Pace
}

/** A pattern that may match something in a folder. */
interface Rule {
  readonly pattern: Pattern
  /** Whether it matches everything there. */
  readonly coversAll: boolean
}

interface Folder {
  readonly path: string
  readonly rules: readonly Rule[]
}

/**
 * Searches the workspace, and `RUNNER_TEMP` if a pattern begins there, for the files that patterns select. It asks the
 * patterns of `@actions/glob`, and finds the same files as the library with its defaults: the last pattern that matches a file
 * decides, and everything in a matching folder matches, too. It differs where the library is unsafe or slow:
 * - A symlink is followed only into the workspace. One that leads to a folder is followed only if a pattern names it.
 * - A folder is not read if an exclude covers all of it.
 * - A broken symlink counts as a found file, so that an error is reported for it.
 */
export class Walk {
  /** The files found, in no order: paths that begin with the real path of a root. */
  readonly files: string[] = []
  /** What is wrong with a path that may hold files: `symlink "x" leads …`. */
  readonly problems: string[] = []
  /** Symlinks to folders that may hold files and that no pattern names. They are not followed. */
  readonly unfollowed: string[] = []
  /** Submodules that are not checked out and may hold files. */
  readonly submodules: string[] = []
  /** Includes with at least one selected file, and excludes that removed something. */
  readonly effective = new Set<Pattern>()
  readonly #patterns: readonly Pattern[]
  readonly #options: WalkOptions
  /** Paths that includes name without wildcards, and the folders above them. */
  readonly #named: ReadonlySet<string>
  readonly #folders: Folder[] = []

  constructor(patterns: readonly Pattern[], options: WalkOptions) {
    this.#patterns = patterns
    this.#options = options
    const includes = patterns.filter(({ negate }) => !negate)
    this.#named = new Set(includes.flatMap(({ start }) => [start, ...ancestors(start)]))
  }

  /** Searches. Throws the signal's reason when the run is cancelled. */
  async run(): Promise<void> {
    const { pace, roots } = this.#options
    for (const root of [roots.workspace, roots.temp]) if (root) this.#enter(root.real, this.#rulesOf(root))
    for (let folder = this.#folders.pop(); folder; folder = this.#folders.pop()) {
      const children = this.#entriesOf(folder.path)
      this.#checkSubmodules(folder, children)
      for (const child of children) {
        if (pace.isDue) await pace.pause()
        this.#visit(join(folder.path, child.name), child, folder.rules)
      }
    }
  }

  /** Returns the patterns that are asked about a root. Includes search `RUNNER_TEMP` only if they begin there. */
  #rulesOf(root: Root): Rule[] {
    const { workspace } = this.#options.roots
    const real = root.real.normalize()
    return this.#patterns
      .filter((pattern) => pattern.negate || (pattern.root ?? workspace) === root)
      .map((pattern) => ({ pattern, coversAll: pattern.coversFromAbove(real) }))
  }

  /** A folder with `.gitmodules` is the workspace or a submodule in it; that of any other folder means nothing. */
  #checkSubmodules({ path, rules }: Folder, children: readonly Dirent[]): void {
    const { roots, includeHidden } = this.#options
    const has = (file: string): boolean => children.some(({ name }) => name === file)
    if (!has('.gitmodules') || !(path === roots.workspace.real || has('.git'))) return
    for (const submodule of submodulesIn(path)) {
      const segments = submodule.split('/')
      if (segments.includes('..') || (!includeHidden && segments.some((name) => name.startsWith('.')))) continue
      let at = { path, rules }
      for (const name of segments) {
        const below = join(at.path, name)
        at = { path: below, rules: this.#rulesIn(below, at.rules) }
      }
      if (at.rules.length > 0 && isEmptyOrMissing(at.path)) this.submodules.push(at.path)
      for (const pattern of this.#patterns) {
        if (pattern.negate && pattern.covers(at.path.normalize())) this.effective.add(pattern)
      }
    }
  }

  #visit(path: string, entry: Dirent, rules: readonly Rule[]): void {
    const { includeHidden, roots } = this.#options
    if (!includeHidden && entry.name.startsWith('.')) return
    if (entry.isSymbolicLink()) this.#visitLink(path, rules)
    else if (!entry.isDirectory()) this.#visitFile(path, rules)
    else if (path !== roots.temp?.real && path !== roots.workspace.real) this.#enter(path, rules)
  }

  #visitFile(path: string, rules: readonly Rule[]): void {
    const matching = rulesOn(path, rules)
    const isFound = isSelected(matching)
    if (isFound) this.files.push(path)
    const first = matching.findIndex(({ pattern }) => !pattern.negate)
    for (const [index, { pattern }] of matching.entries()) {
      if (pattern.negate ? first >= 0 && index > first : isFound) this.effective.add(pattern)
    }
  }

  #visitLink(path: string, rules: readonly Rule[]): void {
    const inside = this.#rulesIn(path, rules)
    const mayMatter = inside.length > 0 || isSelected(rulesOn(path, rules))
    const target = mayMatter ? this.#attempt(path, () => folderBehind(path)) : NO_FOLDER
    if (target === undefined) return
    if (target === NO_FOLDER) this.#visitFile(path, rules)
    else if (inside.length > 0) this.#visitLinkedFolder(path, target, inside)
  }

  #visitLinkedFolder(path: string, target: string, rules: readonly Rule[]): void {
    const { roots } = this.#options
    if (!roots.mayLead(path, target)) {
      const where = roots.holding(target) ? 'to RUNNER_TEMP' : 'outside the workspace'
      this.#problem(path, `symlink ${this.#name(path)} leads ${where}, and is not followed: remove it or correct it`)
    } else if (this.#named.has(path.normalize())) this.#folders.push({ path, rules })
    else this.unfollowed.push(path)
  }

  #enter(path: string, rules: readonly Rule[]): void {
    const inside = this.#rulesIn(path, rules)
    if (inside.length > 0) this.#folders.push({ path, rules: inside })
  }

  /** Returns the patterns that matter in a folder: none if nothing in it can be selected. */
  #rulesIn(path: string, rules: readonly Rule[]): readonly Rule[] {
    const folder = path.normalize()
    const inside = rules.flatMap(({ pattern, coversAll }) => {
      const covers = coversAll || pattern.covers(folder)
      return covers || pattern.mayMatchIn(folder) ? [{ pattern, coversAll: covers }] : []
    })
    const exclude = inside.findLastIndex(({ pattern, coversAll }) => pattern.negate && coversAll)
    if (exclude >= 0 && inside.slice(0, exclude).some(isInclude)) this.effective.add((inside[exclude] as Rule).pattern)
    return inside.slice(exclude + 1).some(isInclude) ? inside : []
  }

  #entriesOf(folder: string): Dirent[] {
    return this.#attempt(folder, () => readdirSync(folder, { withFileTypes: true })) ?? []
  }

  /** Returns what `read` returns. Reports a path that cannot be read, and ignores one that is gone. */
  #attempt<T>(path: string, read: () => T): T | undefined {
    try {
      return read()
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? String(error)
      if (!GONE.has(code)) this.#problem(path, `${this.#name(path)} ${describeSystemError(code)}`)
      return undefined
    }
  }

  #problem(path: string, what: string): void {
    this.problems.push(`${what}, or exclude it with ${quoted(`!${escapeGlob(this.#relative(path))}`)}`)
  }

  #name(path: string): string {
    return quoted(this.#relative(path))
  }

  #relative(path: string): string {
    return relativeInside(this.#options.roots.workspace.real, path) ?? path
  }
}

const GONE = new Set(['ENOENT', 'ENOTDIR'])
const NO_FOLDER = Symbol()

/** Returns the real path of the folder that a symlink leads to; `NO_FOLDER` for a file and a broken symlink. */
function folderBehind(link: string): string | typeof NO_FOLDER {
  try {
    const real = realpathSync.native(link)
    return statSync(real).isDirectory() ? real : NO_FOLDER
  } catch (error) {
    if (GONE.has((error as NodeJS.ErrnoException).code ?? '')) return NO_FOLDER
    throw error
  }
}

function rulesOn(path: string, rules: readonly Rule[]): Rule[] {
  const file = path.normalize()
  return rules.filter(({ pattern, coversAll }) => coversAll || pattern.matches(file))
}

function isSelected(matching: readonly Rule[]): boolean {
  return matching.at(-1)?.pattern.negate === false
}

function isInclude({ pattern }: Rule): boolean {
  return !pattern.negate
}

/** Returns the paths in a folder's `.gitmodules`, relative to the folder; none if it cannot be read. */
function submodulesIn(folder: string): string[] {
  try {
    // https://git-scm.com/docs/git-config#_syntax: a value may be in quotes, with \" and \\ inside.
    const lines = readFileSync(join(folder, '.gitmodules'), 'utf8').matchAll(/^[ \t]*path[ \t]*=(.*)$/gim)
    return [...lines].map(([, value = '']) =>
      value
        .trim()
        .replace(/^"(.*)"$/, '$1')
        .replace(/\\(["\\])/g, '$1')
    )
  } catch {
    return []
  }
}

/** Whether a folder is empty or missing, as that of a submodule that is not checked out. */
function isEmptyOrMissing(folder: string): boolean {
  try {
    return readdirSync(folder).length === 0
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
  }
}

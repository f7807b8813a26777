import { lstatSync, readdirSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { InvalidValue } from '../../shared/diagnostics.ts'
import { quoted } from '../../shared/text.ts'
import { ancestors, relativeInside, type Root, type Roots } from '../roots.ts'
import { escapeGlob, FILE } from './line.ts'
import { type Chain, follow, isCycle, type Kind } from './links.ts'
import type { Pace } from './pace.ts'
import type { Rules, Scope } from './rules.ts'
import type { SearchStart } from './searches.ts'

/** A file that the patterns select. */
export interface FoundFile {
  /** Path that begins with the real path of a root, with the symlinks that the search followed. */
  readonly path: string
  /** Where the search that found it began. */
  readonly start: string
}

/** How many folder entries a search reads behind symlinks. More are treated as a mistake or an attack. */
export const MAX_LINKED_ENTRIES = 100_000

/** What the entries of one folder have in common. */
interface Place {
  readonly search: SearchStart
  readonly scope: Scope
  /** The folder and those above it; undefined for the start. */
  readonly chain: Chain | undefined
  /** Whether the search came through a symlink that no pattern names. */
  readonly isLinked: boolean
}

interface Folder extends Place {
  readonly path: string
}

export interface WalkOptions {
  readonly rules: Rules
  readonly roots: Roots
  readonly includeHidden: boolean
  /** Paths that patterns name without wildcards, and the folders above them. */
  readonly named: ReadonlySet<string>
  readonly pace: Pace
  /** Ends the search with the first file. */
  readonly onlyFirst?: boolean
}

/** Reads the folders that may hold something that the patterns select. */
export class Walk {
  readonly files: FoundFile[] = []
  /** What is wrong with a path that may hold files: `symlink "x" leads …`. */
  readonly problems: string[] = []
  /** Symlinks to folders that were not followed, because they lie in a folder behind another symlink. */
  readonly unfollowed: string[] = []
  readonly #options: WalkOptions
  readonly #folders: Folder[] = []
  #linkedEntries = 0
  #foldersRead = 0

  constructor(options: WalkOptions) {
    this.#options = options
  }

  /** Searches `start`, a path in `root`. It may not exist. */
  async run(start: string, root: Root): Promise<void> {
    const { pace } = this.#options
    if (pace.isDue) await pace.pause(() => this.#progress())
    this.#begin(start, root)
    for (
      let folder = this.#folders.pop();
      folder && !(this.#options.onlyFirst && this.files.length > 0);
      folder = this.#folders.pop()
    ) {
      if (pace.isDue) await pace.pause(() => this.#progress())
      await this.#read(folder)
    }
  }

  #progress(): string {
    return `Searching files: ${this.#foldersRead} folders read, ${this.files.length} files found`
  }

  #begin(start: string, root: Root): void {
    const { rules, includeHidden } = this.#options
    const scope = rules.scopeBelow([...ancestors(start), ...ancestors(root.given)])
    if (!includeHidden && /(^|\/)\./.test(relativeInside(root.real, start) ?? '')) {
      rules.recordHidden(start, scope)
      return
    }
    const entry = this.#attempt(start, () => this.#startEntry(start, root))
    if (entry) this.#visit(start, entry, { search: { start, root }, scope, chain: undefined, isLinked: false })
  }

  /**
   * Returns what is at the start of a search. Reports a path through a symlink that leads out of the workspace, and
   * does not look it up.
   */
  #startEntry(start: string, root: Root): Kind | undefined {
    if (start !== root.real) {
      const folder = realpathSync(dirname(start))
      const isAllowed = this.#options.roots.holding(folder)?.name === 'workspace' || folder === dirname(start)
      if (!isAllowed) {
        this.#problem(`path ${this.#name(start)} goes through a symlink that leads outside the workspace`, start)
        return undefined
      }
    }
    return lstatSync(start, { throwIfNoEntry: false })
  }

  async #read(folder: Folder): Promise<void> {
    const children = this.#attempt(folder.path, () => readdirSync(folder.path, { withFileTypes: true })) ?? []
    this.#foldersRead += 1
    if (folder.isLinked) this.#countLinked(children.length)
    const { includeHidden, rules, pace } = this.#options
    for (const child of children) {
      if (pace.isDue) await pace.pause(() => this.#progress())
      const path = join(folder.path, child.name)
      if (!includeHidden && child.name.startsWith('.')) rules.recordHidden(path, folder.scope)
      else this.#visit(path, child, folder)
    }
  }

  #countLinked(entries: number): void {
    this.#linkedEntries += entries
    if (this.#linkedEntries <= MAX_LINKED_ENTRIES) return
    throw new InvalidValue(
      `reads more than ${MAX_LINKED_ENTRIES} files and folders through symlinks: exclude the symlinks with !, for example !**/node_modules`
    )
  }

  #visit(path: string, entry: Kind, place: Place): void {
    const { rules } = this.#options
    if (entry.isSymbolicLink()) this.#visitLink(path, place)
    else if (!entry.isDirectory()) this.#visitFile(path, place)
    else if (rules.maySelectIn(path, place.scope)) {
      const real = place.chain ? join(place.chain.real, basename(path)) : realpathSync(path)
      this.#push(path, real, place.isLinked, place)
    }
  }

  #visitFile(path: string, { scope, search }: Place): void {
    const { rules } = this.#options
    const isSelected = (rules.match(path, scope) & FILE) !== 0
    if (isSelected) this.files.push({ path, start: search.start })
    rules.record(path, scope, isSelected)
  }

  #visitLink(path: string, place: Place): void {
    const { rules, roots, named } = this.#options
    const { scope, search } = place
    const mayHold = rules.maySelectIn(path, scope)
    const isSelected = (rules.match(path, scope) & FILE) !== 0
    if (!mayHold && !isSelected) {
      rules.record(path, scope, false)
      return
    }
    const target = follow(path, search.start, search.root, roots)
    if (target.kind === 'file' || target.kind === 'broken') this.#visitFile(path, place)
    else if (target.kind === 'unreadable') this.#unreadable(path, target.code)
    else if (!mayHold || isCycle(target.real, place.chain)) return
    else if (target.kind === 'folder outside') {
      this.#problem(`symlink ${this.#name(path)} leads ${target.where}, and is not followed`, path)
    } else if (place.isLinked && !named.has(path)) this.unfollowed.push(path)
    else this.#push(path, target.real, place.isLinked || !named.has(path), place)
  }

  #push(path: string, real: string, isLinked: boolean, place: Place): void {
    const { roots, rules } = this.#options
    const { search, scope, chain } = place
    // RUNNER_TEMP is searched only for patterns that begin there, also when it lies in the workspace.
    const isTemp = real === roots.temp?.real && search.root.name !== 'temp'
    if (isTemp || isCycle(real, chain)) return
    this.#folders.push({ path, search, isLinked, scope: rules.scopeIn(path, scope), chain: { real, above: chain } })
  }

  /** Returns what `read` returns. Reports a path that cannot be read, and ignores one that does not exist. */
  #attempt<T>(path: string, read: () => T): T | undefined {
    try {
      return read()
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? String(error)
      if (code !== 'ENOENT' && code !== 'ENOTDIR') this.#unreadable(path, code)
      return undefined
    }
  }

  #unreadable(path: string, code: string): void {
    if (code === 'ELOOP') this.#problem(`${this.#name(path)} is a symlink that leads to itself`, path)
    else this.#problem(`${this.#name(path)} cannot be read (${code})`, path, 'change its permissions')
  }

  #problem(what: string, path: string, remedy = 'remove it or correct it'): void {
    const exclude = escapeGlob(relativeInside(this.#options.roots.workspace.real, path) ?? path)
    this.problems.push(`${what}: ${remedy}, or exclude it with ${quoted(`!${exclude}`)}`)
  }

  #name(path: string): string {
    return quoted(relativeInside(this.#options.roots.workspace.real, path) ?? path)
  }
}

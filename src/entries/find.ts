import { type Dirent, lstatSync, readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** What `@actions/glob` makes of one line of patterns. */
interface Pattern {
  readonly negate: boolean
  readonly segments: readonly string[]
  readonly trailingSeparator: boolean
  /** 0, or a sum of 1 for folders and 2 for files. */
  match(path: string): number
  /** Whether something below the folder `path` may match. */
  partialMatch(path: string): boolean
}

const IF_THERE = { throwIfNoEntry: false } as const
const NONE = 0
const FILE = 2
const ALL = 3

/**
 * Returns the paths of all files that `patterns` match, as `@actions/glob` finds them with its defaults: relative to the
 * working directory, links followed, what a matching folder holds matched too. In no order. Other than with its
 * defaults, a link that leads nowhere is found as well: whoever wanted its file must hear of it.
 *
 * The library asks the system for each file in turn and waits for the answer, nine tenths of its time. This asks for the
 * files of a folder at once, and the library for what the patterns mean.
 *
 * @param patterns newline-separated
 * @throws Error of the library for a pattern that it refuses, or of the system for a folder that cannot be read
 */
export async function findFiles(patterns: string): Promise<string[]> {
  // Loaded here because a run for a single key has no use for it.
  const { create } = await import('@actions/glob')
  const globber = await create(patterns)
  // Private to TypeScript alone; a test holds what is found here against what the library finds.
  const walk = new Walk((globber as unknown as { patterns: readonly Pattern[] }).patterns)
  for (const path of globber.getSearchPaths()) walk.start(path)
  return walk.found
}

class Walk {
  readonly found: string[] = []
  readonly #patterns: readonly Pattern[]

  constructor(patterns: readonly Pattern[]) {
    this.#patterns = patterns
  }

  /** Visits `path` if it is there. */
  start(path: string): void {
    const stats = statSync(path, IF_THERE) ?? brokenLink(path)
    if (!stats) return
    const covered = this.#patterns.map((pattern) => ancestors(path).some((ancestor) => covers(pattern, ancestor)))
    this.#visit(path, stats, covered, [])
  }

  /**
   * @param covered for each pattern, whether it matches a folder above `path`
   * @param chain real paths of the folders above `path`, by which a link that leads back is found out
   */
  #visit(path: string, entry: Stats | Dirent, covered: readonly boolean[], chain: readonly string[]): void {
    const matches = this.#match(path, covered)
    if (matches === NONE && !this.#mayMatchBelow(path)) return
    const stats = entry.isSymbolicLink() ? statSync(path, IF_THERE) : entry
    if (stats?.isDirectory()) this.#visitFolder(path, entry, covered, chain)
    else if (matches & FILE) this.found.push(path)
  }

  #visitFolder(path: string, entry: Stats | Dirent, covered: readonly boolean[], chain: readonly string[]): void {
    const parent = chain.at(-1)
    const isPlain = parent !== undefined && !entry.isSymbolicLink()
    const real = isPlain ? join(parent, basename(path)) : realpathSync(path)
    if (chain.includes(real)) return
    const coveredBelow = this.#patterns.map((pattern, index) => (covered[index] ?? false) || covers(pattern, path))
    const chainBelow = [...chain, real]
    for (const child of readdirSync(path, { withFileTypes: true })) {
      this.#visit(join(path, child.name), child, coveredBelow, chainBelow)
    }
  }

  /** Patterns count in their order: each adds what it matches, or takes it away. */
  #match(path: string, covered: readonly boolean[]): number {
    return this.#patterns.reduce((matches, pattern, index) => {
      const matched = covered[index] ? ALL : pattern.match(path)
      return pattern.negate ? matches & ~matched : matches | matched
    }, NONE)
  }

  /** Of a folder that a pattern matches and a later one takes away, nothing is left below: that takes it all away. */
  #mayMatchBelow(path: string): boolean {
    return this.#patterns.some((pattern) => !pattern.negate && pattern.partialMatch(path))
  }
}

/** A pattern that matches a folder matches all that it holds; one that ends with `**` says so itself. */
function covers(pattern: Pattern, folder: string): boolean {
  const saysSo = pattern.segments.at(-1) === '**' && !pattern.trailingSeparator
  return !saysSo && pattern.match(folder) !== NONE
}

function brokenLink(path: string): Stats | undefined {
  return statSync(dirname(path), IF_THERE)?.isDirectory() ? lstatSync(path, IF_THERE) : undefined
}

function ancestors(path: string): string[] {
  const parent = dirname(path)
  return parent === path ? [] : [parent, ...ancestors(parent)]
}

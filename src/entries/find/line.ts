import { isAbsolute, join, sep } from 'node:path'
import { InvalidValue } from '../../shared/diagnostics.ts'
import { printable, quoted } from '../../shared/text.ts'
import { type Root, type Roots, relativeInside } from '../roots.ts'

/** What `@actions/glob` makes of one line of patterns. */
interface Pattern {
  readonly negate: boolean
  readonly segments: readonly string[]
  readonly trailingSeparator: boolean
  /** The beginning of the pattern without wildcards. */
  readonly searchPath: string
  /** 0, or a sum of 1 for folders and 2 for files. */
  match(path: string): number
  /** Whether something below the folder `path` may match. */
  partialMatch(path: string): boolean
}

export const NONE = 0
export const FILE = 2
export const ALL = 3

/** One pattern of the input `glob`. It matches the same files for every spelling of the workspace's path. */
export class Line {
  /** The line as given. */
  readonly text: string
  /** Whether it excludes. */
  readonly negate: boolean
  /** Where to search: the part of the pattern before its first wildcard, with the real path of the workspace. */
  readonly start: string
  /** The root that holds `start`; undefined when the pattern begins above the workspace, or lies outside. */
  readonly root: Root | undefined
  readonly #pattern: Pattern
  readonly #isLiteral: boolean
  readonly #matchesNames: boolean
  /** The workspace, if the pattern begins above it and may match its path as given instead of its real path. */
  readonly #other: Root | undefined

  constructor(text: string, pattern: Pattern, roots: Roots) {
    this.text = text
    this.negate = pattern.negate
    this.start = pattern.searchPath
    this.root = roots.holding(this.start)
    this.#pattern = pattern
    this.#isLiteral = countSegments(this.start) === pattern.segments.length && sep === '/'
    this.#matchesNames = pattern.segments.at(-1) === '*' && !pattern.trailingSeparator
    const { workspace } = roots
    this.#other = !this.root && workspace.given !== workspace.real ? workspace : undefined
  }

  /** Whether it has a segment that begins with a dot. */
  get namesHidden(): boolean {
    return /(^|[\\/!\s])\.[^.\\/]/.test(this.text)
  }

  /** Returns whether the pattern matches `path` as a file, as a folder, or both: 0, or a sum of 1 (folder) and 2 (file). */
  match(path: string): number {
    if (this.#isLiteral && path !== this.start) return NONE
    const other = this.#otherSpelling(path)
    return this.#pattern.match(path) | (other === undefined ? NONE : this.#pattern.match(other))
  }

  /** Whether the pattern may match the folder `path` or something below it. */
  mayMatchIn(path: string): boolean {
    const other = this.#otherSpelling(path)
    return (
      this.#pattern.partialMatch(path) ||
      this.match(path) !== NONE ||
      (other !== undefined && this.#pattern.partialMatch(other))
    )
  }

  /** Whether the pattern matches all that the folder `path` holds: a pattern that matches a folder matches its files. */
  covers(path: string): boolean {
    // If the last segment is `*`, it matches either every name or none: try one.
    return this.match(path) !== NONE || (this.#matchesNames && this.match(join(path, 'x')) !== NONE)
  }

  #otherSpelling(path: string): string | undefined {
    if (!this.#other) return undefined
    const inside = path === this.#other.real ? '' : relativeInside(this.#other.real, path)
    return inside === undefined ? undefined : join(this.#other.given, inside)
  }
}

/**
 * Returns the patterns of the input `glob`. Relative ones are relative to the workspace.
 *
 * @throws InvalidValue for a pattern that `@actions/glob` refuses
 */
export async function parseLines(text: string, roots: Roots): Promise<Line[]> {
  // Loaded here because a run for a single key does not need it.
  const { create } = await import('@actions/glob')
  const parse = async (line: string): Promise<Pattern> => {
    try {
      // The patterns are private only in TypeScript. A test compares the files found here with those of the library.
      const [pattern] = Reflect.get(await create(line), 'patterns') as [Pattern]
      return pattern
    } catch (error) {
      throw new InvalidValue(`pattern ${quoted(line)} is not valid: ${printable((error as Error).message)}`)
    }
  }
  const lines = text.split('\n').map((line) => line.trim())
  const given = lines.filter((line) => line !== '' && !line.startsWith('#'))
  return Promise.all(given.map(async (line) => new Line(line, await canonical(line, parse, roots), roots)))
}

/** Returns the pattern with the real path of the workspace or `RUNNER_TEMP` at its beginning. */
async function canonical(line: string, parse: (line: string) => Promise<Pattern>, roots: Roots): Promise<Pattern> {
  const pattern = await parse(line)
  const isRelative = !isRooted(line.replace(/^[!\s]+/, ''))
  // The library puts the working directory before a relative pattern.
  const before = isRelative ? process.cwd() : pattern.searchPath
  const after = isRelative ? roots.workspace.real : roots.canonical(before)
  if (before === after) return pattern
  const rest = pattern.segments.slice(countSegments(before))
  const end = pattern.trailingSeparator ? sep : ''
  return parse((pattern.negate ? '!' : '') + [escapeGlob(after), ...rest].join(sep) + end)
}

function isRooted(pattern: string): boolean {
  return isAbsolute(pattern) || /^~([\\/]|$)/.test(pattern) || (sep === '\\' && /^([\\/]|[a-z]:)/i.test(pattern))
}

function countSegments(path: string): number {
  return path === sep ? 1 : path.split(sep).length
}

/** Returns the pattern that matches exactly `path`. */
export function escapeGlob(path: string): string {
  const backslashes = sep === '/' ? path.replaceAll('\\', '\\\\') : path
  return backslashes
    .replace(/\[(?=[^/]+\])/g, '[[]')
    .replace(/\?/g, '[?]')
    .replace(/\*/g, '[*]')
}

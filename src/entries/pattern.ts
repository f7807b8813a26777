import { isAbsolute, join, sep } from 'node:path'
import { InvalidValue } from '../shared/diagnostics.ts'
import { printable, quoted } from '../shared/text.ts'
import type { Pace } from '../shared/pace.ts'
import { ancestors, type Root, type Roots } from './roots.ts'

/** What `@actions/glob` makes of one line. */
interface GlobPattern {
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

const FILE = 2

/**
 * One line of the input `glob`. It matches the same files for every spelling of the workspace's path, and in every Unicode
 * normalisation. The paths that it is asked about are in NFC, and begin with the real path of a root.
 */
export class Pattern {
  /** The line as given. */
  readonly text: string
  /** Whether it excludes. */
  readonly negate: boolean
  /** The part before the first wildcard, in NFC. */
  readonly start: string
  /** The root that holds `start`; undefined when the pattern begins above the workspace, or lies outside. */
  readonly root: Root | undefined
  readonly #pattern: GlobPattern
  /** Its real path, in NFC. */
  readonly #workspace: string

  constructor(text: string, pattern: GlobPattern, root: Root | undefined, workspace: Root) {
    this.text = text
    this.negate = pattern.negate
    this.start = pattern.searchPath
    this.root = root
    this.#pattern = pattern
    this.#workspace = workspace.real.normalize()
  }

  /** Whether it can match nothing in the workspace, and does not begin in `RUNNER_TEMP`. */
  get isOutside(): boolean {
    return !this.root && !this.mayMatchIn(this.#workspace) && !this.coversFromAbove(this.#workspace)
  }

  /** Whether it has a segment that begins with a dot. */
  get namesHidden(): boolean {
    return /(^|[\\/!\s])\.[^.\\/]/.test(this.text)
  }

  /** Whether the pattern matches the file `path`. */
  matches(path: string): boolean {
    return (this.#match(path) & FILE) !== 0
  }

  /** Whether the pattern matches the folder `path`, and so all that it holds. */
  covers(path: string): boolean {
    return this.#match(path) !== 0
  }

  /** Whether the pattern matches a folder that holds the folder `path`. */
  coversFromAbove(path: string): boolean {
    return ancestors(path).some((folder) => this.covers(folder))
  }

  /** Whether the pattern may match something in the folder `path`. */
  mayMatchIn(path: string): boolean {
    // For thousands of patterns and folders, this is much faster than asking the library.
    if (this.root && sep === '/' && !path.startsWith(this.start) && !this.start.startsWith(path)) return false
    return this.#pattern.partialMatch(path)
  }

  #match(path: string): number {
    if (this.root && sep === '/' && !path.startsWith(this.start)) return 0
    return this.#pattern.match(path)
  }
}

/**
 * Returns the patterns of the input `glob`. Relative ones are relative to the workspace.
 *
 * @throws InvalidValue for a pattern that `@actions/glob` refuses; the signal's reason when the run is cancelled
 */
export async function parsePatterns(text: string, roots: Roots, pace: Pace): Promise<Pattern[]> {
  // Loaded here because a run for a single key does not need it.
  const { create } = await import('@actions/glob')
  const parse = async (line: string): Promise<GlobPattern> => {
    try {
      // The patterns are private only in TypeScript. A test compares the files found here with those of the library.
      const [pattern] = Reflect.get(await create(line), 'patterns') as [GlobPattern]
      return pattern
    } catch (error) {
      throw new InvalidValue(`glob pattern ${quoted(line)} is not valid: ${printable((error as Error).message)}`)
    }
  }
  const lines = text.split('\n').map((line) => line.trim())
  const given = lines.filter((line) => line !== '' && !line.startsWith('#'))
  const patterns: Pattern[] = []
  for (const line of given) {
    if (pace.isDue) await pace.pause()
    patterns.push(await makePattern(line, parse, roots))
  }
  return patterns
}

async function makePattern(
  line: string,
  parse: (line: string) => Promise<GlobPattern>,
  roots: Roots
): Promise<Pattern> {
  const { workspace } = roots
  const pattern = await parse(line)
  const { negate, searchPath, segments, trailingSeparator } = pattern
  // The library puts the working directory before a relative pattern.
  const isRelative = !isRooted(line.replace(/^[!\s]+/, ''))
  const before = isRelative ? process.cwd() : searchPath
  const after = isRelative ? workspace.real : roots.canonical(before)
  const root = roots.holding(join(after, searchPath.slice(before.length)))
  const rest = segments.slice(countSegments(before)).join(sep)
  if (before === after && before === before.normalize() && line === line.normalize()) {
    return new Pattern(line, pattern, root, workspace)
  }
  const whole = [escapeGlob(after), ...(rest ? [rest] : [])].join(sep) + (trailingSeparator ? sep : '')
  return new Pattern(line, await parse((negate ? '!' : '') + whole.normalize()), root, workspace)
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

import type { Runtime } from '../shared/runtime.ts'
import { type Line, parseLines } from './find/line.ts'
import { Pace } from './find/pace.ts'
import { Reasons } from './find/reasons.ts'
import { Rules } from './find/rules.ts'
import { searchesOf } from './find/searches.ts'
import { type FoundFile, Walk } from './find/walk.ts'
import { ancestors, type Roots } from './roots.ts'

/** A pattern that had no effect, and why. */
export interface IdlePattern {
  readonly text: string
  /** Undefined for an exclude that simply removed nothing. */
  readonly reason: string | undefined
}

/** What a search came to. */
export interface Found {
  /** Every file that the patterns select, in no order. */
  readonly files: readonly FoundFile[]
  /** What is wrong with paths that may hold files that the patterns select. */
  readonly problems: readonly string[]
  /** Symlinks to folders that were not followed, because they lie behind another symlink. */
  readonly unfollowed: readonly string[]
  /** Includes that select no file. */
  readonly idleIncludes: readonly IdlePattern[]
  /** Excludes that removed nothing. */
  readonly idleExcludes: readonly IdlePattern[]
  /** Whether there is an include at all. */
  readonly hasIncludes: boolean
}

export interface FindOptions {
  readonly roots: Roots
  readonly includeHidden: boolean
  readonly runtime: Pick<Runtime, 'log' | 'signal'>
}

/**
 * Finds the files that patterns select, as `@actions/glob` does with its defaults: symlinks are followed, and what a
 * matching folder holds matches too. It differs where the library is unsafe or slow. Patterns mean the same however the
 * workspace is spelled. Symlinks are followed only into the workspace, and none inside a folder behind another one unless
 * a pattern names it. A folder that an exclude takes away whole is not read. A broken symlink is found, since whoever
 * wanted its file must hear of it.
 *
 * The library waits for the system's answer about each file in turn, nine tenths of its time. This reads a folder at once,
 * and asks the library only what patterns mean.
 *
 * @param patterns newline-separated
 * @throws InvalidValue for a pattern that the library refuses, or when symlinks lead to too many files
 * @throws SearchCancelled when the run is cancelled
 */
export async function findFiles(patterns: string, { roots, includeHidden, runtime }: FindOptions): Promise<Found> {
  const lines = await parseLines(patterns, roots)
  const includes = lines.filter(({ negate }) => !negate)
  const searches = searchesOf(includes, roots)
  const rules = new Rules(lines)
  const pace = new Pace(runtime)
  const named = new Set(includes.flatMap(({ start }) => [start, ...ancestors(start)]))
  const walk = new Walk({ rules, roots, includeHidden, named, pace })
  for (const { start, root } of searches) await walk.run(start, root)
  const reasons = new Reasons(rules, roots, pace)
  const { files, problems, unfollowed } = walk
  return {
    files,
    problems,
    unfollowed,
    hasIncludes: includes.length > 0,
    idleIncludes: await explained(
      includes.filter((line) => !rules.found.has(line)),
      (line) => reasons.ofInclude(line)
    ),
    idleExcludes: await explained(
      lines.filter((line) => line.negate && !rules.effective.has(line)),
      (line) => reasons.ofExclude(line)
    )
  }
}

async function explained(
  lines: readonly Line[],
  reasonOf: (line: Line) => Promise<string | undefined>
): Promise<IdlePattern[]> {
  const idle: IdlePattern[] = []
  for (const line of lines) idle.push({ text: line.text, reason: await reasonOf(line) })
  return idle
}

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

/** The result of a search. */
export interface Found {
  /** Every file that the patterns select, in no order. */
  readonly files: readonly FoundFile[]
  /** Problems with paths that may hold selected files. */
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
 * Finds the files that patterns select, as `@actions/glob` does with its defaults: symlinks are followed, and
 * everything in a matching folder matches, too. It differs where the library is unsafe or slow:
 * - A pattern matches the same files for every spelling of the workspace's path.
 * - A symlink is followed only into the workspace.
 * - A symlink in a folder that was reached through another symlink is followed only if a pattern names it.
 * - A folder is not read if an exclude covers all of it.
 * - A broken symlink counts as a found file, so that an error is reported for it.
 *
 * The library spends nine tenths of its time waiting for the system, one file after another. This function reads a
 * whole folder at once, and uses the library only to match patterns.
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

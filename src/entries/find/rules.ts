import { ALL, FILE, type Line, NONE } from './line.ts'

/** For each pattern, what is already known about the contents of a folder. */
export interface Scope {
  /** Whether it matches everything in the folder. */
  readonly covered: readonly boolean[]
  /** Whether it may match something in the folder. */
  readonly possible: readonly boolean[]
}

/**
 * The patterns in their order, and a record of what each one did. Each pattern adds the files that it matches, or
 * removes them.
 */
export class Rules {
  readonly lines: readonly Line[]
  /** Includes with at least one selected file. */
  readonly found = new Set<Line>()
  /** Includes that matched something which a later line excludes. */
  readonly excluded = new Set<Line>()
  /** Includes that may match something hidden. */
  readonly hidden = new Set<Line>()
  /** Excludes that removed something. */
  readonly effective = new Set<Line>()

  constructor(lines: readonly Line[]) {
    this.lines = lines
  }

  /** Returns the scope of what a folder holds. */
  scopeIn(folder: string, { covered, possible }: Scope): Scope {
    const coveredIn = this.lines.map((line, index) => {
      return covered[index] === true || (possible[index] === true && line.covers(folder))
    })
    return {
      covered: coveredIn,
      possible: this.lines.map((line, index) => {
        return coveredIn[index] === true || (possible[index] === true && line.mayMatchIn(folder))
      })
    }
  }

  /** Returns the scope of a path whose folders are `above`, the innermost first. */
  scopeBelow(above: readonly string[]): Scope {
    return {
      covered: this.lines.map((line) => above.some((folder) => line.covers(folder))),
      possible: this.lines.map(() => true)
    }
  }

  /** Returns whether `path` is selected as a file, as a folder, or both. */
  match(path: string, scope: Scope): number {
    let seen = NONE
    let selected = NONE
    for (const [index, line] of this.lines.entries()) {
      const matched = this.#matchLine(line, index, path, scope)
      if (!line.negate) {
        selected |= matched
        seen |= matched
      } else if (matched !== NONE) {
        if (seen & matched) this.effective.add(line)
        selected &= ~matched
      }
    }
    return selected
  }

  #matchLine(line: Line, index: number, path: string, { covered, possible }: Scope): number {
    if (covered[index]) return ALL
    return possible[index] ? line.match(path) : NONE
  }

  /** Records a file that at least one include matches, and whether it is selected after excludes. */
  record(path: string, scope: Scope, isSelected: boolean): void {
    const into = isSelected ? this.found : this.excluded
    this.lines.forEach((line, index) => {
      if (line.negate || into.has(line)) return
      if (this.#matchLine(line, index, path, scope) & FILE) into.add(line)
    })
  }

  /** Records a hidden file or folder. It is never selected, even if a pattern matches it. */
  recordHidden(path: string, scope: Scope): void {
    this.lines.forEach((line, index) => {
      if (!scope.possible[index]) return
      // `!**/a` may match in every hidden folder. That is not enough to count it as effective.
      const isEffective = line.negate && (line.covers(path) || (line.namesHidden && line.mayMatchIn(path)))
      if (isEffective) this.effective.add(line)
      else if (!line.negate && !this.hidden.has(line) && line.mayMatchIn(path)) this.hidden.add(line)
    })
  }

  /**
   * Whether something in the folder may be selected. Nothing is selected if a later exclude covers the whole folder.
   */
  maySelectIn(folder: string, scope: Scope): boolean {
    for (const [index, line] of [...this.lines.entries()].reverse()) {
      const isCovered = scope.covered[index] ?? false
      if (!line.negate) {
        if (isCovered || (scope.possible[index] && line.mayMatchIn(folder))) return true
      } else if (isCovered || (scope.possible[index] && line.covers(folder))) {
        this.#recordTakenAway(line, index, folder, scope)
        return false
      }
    }
    return false
  }

  #recordTakenAway(exclude: Line, at: number, folder: string, scope: Scope): void {
    this.lines.slice(0, at).forEach((line, index) => {
      if (line.negate || !scope.possible[index] || !line.mayMatchIn(folder)) return
      this.effective.add(exclude)
      if (line.covers(folder)) this.excluded.add(line)
    })
  }
}

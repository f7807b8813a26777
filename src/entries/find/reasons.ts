import type { Pace } from './pace.ts'
import { MissingPaths } from '../missing.ts'
import type { Roots } from '../roots.ts'
import { quoted } from '../../shared/text.ts'
import { adviceOnForm, withLiteralBrackets } from './form.ts'
import { type Line, parseLines } from './line.ts'
import { Rules } from './rules.ts'
import { searchesOf } from './searches.ts'
import { type FoundFile, Walk } from './walk.ts'

/** Finds out why a pattern has no effect. */
export class Reasons {
  readonly #rules: Rules
  readonly #roots: Roots
  readonly #pace: Pace
  readonly #missing: MissingPaths

  constructor(rules: Rules, roots: Roots, pace: Pace) {
    this.#rules = rules
    this.#roots = roots
    this.#pace = pace
    this.#missing = new MissingPaths(roots)
  }

  /** Returns why an include selects no file, as far as that can be found out. */
  async ofInclude(line: Line): Promise<string> {
    const wrong = await this.#form(line)
    if (wrong !== undefined) return wrong
    const hidden = this.#rules.hidden.has(line) ? await this.#firstHidden(line) : undefined
    if (hidden) return 'it matches only hidden files: to publish them, set include-hidden-files to true'
    if (this.#rules.excluded.has(line)) return 'all that it matches is excluded by a later line'
    return this.#missing.ofPattern(line.start)
  }

  /** Returns why an exclude removes nothing, when its form or its place explains it. */
  async ofExclude(line: Line): Promise<string | undefined> {
    const wrong = await this.#form(line)
    if (wrong !== undefined) return wrong
    const { lines } = this.#rules
    if (lines.every(({ negate }) => negate)) return 'there is no pattern that includes files: add one above it'
    const isFirst = lines.slice(0, lines.indexOf(line)).every(({ negate }) => negate)
    return isFirst
      ? 'an exclude counts only for the lines above it, and none of them includes files: move it down'
      : undefined
  }

  async #form(line: Line): Promise<string | undefined> {
    const advice = adviceOnForm(line.text)
    if (advice !== undefined) return advice
    if (searchesOf([line], this.#roots).length === 0) {
      return `it lies outside the workspace "${this.#roots.workspace.given}": write it relative to the workspace, since paths of the host differ in a container`
    }
    const literal = withLiteralBrackets(line.text)
    if (literal === undefined || !(await this.#first(literal.replace(/^[!\s]+/, '')))) return undefined
    return `brackets stand for one of the characters in them: for the name itself, write ${quoted(literal)}`
  }

  async #first(pattern: string): Promise<FoundFile | undefined> {
    return this.#search(await parseLines(pattern, this.#roots))
  }

  #firstHidden(line: Line): Promise<FoundFile | undefined> {
    const { lines } = this.#rules
    return this.#search([line, ...lines.slice(lines.indexOf(line)).filter(({ negate }) => negate)])
  }

  async #search(lines: readonly Line[]): Promise<FoundFile | undefined> {
    const rules = new Rules(lines)
    const options = { rules, roots: this.#roots, pace: this.#pace, includeHidden: true, named: new Set<string>() }
    const walk = new Walk({ ...options, onlyFirst: true })
    for (const { start, root } of searchesOf(lines, this.#roots)) await walk.run(start, root)
    return walk.files[0]
  }
}

import { sep } from 'node:path'
import { quoted } from '../shared/text.ts'
import { MissingPaths, QUOTED_BY_GIT } from './missing.ts'
import { parsePatterns, type Pattern } from './pattern.ts'
import { Walk, type WalkOptions } from './walk.ts'

/** Forms that have no meaning in a pattern, each with what to write instead. */
const FORMS: readonly (readonly [form: RegExp, advice: string])[] = [
  QUOTED_BY_GIT,
  [/^!*\s*(["'`]).*\1$|^["'`]/, 'remove the quotes, which are taken as part of the name'],
  [/^!*\s*(-\s|\[\s*(["']|$))/, 'glob takes one pattern a line, and no list in YAML or JSON'],
  [/\s#/, 'give the comment a line of its own'],
  [/\{[^}]*(,|\.\.)[^}]*\}/, 'braces are not expanded: write one line for each alternative'],
  [/[,;]/, 'write one pattern a line, without commas'],
  [/\$\{?[A-Za-z_]|%\w+%/, 'variables are not expanded: use an expression such as ${{ env.NAME }}'],
  [/[@+?*!]\(|\([^)]*\|/, 'groups such as (a|b) are not expanded: write one line for each alternative'],
  [sep === '/' ? /\\/ : /(?!)/, 'write / between folders: a backslash only makes the next character literal']
]

/**
 * Finds out why patterns have no effect: includes that select no file, and excludes that remove nothing.
 *
 * @returns the reason of each; undefined for an exclude that simply removed nothing
 * @throws the signal's reason when the run is cancelled
 */
export async function explainPatterns(
  idle: readonly Pattern[],
  options: WalkOptions
): Promise<Map<Pattern, string | undefined>> {
  const { workspace } = options.roots
  const missing = new MissingPaths(options.roots)
  const includes = idle.filter(({ negate }) => !negate)
  const literal = new Map<Pattern, Pattern>()
  for (const pattern of idle) {
    const text = withLiteralBrackets(pattern.text)
    if (text === pattern.text) continue
    const [twin] = await parsePatterns(text.replace(/^[!\s]+/, ''), options.roots, options.pace)
    if (twin) literal.set(pattern, twin)
  }
  const visible = await findMatching([...includes, ...literal.values()], options)
  const hidden = await findMatching(includes, { ...options, includeHidden: true })

  function reasonOf(pattern: Pattern): string | undefined {
    const { text, negate, start, isOutside } = pattern
    const twin = literal.get(pattern)
    const [, advice] = FORMS.find(([form]) => form.test(text)) ?? []
    if (advice !== undefined) return advice
    if (isOutside) {
      return `it lies outside the workspace "${workspace.given}": write it relative to the workspace, since paths of the host differ in a container`
    }
    if (twin && visible.has(twin)) {
      return `brackets stand for one of the characters in them: for the name itself, write ${quoted(withLiteralBrackets(text))}`
    }
    if (negate) return undefined
    if (visible.has(pattern)) return 'all that it matches is excluded by a later line'
    if (hidden.has(pattern)) return 'it matches only hidden files: to publish them, set include-hidden-files to true'
    return missing.ofPattern(start)
  }
  return new Map(idle.map((pattern) => [pattern, reasonOf(pattern)]))
}

/** Returns the patterns that match at least one file. */
async function findMatching(patterns: readonly Pattern[], options: WalkOptions): Promise<ReadonlySet<Pattern>> {
  const walk = new Walk(patterns, options)
  await walk.run()
  return walk.effective
}

/** Returns a pattern with its brackets escaped, so that they match themselves: `[[]slug]/**` for `[slug]/**`. */
function withLiteralBrackets(text: string): string {
  const segments = text.split('/')
  return segments.map((name) => (name.includes('[[]') ? name : name.replace(/\[(?=[^/]*\])/g, '[[]'))).join('/')
}

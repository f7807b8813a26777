import { sep } from 'node:path'

const BACKSLASH = /\\[^[\]*?\\!#]/

/** Forms that have no meaning in a pattern, each with what to write instead. */
const FORMS: readonly (readonly [form: RegExp, advice: string])[] = [
  [/^!*\s*(["'`]).*\1$/, 'remove the quotes, which are taken as part of the name'],
  [/^["'`]/, 'remove the quotes, which are taken as part of the name'],
  [/^!*\s*-\s/, 'remove the dash: glob takes one pattern a line and not a YAML list'],
  [/\s#/, 'give the comment a line of its own'],
  [/\{[^}]*(,|\.\.)[^}]*\}/, 'braces are not expanded: write one line for each alternative'],
  [/[,;]/, 'write one pattern a line, without commas'],
  [/\$\{?[A-Za-z_]|%\w+%/, 'variables are not expanded: use an expression such as ${{ env.NAME }}'],
  [/[@+?*!]\(|\([^)]*\|/, 'groups such as (a|b) are not expanded: write one line for each alternative']
]

/** Returns advice for a pattern whose form explains why it matches nothing; undefined when its form looks right. */
export function adviceOnForm(text: string): string | undefined {
  const [, advice] = FORMS.find(([form]) => form.test(text)) ?? []
  if (advice !== undefined || sep === '\\' || !BACKSLASH.test(text)) return advice
  return 'write / between folders: a backslash only makes the next character literal'
}

/**
 * Returns the pattern with its brackets escaped, so that they match themselves: `[[]slug]/**` for `[slug]/**`. Returns
 * undefined when there is nothing to escape.
 */
export function withLiteralBrackets(text: string): string | undefined {
  const segments = text.split('/').map((segment) => (segment.includes('[[]') ? segment : escapeBrackets(segment)))
  const escaped = segments.join('/')
  return escaped === text ? undefined : escaped
}

function escapeBrackets(segment: string): string {
  return segment.replace(/\[(?=[^/]*\])/g, '[[]')
}

import { describe, expect, test } from '@jest/globals'
import { renderSummary } from '../../src/report/summary.ts'
import { utf8Length } from '../../src/shared/text.ts'
import { NAMESPACE_ID, outcome, problemReport, reportOf } from '../support/reports.ts'

/** What a limit counts of a summary: all but the lines that hold tables together. */
function countedBytes(summary: string): number {
  const lines = summary.split('\n').filter((line) => !/^<\/?(table|details)/.test(line))
  return utf8Length(lines.join('\n'))
}

describe('the summary', () => {
  test('is at most 900 KiB, failures first, and counts what it leaves out', () => {
    const written = Array.from({ length: 20_000 }, (_, index) => outcome(`written/${index}/é`))
    const failed = Array.from({ length: 3 }, (_, index) => outcome(`failed/${index}`, 'no'))
    const summary = renderSummary(reportOf([...written, ...failed]), undefined)
    const rows = summary.split('<tr><td>').length - 1
    expect(utf8Length(summary)).toBeLessThan(901 * 1024)
    expect(utf8Length(summary)).toBeGreaterThan(890 * 1024)
    expect(
      summary
        .match(/<tr><td><code>(failed|written)/g)
        ?.slice(0, 4)
        .map((row) => row.slice(14))
    ).toEqual(['failed', 'failed', 'failed', 'written'])
    expect(summary).toMatch(
      new RegExp(`</table>\n<p>and ${(20_003 - rows).toLocaleString('en-US')} more, in the report</p>$`)
    )
  })

  test('is cut at its limit and not before', () => {
    const problems = [{ message: 'ttl is wrong' }, { message: 'é'.repeat(2000) }]
    const whole = renderSummary(problemReport('é'.repeat(900), [], problems), undefined)
    const limit = countedBytes(whole) - utf8Length('\n<p>Nothing was written:</p>\n<ul>\n</ul>')
    expect(renderSummary(problemReport('é'.repeat(900), [], problems), undefined, limit)).toBe(whole)
    expect(renderSummary(problemReport('é'.repeat(900), [], problems), undefined, limit - 1)).toContain(
      '<li><code>ttl is wrong</code></li>\n<li>and 1 more</li>\n</ul>'
    )
  })

  test('is cut within what is unchanged, of which it tells the whole number', () => {
    const unchanged = ['a', 'b'].map((key) => ({ entry: outcome(key).entry, status: 'unchanged' as const }))
    const report = reportOf([...unchanged, outcome('c')])
    const whole = renderSummary(report, undefined)
    expect(renderSummary(report, undefined, countedBytes(whole))).toBe(whole)
    expect(renderSummary(report, undefined, countedBytes(whole) - 1)).toBe(
      `${whole.replace(/<tr><td><code>b.*\n/, '')}\n<p>and 1 more, in the report</p>`
    )
  })

  test('has nothing to fold away when there is no room for it', () => {
    const report = reportOf([{ entry: outcome('a').entry, status: 'unchanged' }, outcome('b')])
    const whole = renderSummary(report, undefined)
    expect(renderSummary(report, undefined, countedBytes(whole) - 1)).toBe(
      `${whole.slice(0, whole.indexOf('\n<details>'))}\n<p>and 1 more, in the report</p>`
    )
  })

  test('has no table when there is room for no row', () => {
    expect(renderSummary(reportOf([outcome('a')]), undefined, 0)).toBe(
      `<h2>Workers KV: 1 written</h2>\n<p>Namespace <code>${NAMESPACE_ID}</code></p>\n<p>and 1 more, in the report</p>`
    )
  })

  test('has as many rows below the problems as fit', () => {
    const report = problemReport('é', [outcome('a').entry, outcome('b').entry], [{ message: 'ttl is wrong' }])
    const whole = renderSummary(report, undefined)
    const limit = countedBytes(whole)
    expect(renderSummary(report, undefined, limit)).toBe(whole)
    expect(renderSummary(report, undefined, limit - 1)).toMatch(
      /<code>a<\/code>.*\n<\/table>\n<p>and 1 more, in the report<\/p>$/
    )
  })
})

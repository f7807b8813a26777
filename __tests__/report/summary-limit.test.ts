import { describe, expect, test } from '@jest/globals'
import { renderSummary } from '../../src/report/summary.ts'
import { utf8Length } from '../../src/shared/text.ts'
import { NAMESPACE_ID, outcome, problemReport, reportOf } from '../support/reports.ts'

describe('the summary', () => {
  test('is at most 900 KiB, shows failures first, and counts the keys that it leaves out', () => {
    const written = Array.from({ length: 20_000 }, (_, index) => outcome(`written/${index}/é`))
    const failed = Array.from({ length: 3 }, (_, index) => outcome(`failed/${index}`, 'no'))
    const summary = renderSummary(reportOf([...written, ...failed]), undefined)
    const statuses = [...summary.matchAll(/^<tr><td>([a-z]+)/gm)].map(([, status]) => status)
    expect(utf8Length(summary)).toBeLessThan(901 * 1024)
    expect(utf8Length(summary)).toBeGreaterThan(890 * 1024)
    expect(statuses.slice(0, 4)).toEqual(['failed', 'failed', 'failed', 'written'])
    const rest = (20_003 - statuses.length).toLocaleString('en-US')
    expect(summary).toContain(`</details>\n<p>The report lists ${rest} more keys.</p>`)
  })

  test('is cut only if it is larger than its limit', () => {
    const problems = [{ message: 'ttl is wrong' }, { message: 'é'.repeat(2000) }]
    const whole = renderSummary(problemReport('é'.repeat(900), [], problems), undefined)
    const limit = utf8Length(whole) - utf8Length('\n<p>Nothing was written:</p>\n<ul>\n</ul>')
    expect(renderSummary(problemReport('é'.repeat(900), [], problems), undefined, limit)).toBe(whole)
    expect(renderSummary(problemReport('é'.repeat(900), [], problems), undefined, limit - 1)).toContain(
      '<li><code>ttl is wrong</code></li>\n<li>and 1 more</li>\n</ul>'
    )
  })

  test('can be cut inside the folded keys, and counts the keys that it leaves out', () => {
    const unchanged = Array.from({ length: 30 }, (_, index) => ({
      entry: outcome(`k${index}`).entry,
      status: 'unchanged' as const
    }))
    const report = reportOf([...unchanged, outcome('c')])
    const whole = renderSummary(report, undefined)
    expect(renderSummary(report, undefined, utf8Length(whole))).toBe(whole)
    expect(renderSummary(report, undefined, utf8Length(whole) - 1)).toBe(
      `${whole.replace(/<tr><td>unchanged<\/td><td><code>k29.*\n/, '')}\n<p>The report lists 1 more key.</p>`
    )
  })

  test('has no folded keys if they do not fit', () => {
    const unchanged = Array.from({ length: 30 }, () => ({ entry: outcome('a').entry, status: 'unchanged' as const }))
    const report = reportOf([...unchanged, outcome('b')])
    const whole = renderSummary(report, undefined)
    const before = whole.slice(0, whole.indexOf('\n<details>'))
    expect(renderSummary(report, undefined, utf8Length(before) + 100)).toBe(
      `${before}\n<p>The report lists 30 more keys.</p>`
    )
  })

  test('has no table if no row fits', () => {
    expect(renderSummary(reportOf([outcome('a')]), undefined, 0)).toBe(
      `<h2>Workers KV: 1 written</h2>\n<p>Namespace <code>${NAMESPACE_ID}</code></p>\n<p>The report lists 1 more key.</p>`
    )
  })

  test('has as many rows below the problems as fit', () => {
    const report = problemReport('é', [outcome('a').entry, outcome('b').entry], [{ message: 'ttl is wrong' }])
    const whole = renderSummary(report, undefined)
    const limit = utf8Length(whole)
    expect(renderSummary(report, undefined, limit)).toBe(whole)
    expect(renderSummary(report, undefined, limit - 1)).toMatch(
      /<code>a<\/code>.*\n<\/table>\n<p>The report lists 1 more key.<\/p>$/
    )
  })
})

import { describe, expect, test } from '@jest/globals'
import { commentMarker, renderComment } from '../../src/report/comment.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { keepSecret } from '../../src/shared/secrets.ts'
import { utf8Length } from '../../src/shared/text.ts'
import { useEnvironment } from '../support/environment.ts'
import { NAMESPACE_ID, outcome, problemReport, reportOf } from '../support/reports.ts'

const environment = useEnvironment()
const report = reportOf([outcome('a.json')])

describe('the marker', () => {
  test('names workflow, job, step, namespace and environment', () => {
    environment.set({
      GITHUB_WORKFLOW: 'Publish flags',
      GITHUB_JOB: 'publish',
      GITHUB_ACTION: '__org_kv-put-action'
    })
    expect(commentMarker('shop flags', 'staging')).toBe(
      '<!-- kv-put-action: Publish%20flags/publish/__org_kv-put-action/shop%20flags/staging -->'
    )
  })

  test('is one comment whatever the names hold', () => {
    environment.set({ GITHUB_WORKFLOW: `--><img src=x>\n\n@team/${'é'.repeat(70_000)}` })
    const marker = commentMarker(NAMESPACE_ID, '')
    expect(marker).toMatch(/^<!-- kv-put-action: [^\s<>@]+ -->$/)
    expect(marker.length).toBeLessThan(2000)
  })

  test('holds no token that was given in the wrong place', () => {
    keepSecret('a-long-token')
    expect(commentMarker('a-long-token', 'a-long-token')).toBe('<!-- kv-put-action: ///***/*** -->')
  })

  test('leaves empty what is not known', () => {
    expect(commentMarker('shop', '')).toBe('<!-- kv-put-action: ///shop/ -->')
  })
})

describe('the text', () => {
  const marker = '<!-- marker -->'

  test('is the summary below the marker', () => {
    expect(renderComment(report, {}, marker)).toBe(`${marker}\n${renderSummary(report, undefined)}`)
  })

  test('of 20,000 keys fits, failures first, and counts what it leaves out', () => {
    const written = Array.from({ length: 20_000 }, (_, index) => outcome(`written/${index}/é`))
    const body = renderComment(reportOf([...written, outcome('failed', 'no')]), {}, marker)
    const rows = body.split('\n<tr><td>').length - 1
    expect(utf8Length(body)).toBeLessThanOrEqual(65_536)
    expect(utf8Length(body)).toBeGreaterThan(64_500)
    expect(body.indexOf('<code>failed</code>')).toBeLessThan(body.indexOf('<code>written/'))
    expect(body).toMatch(
      new RegExp(
        `</details>\n<p>and ${(20_001 - rows).toLocaleString('en-US')} more keys, in the report</p>\n<p>Run it again`
      )
    )
  })

  test('of long problems fits, and counts what it leaves out', () => {
    const problems = Array.from({ length: 20 }, () => ({ message: '"'.repeat(2000) }))
    const body = renderComment(problemReport('', [outcome('a').entry], problems), {}, marker)
    expect(utf8Length(body)).toBeLessThanOrEqual(65_536)
    expect(body).toContain('</li>\n<li>and 10 more</li>\n</ul>')
    expect(body).toContain('<td><code>a</code></td>')
  })

  test('fits below the longest marker', () => {
    const long = 'é'.repeat(200)
    environment.set({ GITHUB_WORKFLOW: long, GITHUB_JOB: long, GITHUB_ACTION: long })
    const longest = commentMarker(long, long)
    expect(longest.length).toBeGreaterThan(6000)
    const written = Array.from({ length: 2000 }, (_, index) => outcome(`written/${index}`))
    const length = utf8Length(renderComment(reportOf(written), {}, longest))
    expect(length).toBeLessThanOrEqual(65_536)
    expect(length).toBeGreaterThan(64_500)
  })
})

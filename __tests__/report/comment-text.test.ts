import { describe, expect, test } from '@jest/globals'
import { type CommentIdentity, commentMarker } from '../../src/report/comment-marker.ts'
import { renderComment } from '../../src/report/comment.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { keepSecret } from '../../src/shared/secrets.ts'
import { utf8Length } from '../../src/shared/text.ts'
import { useEnvironment } from '../support/environment.ts'
import { NAMESPACE_ID, outcome, problemReport, reportOf } from '../support/reports.ts'

const environment = useEnvironment()
const report = reportOf([outcome('a.json')])

const identity = (environment = ''): CommentIdentity => ({ environment, keyPrefix: 'app/', source: 'glob a/**' })

describe('the marker', () => {
  test('names workflow, job, step, namespace, environment, key-prefix and source', () => {
    environment.set({
      GITHUB_WORKFLOW: 'Publish flags',
      GITHUB_JOB: 'publish',
      GITHUB_ACTION: '__org_kv-put-action'
    })
    expect(commentMarker('shop flags', identity('staging'))).toBe(
      '<!-- kv-put-action: Publish%20flags/publish/__org_kv-put-action/shop%20flags/staging/app%2F/glob%20a%2F** -->'
    )
  })

  test('is one HTML comment for any names', () => {
    environment.set({ GITHUB_WORKFLOW: `--><img src=x>\n\n@team/${'é'.repeat(70_000)}` })
    const marker = commentMarker(NAMESPACE_ID, { ...identity(), source: '\ud800-->' })
    expect(marker).toMatch(/^<!-- kv-put-action: [^\s<>@]+ -->$/)
    expect(marker.length).toBeLessThan(2000)
  })

  test('differs for long names with the same beginning', () => {
    const [a, b] = ['a', 'b'].map((end) => commentMarker('x'.repeat(100) + end, identity()))
    expect(a).not.toBe(b)
    expect(commentMarker('x'.repeat(100), identity())).toContain(`${'x'.repeat(100)}/`)
  })

  test('masks a token that was given in the wrong place', () => {
    keepSecret('a-long-token')
    expect(commentMarker('a-long-token', { environment: '', keyPrefix: 'a-long-token', source: 'entries' })).toBe(
      '<!-- kv-put-action: ///***//***/entries -->'
    )
  })

  test('leaves unknown parts empty', () => {
    expect(commentMarker('shop', { environment: '', keyPrefix: '', source: '' })).toBe(
      '<!-- kv-put-action: ///shop/// -->'
    )
    expect(commentMarker(undefined, { environment: '', keyPrefix: '', source: '' })).toBe(
      '<!-- kv-put-action: ////// -->'
    )
  })
})

describe('the text', () => {
  const marker = '<!-- marker -->'

  test('is the summary below the marker', () => {
    expect(renderComment(report, {}, marker)).toBe(`${marker}\n${renderSummary(report, undefined)}`)
  })

  test('of 20,000 keys fits, shows failures first, and counts the keys that it leaves out', () => {
    const written = Array.from({ length: 20_000 }, (_, index) => outcome(`written/${index}/é`))
    const body = renderComment(reportOf([...written, outcome('failed', 'no')]), {}, marker)
    const rows = body.split('\n<tr><td>').length - 1
    expect(utf8Length(body)).toBeLessThanOrEqual(65_536)
    expect(utf8Length(body)).toBeGreaterThan(64_500)
    expect(body.indexOf('<code>failed</code>')).toBeLessThan(body.indexOf('<code>written/'))
    expect(body).toMatch(
      new RegExp(`</details>\n<p>The report lists ${(20_001 - rows).toLocaleString('en-US')} more keys.</p>$`)
    )
  })

  test('of long problems fits, and counts the problems that it leaves out', () => {
    const problems = Array.from({ length: 20 }, () => ({ message: '"'.repeat(2000) }))
    const body = renderComment(problemReport('', [outcome('a').entry], problems), {}, marker)
    expect(utf8Length(body)).toBeLessThanOrEqual(65_536)
    expect(body).toContain('</li>\n<li>and 10 more</li>\n</ul>')
    expect(body).toContain('<td><code>a</code></td>')
  })

  test('fits below the longest marker', () => {
    const long = 'é'.repeat(200)
    environment.set({ GITHUB_WORKFLOW: long, GITHUB_JOB: long, GITHUB_ACTION: long })
    const longest = commentMarker(long, { environment: long, keyPrefix: long, source: long })
    expect(longest.length).toBeGreaterThan(4000)
    const written = Array.from({ length: 2000 }, (_, index) => outcome(`written/${index}`))
    const length = utf8Length(renderComment(reportOf(written), {}, longest))
    expect(length).toBeLessThanOrEqual(65_536)
    expect(length).toBeGreaterThan(64_500)
  })
})

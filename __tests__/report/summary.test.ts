import { describe, expect, test } from '@jest/globals'
import { reportProblems } from '../../src/report/report.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { utf8Length } from '../../src/text.ts'
import { NAMESPACE_ID, outcome, reportOf } from '../support/reports.ts'

describe('the summary', () => {
  const commit = { sha: '3f1c9a2b7d6e5f40812934a5b6c7d8e9f0a1b2c3', url: 'https://github.com/o/r/commit/3f1c9a2' }

  test('has counts, namespace, commit and a table', () => {
    const written = outcome('b.json')
    const expiring = [
      { ...written, entry: { ...written.entry, key: 'c', expiry: { expirationTtl: 604_800 } } },
      { ...written, entry: { ...written.entry, key: 'd', expiry: { expiration: 1_800_000_000 } } }
    ]
    expect(renderSummary(reportOf([written, ...expiring, outcome('a.json', '10033 no')]), commit)).toBe(
      [
        '<h2>Workers KV: 3 written, 1 failed</h2>',
        `<p>Namespace <code>${NAMESPACE_ID}</code>, commit <a href="${commit.url}"><code>3f1c9a2</code></a></p>`,
        '<table><tr><th>Key</th><th>Source</th><th>Size</th><th>Expiry</th><th>Status</th></tr>',
        '<tr><td><code>a.json</code></td><td><code>a.json</code></td><td>10&nbsp;B</td><td>never</td><td>failed: <code>10033 no</code></td></tr>',
        '<tr><td><code>b.json</code></td><td><code>b.json</code></td><td>10&nbsp;B</td><td>never</td><td>written</td></tr>',
        '<tr><td><code>c</code></td><td><code>b.json</code></td><td>10&nbsp;B</td><td>7d after the write</td><td>written</td></tr>',
        '<tr><td><code>d</code></td><td><code>b.json</code></td><td>10&nbsp;B</td><td>2027-01-15T08:00:00Z</td><td>written</td></tr>',
        '</table>'
      ].join('\n')
    )
  })

  test('has the problems of a plan', () => {
    const problems = Array.from({ length: 25 }, (_, index) => ({ message: `problem <${index}>` }))
    const summary = renderSummary(reportProblems('', [outcome('a').entry], problems), undefined)
    expect(summary).toContain('<h2>Workers KV: 0 written, 1 failed</h2>\n<p>Namespace <code>unknown</code></p>')
    expect(summary).toContain('<li><code>problem &lt;19&gt;</code></li>\n<li>and 5 more</li>')
    expect(summary).toContain('<td>not-started</td>')
  })

  test('shows markup as text, on one line', () => {
    const hostile = `</code></details><img src=x onerror="alert('1')">&amp;\n\n# Heading | @team`
    const summary = renderSummary(reportOf([outcome(hostile, hostile)]), undefined)
    const shown =
      '&lt;/code&gt;&lt;/details&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;\\n\\n# Heading | @team'
    expect(summary.split(`<code>${shown}</code>`)).toHaveLength(4)
    expect(summary).not.toContain('<img')
    expect(summary).not.toMatch(/\n\s*\n/)
  })

  test('shows an empty key, and cuts a long error', () => {
    const summary = renderSummary(reportOf([outcome('', 'x'.repeat(5000))]), undefined)
    expect(summary).toContain('<td><code>(empty)</code></td>')
    expect(summary).toContain(`${'x'.repeat(999)}…`)
  })

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
})

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { reportChecked, reportDefect } from '../../src/report/report.ts'
import { renderSummary, writeSummary } from '../../src/report/summary.ts'
import { useEnvironment } from '../support/environment.ts'
import { makeFolder } from '../support/folders.ts'
import { NAMESPACE_ID, outcome, planReport, problemReport, reportOf } from '../support/reports.ts'

const TABLE_HEAD = '<table><tr><th>Status</th><th>Key</th><th>Source</th><th>Size</th><th>Expiry</th></tr>'

const environment = useEnvironment()

describe('the summary', () => {
  const commit = {
    sha: '3f1c9a2b7d6e5f40812934a5b6c7d8e9f0a1b2c3',
    url: 'https://github.com/o/r/commit/3f1c9a2b7d6e5f40812934a5b6c7d8e9f0a1b2c3'
  }

  test('has counts, namespace, commit and a table', () => {
    const written = outcome('b.json')
    const expiring = [
      { ...written, entry: { ...written.entry, key: 'c', expiry: { expirationTtl: 604_800 } } },
      { ...written, entry: { ...written.entry, key: 'd', expiry: { expiration: 1_800_000_000 } } }
    ]
    const source = (file: string): string => `<code>${file}</code>`
    expect(renderSummary(reportOf([written, ...expiring, outcome('a.json', '10033 no')]), { commit })).toBe(
      [
        '<h2>Workers KV: 3 written, 1 failed</h2>',
        `<p>Namespace <code>${NAMESPACE_ID}</code>, commit <a href="${commit.url}"><code>3f1c9a2</code></a></p>`,
        '<p><b>1 key failed</b>: <code>10033 no</code></p>',
        TABLE_HEAD,
        `<tr><td>failed</td><td><code>a.json</code></td><td>${source('a.json')}</td><td>10&nbsp;B</td><td>never</td></tr>`,
        '</table>',
        '<p>The other keys:</p>',
        TABLE_HEAD,
        `<tr><td>written</td><td><code>b.json</code></td><td>${source('b.json')}</td><td>10&nbsp;B</td><td>never</td></tr>`,
        `<tr><td>written</td><td><code>c</code></td><td>${source('b.json')}</td><td>10&nbsp;B</td><td>7d after the write</td></tr>`,
        `<tr><td>written</td><td><code>d</code></td><td>${source('b.json')}</td><td>10&nbsp;B</td><td>2027-01-15T08:00:00Z</td></tr>`,
        '</table>'
      ].join('\n')
    )
  })

  test.each([
    ['an ID', NAMESPACE_ID.toUpperCase(), NAMESPACE_ID, `<code>${NAMESPACE_ID}</code>`],
    ['a title', '<shop>', NAMESPACE_ID, `<code>&lt;shop&gt;</code> (<code>${NAMESPACE_ID}</code>)`],
    ['a title that was not looked up', 'shop', '', '<code>shop</code>'],
    ['nothing', '', '', '<code>unknown</code>']
  ])('names a namespace that was given as %s', (_what, namespace, id, shown) => {
    expect(renderSummary(problemReport(id, [], []), { namespace })).toContain(`\n<p>Namespace ${shown}</p>`)
  })

  test('names a namespace by its title in the API', () => {
    const report = { ...reportOf([outcome('a')]), namespaceTitle: '<flags>' }
    expect(renderSummary(report, { namespace: 'FLAGS' })).toContain(
      `\n<p>Namespace <code>&lt;flags&gt;</code> (<code>${NAMESPACE_ID}</code>)</p>`
    )
  })

  test('names the backup that is restored', () => {
    expect(renderSummary({ ...reportOf([outcome('a')]), restores: '/temp/<b>.json' })).toContain(
      '\n<p>This run restores the backup <code>/temp/&lt;b&gt;.json</code>.</p>'
    )
  })

  test('links the run if its URL is given', () => {
    const summary = renderSummary(reportOf([outcome('a')]), { commit, runUrl: 'https://github.com/o/r?a&b' })
    expect(summary).toContain('<code>3f1c9a2</code></a>, <a href="https://github.com/o/r?a&amp;b">run</a></p>')
  })

  test('has the problems of a plan', () => {
    const problems = Array.from({ length: 25 }, (_, index) => ({ message: `problem <${index}>` }))
    const summary = renderSummary(problemReport('', [outcome('a').entry], problems), undefined)
    expect(summary).toContain('<h2>Workers KV: 0 written, 1 failed</h2>\n<p>Namespace <code>unknown</code></p>')
    expect(summary).toContain('<p>Nothing was written:</p>\n<ul>\n<li><code>problem &lt;0&gt;</code></li>')
    expect(summary).toContain('<li><code>problem &lt;19&gt;</code></li>\n<li>and 5 more</li>\n</ul>')
    expect(summary).toContain('<td>not-started</td>')
  })

  test('of a single problem has no count of more problems, and no table if there are no keys', () => {
    expect(renderSummary(problemReport('', [], [{ message: 'ttl is wrong' }]), undefined)).toBe(
      [
        '<h2>Workers KV: 0 written</h2>',
        '<p>Namespace <code>unknown</code></p>',
        '<p>Nothing was written:</p>',
        '<ul>',
        '<li><code>ttl is wrong</code></li>',
        '</ul>'
      ].join('\n')
    )
  })

  test('of a dry run lists the plan, with deletions first and unchanged keys last', () => {
    const { entry } = outcome('a.json')
    const deletion = { key: 'gone', source: 'prune' } as const
    const summary = renderSummary(
      planReport([
        { entry, status: 'unchanged' },
        { entry, status: 'changed' },
        { entry, status: 'new' },
        { entry: deletion, status: 'to-delete' }
      ]),
      undefined
    )
    expect(summary).toContain(
      '<h2>Workers KV: 1 new, 1 changed, 1 unchanged, 1 to delete. Dry run: nothing was written</h2>'
    )
    expect(summary).toContain(
      '<tr><td>to-delete</td><td><code>gone</code></td><td>no longer planned</td><td></td><td></td></tr>'
    )
    expect(statusesIn(summary)).toEqual(['to-delete', 'new', 'changed', 'unchanged'])
  })

  test('of a run lists failures first, and then the changes', () => {
    const { entry } = outcome('a.json')
    const statuses = ['unchanged', 'written', 'deleted', 'not-started', 'unknown', 'failed'] as const
    const summary = renderSummary(reportOf(statuses.map((status) => ({ entry, status }))), undefined)
    expect(summary).toContain('<h2>Workers KV: 1 written, 1 unchanged, 1 deleted, 3 failed</h2>')
    expect(statusesIn(summary)).toEqual(statuses.toReversed())
  })

  test('folds unchanged keys', () => {
    const { entry } = outcome('a')
    const unchanged = Array.from({ length: 1200 }, () => ({ entry, status: 'unchanged' as const }))
    const lines = renderSummary(reportOf([...unchanged, outcome('b')]), undefined).split('\n')
    const head = lines[2]
    expect(lines.slice(3, 7)).toEqual([
      expect.stringContaining('<td>written</td>'),
      '</table>',
      '<details><summary>1,200 unchanged</summary>',
      head
    ])
    expect(lines.slice(7, -2)).toEqual(Array.from({ length: 1200 }, () => expect.stringMatching(/<td>unchanged<\/td>/)))
    expect(lines.slice(-2)).toEqual(['</table>', '</details>'])
  })

  test('of a run that changed nothing has only a table of unchanged keys', () => {
    const { entry } = outcome('a')
    const summary = renderSummary(reportOf([{ entry, status: 'unchanged' }]), undefined)
    expect(summary).toMatch(/<\/p>\n<table>.*\n<tr><td>unchanged.*\n<\/table>$/)
  })

  test('of a dry run that does not compare lists the keys to write', () => {
    const summary = renderSummary(planReport([{ entry: outcome('a').entry, status: 'to-write' }]), undefined)
    expect(summary).toContain('<h2>Workers KV: 1 to write. Dry run: nothing was written</h2>')
    expect(statusesIn(summary)).toEqual(['to-write'])
  })

  test('of a run that ended early says why', () => {
    const report = reportOf([outcome('a')])
    const ended = renderSummary({ ...report, ended: 'HTTP 401 <no>' }, undefined)
    expect(ended).toContain('</p>\n<p>The run ended early: <code>HTTP 401 &lt;no&gt;</code></p>\n<table>')
    expect(renderSummary(reportDefect(NAMESPACE_ID, 'x is <undefined>'), undefined)).toMatch(
      /^<h2>Workers KV: unexpected error<\/h2>[^]*<\/p>\n<p>It is not known what was written: <code>x is &lt;undefined&gt;<\/code> Report this error [^<]+<\/p>$/
    )
    expect(renderSummary(report, undefined)).not.toMatch(/ended|error|Cancelled/)
  })

  test.each([
    {
      counts: [3, 1, 1],
      told: ' Of the keys that were not written, 3 failed, 1 was sent but not answered, and 1 was not sent.'
    },
    {
      counts: [0, 2, 0],
      told: ' Of the keys that were not written, 0 failed, 2 were sent but not answered, and 0 were not sent.'
    },
    { counts: [0, 0, 0], told: '' }
  ])('of a cancelled run counts the keys that were not written: $counts', ({ counts, told }) => {
    const statuses = ['failed', 'unknown', 'not-started'] as const
    const outcomes = statuses.flatMap((status, index) =>
      Array.from({ length: counts[index] ?? 0 }, () => ({ entry: outcome('a').entry, status }))
    )
    const summary = renderSummary({ ...reportOf([outcome('b'), ...outcomes]), cancelledBy: 'SIGINT' }, undefined)
    expect(summary).toContain(`</p>\n<p>Cancelled by SIGINT.${told}</p>\n`)
  })

  test('shows each cause once, with its keys below it, and folds many keys', () => {
    const failed = Array.from({ length: 834 }, (_, index) => outcome(`key${index}`, `error ${index % 2}`))
    const lines = renderSummary(reportOf([...failed, outcome('c', 'error 2')]), undefined).split('\n')
    expect(lines.filter((line) => line.startsWith('<p><b>'))).toEqual([
      '<p><b>417 keys failed</b>: <code>error 0</code></p>',
      '<p><b>417 keys failed</b>: <code>error 1</code></p>',
      '<p><b>1 key failed</b>: <code>error 2</code></p>'
    ])
    expect(lines.filter((line) => line.startsWith('<details>'))).toHaveLength(2)
  })

  test('shows a cause once when some of its keys were sent and others were not', () => {
    const notStarted = { ...outcome('b', '10033 no'), status: 'not-started' as const }
    const records = [outcome('a', '10033 no'), notStarted, outcome('c', '10033 no')]
    const summary = renderSummary(reportOf(records))
    expect(summary.match(/<p><b>.*/g)).toEqual(['<p><b>3 keys: 2 failed, 1 not started</b>: <code>10033 no</code></p>'])
    expect(summary.match(/<tr><td>[\w-]+/g)).toEqual(['<tr><td>failed', '<tr><td>failed', '<tr><td>not-started'])
  })

  test('shows the old and the new size of a value that the backup holds', () => {
    const heldSizes = new Map([
      ['a', 12],
      ['b', 10]
    ])
    const report = { ...reportOf([outcome('a'), outcome('b'), outcome('c')]), backup: { path: '/b.json', heldSizes } }
    expect(renderSummary(report).match(/<td>[\d&][^<]*B<\/td>/g)).toEqual([
      '<td>12&nbsp;B → 10&nbsp;B</td>',
      '<td>10&nbsp;B</td>',
      '<td>10&nbsp;B</td>'
    ])
  })

  test('says nothing of when a key expires, when the inputs have a problem', () => {
    const { entry } = outcome('a')
    const summary = renderSummary(problemReport('', [entry], [{ message: 'ttl must be at least 60 seconds' }]))
    expect(summary).toContain('<td>10&nbsp;B</td><td></td></tr>')
    expect(renderSummary(reportChecked([entry]))).toContain('<td>never</td>')
  })

  test('does not repeat a problem of the plan with its key', () => {
    const summary = renderSummary(problemReport('', [outcome('a').entry], [{ message: 'is wrong', key: 'a' }]))
    expect(summary.match(/is wrong/g)).toHaveLength(1)
    expect(statusesIn(summary)).toEqual(['failed'])
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

  test('is appended to the summary of earlier steps, on separate lines', async () => {
    const file = join(makeFolder(), 'summary')
    writeFileSync(file, 'earlier\n')
    environment.set({ GITHUB_STEP_SUMMARY: file })
    const report = reportOf([outcome('a')])
    await writeSummary(report, { commit })
    expect(readFileSync(file, 'utf8')).toBe(`earlier\n${renderSummary(report, { commit })}\n`)
  })
})

/** The status in each row. */
function statusesIn(summary: string): string[] {
  return [...summary.matchAll(/^<tr><td>([a-z-]+)<\/td>/gm)].map(([, status = '']) => status)
}

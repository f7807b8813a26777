import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Change, ChangeStatus } from '../../src/plan/change.ts'
import { type Report, type ReportRecord, reportDefect, reportRun } from '../../src/report/report.ts'
import { renderSummary, writeSummary } from '../../src/report/summary.ts'
import { utf8Length } from '../../src/shared/text.ts'
import { useEnvironment } from '../support/environment.ts'
import { makeFolder } from '../support/folders.ts'
import { NAMESPACE_ID, outcome, planReport, problemReport, publishReport, reportOf } from '../support/reports.ts'

const environment = useEnvironment()

const commit = {
  sha: '3f1c9a2b7d6e5f40812934a5b6c7d8e9f0a1b2c3',
  url: 'https://github.com/o/r/commit/3f1c9a2b7d6e5f40812934a5b6c7d8e9f0a1b2c3'
}
const END = { namespaceId: NAMESPACE_ID, dryRun: false, compares: false, items: [], problems: [] }
const DELETION: Change = { entry: { key: 'gone', source: 'no longer planned' }, status: 'to-delete' }

function change(status: Exclude<ChangeStatus, 'to-delete'>, key = status as string, size = key.length): Change {
  const { entry } = outcome(key)
  return { entry: { ...entry, value: { path: key, size } }, status }
}

function changes(count: number, status: Exclude<ChangeStatus, 'to-delete'>): Change[] {
  return Array.from({ length: count }, (_, index) => change(status, `${status}/${index}`, index))
}

function firstLine(report: Report): string {
  return renderSummary(report).split('\n')[0] ?? ''
}

/** The headings of a summary, with `…` for a folded one. */
function headings(summary: string): string[] {
  const found = summary.matchAll(/<h3>(.*?)<\/h3>|<details><summary>(.*?)<\/summary>/g)
  return [...found].map(([, open, folded]) => open ?? `${folded ?? ''} …`)
}

describe('the first line is the verdict with counts', () => {
  const problems = [{ message: 'no' }, { message: 'no' }]
  test.each<[string, Report]>([
    [
      'Published: 2 written, 1 deleted, 1 unchanged',
      publishReport([change('new'), change('changed'), change('unchanged'), DELETION])
    ],
    ['Published: 1 written', reportOf([outcome('a')])],
    ['Nothing to change: 1 kept, 2 unchanged', publishReport([change('kept'), ...changes(2, 'unchanged')])],
    ['Nothing to change', reportOf([])],
    [
      'Partly published: 1 written, 1 failed, 1 not tried',
      publishReport(changes(3, 'new'), ['failed', 'written', 'not-started'])
    ],
    ['Partly published: 2 unknown', publishReport(changes(2, 'new'), ['unknown', 'unknown'])],
    ['Partly published: 1 deleted, 1 failed', publishReport([DELETION, DELETION], ['failed', 'deleted'])],
    ['Nothing was written: 1 failed, 1 not tried', publishReport(changes(2, 'new'), ['failed', 'not-started'])],
    ['Nothing was written: 2 problems', problemReport('', [outcome('a').entry], problems)],
    [
      'Nothing was written: 2 problems, 1 new, 1 to delete',
      reportRun({ ...END, compares: true, problems, plan: { changes: [DELETION, change('new')] } })
    ],
    [
      'Plan: 1 new, 1 changed, 1 to delete, 1 unchanged',
      planReport([change('new'), change('changed'), change('unchanged'), DELETION])
    ],
    ['Plan failed: 2 problems, 1 new', planReport([change('new')], { problems })],
    ['Plan failed: 2 problems', reportRun({ ...END, dryRun: true, compares: true, problems })],
    ['Check passed: 1 to write', planReport([change('to-write')], { compares: false })],
    ['Check passed: 1 checked', reportRun({ ...END, dryRun: true, items: [outcome('a').entry] })],
    ['Check failed: 2 problems', reportRun({ ...END, dryRun: true, problems })],
    ['Unexpected error', reportDefect(NAMESPACE_ID, 'x')]
  ])('%s', (verdict, report) => {
    expect(firstLine(report)).toBe(`<h2>${verdict}</h2>`)
    expect(renderSummary(report).includes('<p>Dry run: nothing was written.</p>')).toBe(report.dryRun)
  })
})

describe('below the verdict are', () => {
  test.each([
    ['an ID', NAMESPACE_ID.toUpperCase(), NAMESPACE_ID, `<code>${NAMESPACE_ID}</code>`],
    ['a title', '<shop>', NAMESPACE_ID, `<code>&lt;shop&gt;</code> (<code>${NAMESPACE_ID}</code>)`],
    ['a title that was not looked up', 'shop', '', '<code>shop</code>'],
    ['nothing', '', '', '<code>unknown</code>']
  ])('the namespace, given as %s', (_what, namespace, id, shown) => {
    expect(renderSummary(problemReport(id, [], []), { namespace })).toContain(`\n<p>Workers KV namespace ${shown}</p>`)
  })

  test('its title in the API, the commit, the run and the plan-id', () => {
    const report = { ...reportOf([outcome('a')]), namespaceTitle: '<flags>', planId: 'p1-0' }
    expect(renderSummary(report, { namespace: 'FLAGS', commit, runUrl: 'https://github.com/o/r?a&b' })).toContain(
      `\n<p>Workers KV namespace <code>&lt;flags&gt;</code> (<code>${NAMESPACE_ID}</code>), commit <a href="${commit.url}"><code>3f1c9a2</code></a>, <a href="https://github.com/o/r?a&amp;b">run</a></p>\n<p>plan-id <code>p1-0</code></p>\n`
    )
  })

  test.each([
    [{ restores: '/temp/<b>.json' }, '<p>This run restores the backup <code>/temp/&lt;b&gt;.json</code>.</p>'],
    [{ ended: 'HTTP 401 <no>' }, '<p>The run ended early: <code>HTTP 401 &lt;no&gt;</code></p>'],
    [{ cancelledBy: 'SIGINT' }, '<p>Cancelled by SIGINT.</p>'],
    [{ defect: 'x <y>' }, '<p>It is not known what was written: <code>x &lt;y&gt;</code> Report this error']
  ])('what ended the run: %j', (properties, line) => {
    expect(renderSummary({ ...reportOf([outcome('a')]), ...properties })).toContain(`\n${line}`)
  })

  test('the problems, of which 200 are listed', () => {
    const problems = Array.from({ length: 205 }, (_, index) => ({ message: `problem <${index}>` }))
    const summary = renderSummary(problemReport('', [outcome('a').entry], problems))
    expect(summary).toContain('\n<h3>✗ 205 problems</h3>\n<ul>\n<li><code>problem &lt;0&gt;</code></li>\n')
    expect(summary).toMatch(
      /<li><code>problem &lt;199&gt;<\/code><\/li>\n<li>and 5 more: see the report<\/li>\n<\/ul>$/
    )
  })
})

describe('the keys', () => {
  test('stand in one section for each kind: failures, deletions, changes, and what stays', () => {
    const all = [change('unchanged'), change('kept'), change('new'), change('changed'), DELETION, ...changes(3, 'new')]
    const statuses = [...Array.from({ length: 5 }, () => undefined), 'failed', 'unknown', 'not-started'] as const
    const summary = renderSummary(publishReport(all, statuses))
    expect(headings(summary)).toEqual([
      ...[
        '✗ 1 failed',
        '✗ 1 unknown',
        '✗ 1 not tried',
        '− 1 deleted',
        '~ 1 changed',
        '+ 1 new',
        '= 1 kept …',
        '= 1 unchanged …'
      ]
    ])
    const planned = renderSummary(planReport([...all, change('to-write')]))
    expect(headings(planned)).toEqual([
      ...['− 1 to delete', '~ 1 changed', '+ 4 new', '+ 1 to write', '= 1 kept …', '= 1 unchanged …']
    ])
  })

  test('are folded if they are more than 20, but failures and deletions are not', () => {
    const deletions = Array.from({ length: 30 }, () => DELETION)
    const all = [...changes(30, 'new'), ...changes(21, 'changed'), ...changes(20, 'unchanged'), ...deletions]
    const statuses = Array.from({ length: 30 }, () => 'failed' as const)
    expect(headings(renderSummary(publishReport(all, statuses)))).toEqual([
      ...['✗ 30 failed', '− 30 deleted', '~ 21 changed …', '= 20 unchanged …']
    ])
  })

  test('are at most 200 of a kind, and the others are counted', () => {
    const summary = renderSummary(planReport([...changes(5000, 'new'), ...changes(200, 'changed')]))
    expect(rows(summary)).toBe(400)
    expect(summary).toContain('</table>\n<p>The report lists 4,800 more.</p>\n</details>')
    expect(summary.match(/The report lists/g)).toHaveLength(1)
  })

  test('that failed are grouped by cause', () => {
    const failed = Array.from({ length: 834 }, (_, index) => outcome(`key${index}`, `error ${index % 2}`))
    const lines = renderSummary(reportOf([...failed, outcome('c')])).split('\n')
    expect(lines.filter((line) => line.startsWith('<p><code>'))).toEqual([
      '<p><code>error 0</code><br>Size: 10&nbsp;B</p>',
      '<p><code>error 1</code><br>Size: 10&nbsp;B</p>'
    ])
    expect(lines).toContain('<p>The report lists 634 more.</p>')
  })

  test('that this set did not write are marked', () => {
    const foreign = { ...change('changed'), isForeign: true } as const
    const mark = '<code>changed</code> not written by this set</td>'
    expect(renderSummary(planReport([foreign]))).toContain(mark)
    expect(renderSummary(publishReport([foreign]))).toContain(mark)
    expect(renderSummary(planReport([change('changed')]))).not.toContain('this set')
  })
})

test('keys that the API refused are told apart from those that failed for another reason', () => {
  const refused = { ...outcome('a', '10033 no'), isRefused: true } as const
  const summary = renderSummary(reportOf([refused, outcome('b', 'no answer')]))
  expect(headings(summary)).toEqual(['✗ 1 refused', '✗ 1 failed'])
  expect(summary).toMatch(/^<h2>Nothing was written: 1 refused, 1 failed<\/h2>/)
})

describe('the columns', () => {
  const week = { expirationTtl: 604_800 }

  function withExpiry(key: string, expiry?: typeof week | { readonly expiration: number }): ReportRecord {
    const { entry } = outcome(key)
    return { entry: { ...entry, ...(expiry && { expiry }) }, status: 'written' }
  }

  test('are key, size, expiry and last the source', () => {
    const records = [
      withExpiry('a', week),
      { ...withExpiry('b', { expiration: 1_800_000_000 }), status: 'failed' as const }
    ]
    const larger = { ...withExpiry('c'), entry: { ...outcome('c').entry, value: { path: '', size: 2048 } } }
    expect(
      renderSummary({ ...reportOf([]), records: [...records, larger] })
        .split('\n')
        .slice(2)
    ).toEqual([
      '<h3>✗ 1 failed</h3>',
      '<table><tr><th align="left">Key</th><th align="left">Size</th><th align="left">Expiry</th><th align="left">Source</th></tr>',
      '<tr><td><b><code>b</code></b></td><td>10&nbsp;B</td><td>2027-01-15T08:00:00Z</td><td><code>b</code></td></tr>',
      '</table>',
      '<h3>+ 2 written</h3>',
      '<table><tr><th align="left">Key</th><th align="left">Size</th><th align="left">Expiry</th><th align="left">Source</th></tr>',
      '<tr><td><code>a</code></td><td>10&nbsp;B</td><td>7d after the write</td><td><code>a</code></td></tr>',
      '<tr><td><code>c</code></td><td>2.0&nbsp;KiB</td><td>never</td><td><code>c</code></td></tr>',
      '</table>'
    ])
  })

  test('are left out if they are the same for every row, and say once what it is', () => {
    const records = [withExpiry('a', week), withExpiry('b', week)]
    expect(renderSummary({ ...reportOf([]), records })).toContain(
      '<p>Size: 10&nbsp;B<br>Expiry: 7d after the write</p>\n<table><tr><th align="left">Key</th><th align="left">Source</th></tr>\n'
    )
    expect(renderSummary({ ...reportOf([]), records: [withExpiry('a'), withExpiry('b')] })).not.toContain('never')
    expect(renderSummary(planReport([DELETION, DELETION]))).toContain('<p>Source: no longer planned</p>')
  })

  test('show the old and the new size of a value that the backup holds', () => {
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
})

describe('markup', () => {
  test('is shown as text, on one line', () => {
    const hostile = `</code></details><img src=x onerror="alert('1')">&amp;\n\n# Heading | @team`
    const summary = renderSummary(reportOf([outcome(hostile, hostile)]))
    const shown =
      '&lt;/code&gt;&lt;/details&gt;&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;\\n\\n# Heading | @team'
    expect(summary.split(`<code>${shown}</code>`)).toHaveLength(4)
    expect(summary).not.toContain('<img')
    expect(summary).not.toMatch(/\n\s*\n/)
  })
})

describe('the size', () => {
  const long = (kind: string, error?: string): ReturnType<typeof outcome>[] =>
    Array.from({ length: 300 }, (_, index) => outcome(`${kind}${'<'.repeat(500)}${index}`, error))

  test('is limited, with failures first, and every kind counts what it leaves out', () => {
    const report = reportOf([...long('written'), ...long('failed', 'no')])
    const whole = renderSummary(report)
    expect(utf8Length(whole)).toBeGreaterThan(1_000_000 / 2)
    const cut = renderSummary(report, {}, 100_000)
    expect(utf8Length(cut)).toBeLessThan(104_000)
    expect(headings(cut)).toEqual(['✗ 300 failed', '+ 300 written …'])
    expect(cut).toMatch(
      /<p>The report lists \d\d\d more\.<\/p>\n<details>.*\n<p>The report lists 300 more\.<\/p>\n<\/details>$/
    )
  })

  test('is far below 1 MiB with any number of causes and kinds', () => {
    const causes = Array.from({ length: 300 }, (_, index) => outcome(`${index}`, `${index}${'&'.repeat(2000)}`))
    const problems = Array.from({ length: 300 }, () => ({ message: '&'.repeat(2000) }))
    for (const report of [reportOf([...causes, ...long('a'), ...long('b', 'no')]), problemReport('', [], problems)]) {
      expect(utf8Length(renderSummary(report))).toBeLessThan(800_000)
      expect(utf8Length(renderSummary(report, {}, 60_000))).toBeLessThan(64_000)
    }
  })
})

function rows(summary: string): number {
  return summary.split('\n<tr><td>').length - 1
}

test('the summary is appended to that of earlier steps, on separate lines', async () => {
  const file = join(makeFolder(), 'summary')
  writeFileSync(file, 'earlier\n')
  environment.set({ GITHUB_STEP_SUMMARY: file })
  const report = reportOf([outcome('a')])
  await writeSummary(report, { commit })
  expect(readFileSync(file, 'utf8')).toBe(`earlier\n${renderSummary(report, { commit })}\n`)
})

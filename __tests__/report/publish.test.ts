import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from '@jest/globals'
import { annotateFailures } from '../../src/report/annotations.ts'
import { setOutputs } from '../../src/report/outputs.ts'
import { reportProblems } from '../../src/report/report.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { utf8Length } from '../../src/text.ts'
import { parseOutputs } from '../../demo/run-action.ts'
import { useEnvironment } from '../support/environment.ts'
import { makeFolder } from '../support/folders.ts'
import { NAMESPACE_ID, outcome, reportOf } from '../support/reports.ts'

const environment = useEnvironment()
const outputFile = join(makeFolder(), 'output')

beforeEach(() => {
  writeFileSync(outputFile, '')
  environment.set({ GITHUB_OUTPUT: outputFile })
})

function outputs(): Record<string, string> {
  return parseOutputs(readFileSync(outputFile, 'utf8'))
}

describe('outputs', () => {
  test('are all set', () => {
    const error = { code: 1, message: 'no', documentation_url: 'https://example.com' }
    const result = { successful_key_count: 1, unsuccessful_keys: ['b'] }
    setOutputs(reportOf([outcome('a'), outcome('b', 'no')], { errors: [error], messages: ['m'], result }), '/r.json')
    expect(outputs()).toEqual({
      success: 'false',
      errors: JSON.stringify([error]),
      messages: '["m"]',
      result: JSON.stringify(result),
      'namespace-id': NAMESPACE_ID,
      written: '1',
      unchanged: '0',
      deleted: '0',
      failed: '1',
      keys: '["a"]',
      'failed-keys': '["b"]',
      'report-path': '/r.json'
    })
    expect(environment.printed()).toBe('')
  })

  test('hold keys and errors that look like the file they are written to', () => {
    const key = 'a\nkeys<<ghadelimiter\n[]\nghadelimiter'
    setOutputs(reportOf([outcome(key)]), '/r.json')
    expect(JSON.parse(outputs()['keys'] ?? '')).toEqual([key])
  })

  test('are cut to what fits in 256 KiB, still JSON, and a warning names the report', () => {
    const keys = Array.from({ length: 2000 }, (_, index) => `${index}/${'é'.repeat(200)}`)
    const result = { successful_key_count: 0, unsuccessful_keys: keys }
    setOutputs(
      reportOf(
        keys.map((key) => outcome(key, 'no')),
        { result }
      ),
      '/r.json'
    )
    const cut = outputs()
    const limit = 256 * 1024
    const failedKeys = JSON.parse(cut['failed-keys'] ?? '') as string[]
    expect(failedKeys).toEqual(keys.slice(0, failedKeys.length))
    for (const name of ['failed-keys', 'result']) {
      expect(utf8Length(cut[name] ?? '')).toBeLessThanOrEqual(limit)
      expect(utf8Length(cut[name] ?? '')).toBeGreaterThan(limit - 500)
    }
    const { unsuccessful_keys: unsuccessful } = JSON.parse(cut['result'] ?? '') as typeof result
    expect(unsuccessful).toEqual(keys.slice(0, unsuccessful.length))
    expect(environment.printed()).toMatch(
      /^::warning::The outputs result, failed-keys would be over 256 KiB and hold what fits; the whole is in \/r\.json\n$/
    )
  })

  test('have no result that is too large and of no known form', () => {
    setOutputs(reportOf([outcome('a')], { result: { text: 'x'.repeat(300_000) } }), '/r.json')
    expect(outputs()['result']).toBe('null')
    expect(environment.printed()).toMatch(/^::warning::The output result would be over 256 KiB/)
  })

  test('are cut at the limit and not before', () => {
    const item = 'x'.repeat(256 * 1024 - 5)
    const result = 'x'.repeat(256 * 1024 - 2)
    setOutputs(reportOf([], { errors: [item], result }), '/r.json')
    expect(outputs()).toMatchObject({ errors: JSON.stringify([item]), result: JSON.stringify(result) })
    expect(environment.printed()).toBe('')
  })

  test('have as many failed keys in the result as fit beside its counts', () => {
    const keys = Array.from({ length: 100_000 }, () => 'a')
    setOutputs(reportOf([], { result: { successful_key_count: 12, unsuccessful_keys: keys } }), '/r.json')
    const { result = '' } = outputs()
    expect(JSON.parse(result)).toMatchObject({ successful_key_count: 12 })
    expect(utf8Length(result)).toBeLessThanOrEqual(256 * 1024)
    expect(utf8Length(result)).toBeGreaterThan(256 * 1024 - 8)
  })

  test('have null for what is nested too deeply to be written', () => {
    let deep: unknown = null
    for (let depth = 0; depth < 100_000; depth++) deep = [deep]
    setOutputs(reportOf([], { errors: [deep, 'no'], result: deep }), '/r.json')
    expect(outputs()).toMatchObject({ errors: '[null,"no"]', result: 'null' })
  })

  test('that are cut name no report when there is none', () => {
    setOutputs(reportOf([], { result: 'x'.repeat(300_000) }), '')
    expect(environment.printed()).toBe('::warning::The output result would be over 256 KiB and hold what fits\n')
  })
})

describe('annotations', () => {
  test('are made of the files that failed, escaped', () => {
    annotateFailures(reportOf([outcome('ok.json'), outcome('a,b:c\n.json', '10033 no')]))
    expect(environment.printed()).toBe(
      '::error title=Not written to Workers KV,file=a%2Cb%3Ac%0A.json::key "a,b:c\\n.json" was not written: 10033 no\n'
    )
  })

  test('are made of the problems of files, with their line', () => {
    const problems = [{ message: 'is wrong', location: { file: 'a.json', line: 3 } }, { message: 'ttl is wrong' }]
    annotateFailures(reportProblems(NAMESPACE_ID, [], problems))
    expect(environment.printed()).toBe('::error title=Not written to Workers KV,file=a.json,line=3::is wrong\n')
  })

  test('are nine, since the step has ten and its own failure is one', () => {
    annotateFailures(reportOf(Array.from({ length: 12 }, (_, index) => outcome(`${index}.json`, 'no'))))
    const lines = environment.printed().trimEnd().split('\n')
    expect(lines.filter((line) => line.startsWith('::error'))).toHaveLength(9)
    expect(lines.at(-1)).toBe('and 3 more failures of files, in the report')
  })

  test('are nine without a word of more when there are no more', () => {
    annotateFailures(reportOf(Array.from({ length: 9 }, (_, index) => outcome(`${index}.json`, 'no'))))
    expect(environment.printed()).not.toContain('more')
  })

  test('are made of failures that say why, and of nothing else', () => {
    const { entry } = outcome('a.json')
    annotateFailures(
      reportOf([
        { entry, status: 'failed' },
        { entry, status: 'not-started', error: 'cancelled' },
        { entry, status: 'written', error: 'at the second attempt' }
      ])
    )
    expect(environment.printed()).toBe('')
  })

  test('are none of a value that is no file, which the failure of the step tells', () => {
    annotateFailures(
      reportOf([
        { ...outcome('a', 'no'), entry: { key: 'a', value: { bytes: Buffer.of(), size: 0 }, source: 'value' } }
      ])
    )
    expect(environment.printed()).toBe('')
  })
})

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

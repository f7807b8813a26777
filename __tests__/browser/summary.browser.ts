import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type MarkdownPage, openMarkdownPage } from '../../demo/markdown-page.ts'
import type { Outcome } from '../../src/publish/outcome.ts'
import { commentMarker, renderComment } from '../../src/report/comment.ts'
import { type Report, reportDefect } from '../../src/report/report.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { HOSTILE } from '../support/hostile.ts'
import { NAMESPACE_ID, outcome, planReport, problemReport, reportOf } from '../support/reports.ts'
import { type Inspection, inspect } from './inspection.ts'
import { times } from '../support/fuzz.ts'

const COMMIT_URL = 'https://github.com/o/r/commit/3f1c9a2b7d6e5f40812934a5b6c7d8e9f0a1b2c3'
const RUN_URL = 'https://github.com/o/r/actions/runs/42'
const CONTEXT = {
  commit: { sha: '3f1c9a2b7d6e5f40812934a5b6c7d8e9f0a1b2c3', url: COMMIT_URL },
  runUrl: RUN_URL
}
const ELEMENTS = ['b', 'details', 'summary', 'a', 'code', 'h2', 'li', 'p', 'table', 'tbody', 'td', 'th', 'tr', 'ul']
// All fixed text of the summary. Everything else is code, shown here as `…`.
const COUNTS = '[\\d,]+ [a-z- ]+(, [\\d,]+ [a-z- ]+)*'
const STATUS = '(written|unchanged|new|changed|to-delete|deleted|not-started|failed)'
const ROW = ` ${STATUS} ?… ?(…|no longer planned) ?(\\d[\\d.]* (B|[KM]iB) ?(never|7d after the write)?)?`
const SECTION = `( [\\d,]+ keys? (failed|not started)(: …)?| The other keys:)?( ${COUNTS})? StatusKeySourceSizeExpiry(${ROW})+`

const PROSE = new RegExp(
  [
    `^Workers KV: (unexpected error|${COUNTS}(\\. Dry run: nothing was written)?)`,
    ' Namespace …( \\(…\\))?(, commit …)?(, run)?( It is not known what was written: …)?( Nothing was written:( …)+( and [\\d,]+ more)?)?',
    `(${SECTION})*( The report lists [\\d,]+ more keys?\\.)?`,
    '( (Run the step again|Fix |Wait until|If expected-plan-id|Plan and approve|Nothing was written\\. The plan|This is an error)[^…]*(…[^…]*)*)?$'
  ].join('')
)

let page: MarkdownPage

beforeAll(async () => {
  page = await openMarkdownPage()
})

afterAll(async () => {
  await page.close()
})

function hostileOutcome(text: string): Outcome {
  const failed = outcome(text, text)
  return { ...failed, entry: { ...failed.entry, expiry: { expirationTtl: 604_800 } } }
}

function expectHarmless({ incidents, elements, attributes, links, cellsPerRow, prose }: Inspection): void {
  expect(incidents).toEqual([])
  expect(elements.filter((name) => !ELEMENTS.includes(name))).toEqual([])
  expect(attributes.filter((name) => name !== 'a.href')).toEqual([])
  expect(links.filter((href) => href !== COMMIT_URL && href !== RUN_URL)).toEqual([])
  expect(cellsPerRow.filter((cells) => cells !== 5)).toEqual([])
  expect(prose).toMatch(PROSE)
}

async function inspectSummary(report: Report, namespace?: string): Promise<Inspection> {
  return inspect(page, renderSummary(report, { ...CONTEXT, namespace }))
}

describe('the inspection finds', () => {
  test.each([
    ['a script', '<p><script>globalThis.ran = 1</script></p>', { incidents: ['a script ran'] }],
    ['a script in Markdown', 'x <script>alert(1)</script>', { incidents: ['dialog 1'] }],
    ['an image that does not exist', '<img src=x onerror="globalThis.ran=1">', { elements: ['img'] }],
    ['an image of Markdown', '![](https://evil.example/a.png)', { incidents: ['request https://evil.example/a.png'] }],
    ['a handler', '<p onmouseover="alert(2)">x</p>', { incidents: ['dialog 2'], attributes: ['p.onmouseover'] }],
    ['a link', '[x](javascript:alert(1))', { links: ['javascript:alert(1)'] }],
    ['an address', 'www.evil.example', { links: ['http://www.evil.example/'] }],
    ['a row with too few cells', '<table><tr><td>1<td>2<tr><td>3</table>', { cellsPerRow: [2, 1] }],
    ['a mention', 'by @octocat', { prose: 'by @octocat' }],
    ['spaces in code', '<code> a  b </code>', { codes: [' a  b '] }]
  ])('%s', async (_what, markdown, seen) => {
    expect(await inspect(page, markdown)).toMatchObject(seen)
  })
})

describe('the summary shows as text', () => {
  test.each(HOSTILE)('%s', async (_what, text, shown) => {
    const written = await inspectSummary(reportOf([outcome('a.json'), hostileOutcome(text), outcome(text)]))
    expectHarmless(written)
    expect(written.rows).toBe(5)
    const codes = [NAMESPACE_ID, '3f1c9a2', shown, shown, shown, 'a.json', 'a.json', shown, shown, 'skip-unchanged']
    expect(written.codes).toEqual(codes)

    const refused = await inspectSummary(problemReport(text, [outcome(text).entry], [{ message: text, key: text }]))
    expectHarmless(refused)
    expect(refused.codes).toEqual([shown, '3f1c9a2', shown, shown, shown])

    const broken = await inspectSummary(reportDefect(NAMESPACE_ID, text), text)
    expectHarmless(broken)
    expect(broken.codes).toEqual([shown, NAMESPACE_ID, '3f1c9a2', shown])
  })

  test.each(HOSTILE)('%s, in a plan, in deleted keys and in a comment', async (_what, text, shown) => {
    const { entry } = outcome(text)
    const deletion = { key: text, source: 'prune' } as const
    const planned = planReport([
      { entry, status: 'new' },
      { entry, status: 'changed' },
      { entry, status: 'unchanged' },
      { entry: deletion, status: 'to-delete' }
    ])
    const done = reportOf([
      { entry, status: 'unchanged' },
      { entry: deletion, status: 'deleted' },
      { entry: deletion, status: 'failed', error: text }
    ])
    const marker = commentMarker(text, { token: '', environment: text, keyPrefix: text, source: text })
    for (const report of [planned, done]) {
      const seen = await inspectSummary(report)
      expectHarmless(seen)
      const tables = renderSummary(report).split('<table>').length - 1
      expect(seen.rows).toBe(tables + report.records.length)
      expect(new Set(seen.codes.slice(2))).toContain(shown)
      expect(await inspect(page, renderComment(report, CONTEXT, marker))).toEqual(seen)
    }
  })

  test('any combination of these texts', async () => {
    const part = fc.oneof(
      fc.constantFrom(...HOSTILE.map(([, text]) => text)),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('\n', '\n\n', '<', '>', '&', '"', "'", '`', '|', '</code>', ' '.repeat(4), '\t', 'x'.repeat(990))
    )
    const text = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join(''))
    const property = fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 8 }), async (texts) => {
      const seen = await inspectSummary(reportOf(texts.map(hostileOutcome)))
      expectHarmless(seen)
      const causes = new Set(texts).size
      expect(seen.rows).toBe(texts.length + causes)
      expect(seen.codes).toHaveLength(2 + 2 * texts.length + causes + 1)
    })
    await fc.assert(property, times(100))
  })
})

test('messages of 10 MB are cut', async () => {
  const message = `<b>${'\n::error::</code>|`'.repeat(550_000)}`
  expect(message.length).toBeGreaterThan(10_000_000)
  const seen = await inspectSummary(problemReport(message, [outcome(message).entry], [{ message, key: message }]))
  expectHarmless(seen)
  expect(seen.codes).toHaveLength(5)
  for (const code of seen.codes.filter((code) => code !== '3f1c9a2')) expect(code).toMatch(/^<b>\\n::error.{1,4000}…$/)
})

test('a summary that is cut at its limit has valid HTML', async () => {
  const outcomes = Array.from({ length: 20_000 }, (_, index) => outcome(`${index}</table>\n\n`, '<b>no</b>'))
  const seen = await inspectSummary(reportOf(outcomes))
  expectHarmless(seen)
  expect(seen.rows).toBeGreaterThan(1000)
  expect(seen.rows).toBeLessThan(20_000)
})

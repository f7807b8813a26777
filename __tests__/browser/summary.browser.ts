import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type MarkdownPage, openMarkdownPage } from '../../demo/markdown-page.ts'
import type { Change } from '../../src/plan/change.ts'
import type { Outcome } from '../../src/publish/outcome.ts'
import { commentMarker, renderComment } from '../../src/report/comment.ts'
import { type Report, reportDefect } from '../../src/report/report.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { HOSTILE } from '../support/hostile.ts'
import { NAMESPACE_ID, outcome, planReport, problemReport, publishReport, reportOf } from '../support/reports.ts'
import { type Inspection, inspect } from './inspection.ts'
import { times } from '../support/fuzz.ts'

const COMMIT_URL = 'https://github.com/o/r/commit/3f1c9a2b7d6e5f40812934a5b6c7d8e9f0a1b2c3'
const RUN_URL = 'https://github.com/o/r/actions/runs/42'
const CONTEXT = {
  commit: { sha: '3f1c9a2b7d6e5f40812934a5b6c7d8e9f0a1b2c3', url: COMMIT_URL },
  runUrl: RUN_URL
}
const ELEMENTS = [
  ...['a', 'b', 'br', 'code', 'details', 'h2', 'h3', 'li', 'p', 'summary', 'table', 'tbody', 'td', 'th', 'tr', 'ul']
]
// All fixed text of the summary. Everything else is code, shown here as `…`.
const WORDS = [
  ...['Published', 'Nothing to change', 'Partly published', 'Nothing was written', 'Plan', 'Unexpected error'],
  ...['problem', 'failed', 'deleted', 'changed', 'new', 'written', 'unchanged', 'to delete', 'no longer planned'],
  ...['Workers KV namespace', 'commit', 'run', 'Dry run: nothing was written', 'It is not known what was written'],
  ...['Report this error in the action, with the log of the step', 'The report lists', 'more', 'see the report', 'and'],
  ...['Key', 'Size', 'Expiry', 'Source', '7d after the write', 'never', 'not written by this set']
].toSorted((a, b) => b.length - a.length)
const NOT_WORDS = /^(…|s\b|B|KiB|MiB|[\s\d,.:()✗−~+=])*$/

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

function expectHarmless({ incidents, elements, attributes, links, raggedTables, prose }: Inspection): void {
  expect(incidents).toEqual([])
  expect(elements.filter((name) => !ELEMENTS.includes(name))).toEqual([])
  expect(attributes.filter((name) => name !== 'a.href' && name !== 'th.align')).toEqual([])
  expect(links.filter((href) => href !== COMMIT_URL && href !== RUN_URL)).toEqual([])
  expect(raggedTables).toBe(0)
  expect(prose.replaceAll(new RegExp(WORDS.join('|'), 'g'), '')).toMatch(NOT_WORDS)
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
    ['a row with too few cells', '<table><tr><td>1<td>2<tr><td>3</table>', { raggedTables: 1 }],
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
    expect(written.codes).toEqual([NAMESPACE_ID, '3f1c9a2', shown, shown, shown, 'a.json', 'a.json', shown, shown])

    const refused = await inspectSummary(problemReport(text, [outcome(text).entry], [{ message: text, key: text }]))
    expectHarmless(refused)
    expect(refused.codes).toEqual([shown, '3f1c9a2', shown])

    const broken = await inspectSummary(reportDefect(NAMESPACE_ID, text), text)
    expectHarmless(broken)
    expect(broken.codes).toEqual([shown, NAMESPACE_ID, '3f1c9a2', shown])
  })

  test.each(HOSTILE)('%s, in a plan, in deleted keys and in a comment', async (_what, text, shown) => {
    const { entry } = outcome(text)
    const deletion = { key: text, source: 'no longer planned' } as const
    const changes: Change[] = [
      { entry, status: 'new' },
      { entry, status: 'changed', isForeign: true },
      { entry, status: 'unchanged' },
      { entry: deletion, status: 'to-delete' }
    ]
    const settings = { token: '', environment: text, keyPrefix: text, source: text }
    for (const report of [planReport(changes), publishReport(changes, ['failed'])]) {
      const seen = await inspectSummary(report)
      expectHarmless(seen)
      expect(seen.codes.filter((code) => code === shown).length).toBeGreaterThan(4)
      expect(await inspect(page, renderComment(report, CONTEXT, commentMarker(text, settings)))).toEqual(seen)
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
      expect(seen.rows).toBe(texts.length + new Set(texts).size)
    })
    await fc.assert(property, times(100))
  })
})

test('messages of 10 MB are cut', async () => {
  const message = `<b>${'\n::error::</code>|`'.repeat(550_000)}`
  expect(message.length).toBeGreaterThan(10_000_000)
  const seen = await inspectSummary(problemReport(message, [outcome(message).entry], [{ message, key: message }]))
  expectHarmless(seen)
  for (const code of seen.codes.filter((code) => code !== '3f1c9a2')) expect(code).toMatch(/^<b>\\n::error.{1,4000}…$/)
})

test('a summary that is cut at its limit has valid HTML', async () => {
  const outcomes = Array.from({ length: 20_000 }, (_, index) =>
    outcome(`${index}</table>\n\n${'<'.repeat(900)}`, `${index % 7}<b>no</b>`)
  )
  const seen = await inspectSummary(reportOf(outcomes))
  expectHarmless(seen)
  expect(seen.rows).toBeGreaterThan(50)
  expect(seen.rows).toBeLessThan(220)
})

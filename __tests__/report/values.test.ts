import { expect, test } from '@jest/globals'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import type { ShownChange } from '../../src/plan/show-values.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { renderValues } from '../../src/report/values.ts'
import { keepSecret } from '../../src/shared/secrets.ts'
import { utf8Length } from '../../src/shared/text.ts'
import { HOSTILE } from '../support/hostile.ts'
import { outcome, reportOf } from '../support/reports.ts'

const change = (key: string, ...lines: string[]): ShownChange => ({ key, status: 'changed', diff: { lines } })

test('each change is folded under its mark and key, as a block that GitHub colours', () => {
  const changes: ShownChange[] = [
    { key: 'gone', status: 'to-delete', diff: { lines: ['-a'] } },
    change('c', ' {', '-  "a": 1', '+  "a": 2', ' }'),
    { key: 'large', status: 'new', diff: { note: '17.0 KiB (over 16 KiB, or not UTF-8)' } }
  ]
  expect(renderValues({ changes, others: 3 }, 10_000)).toEqual([
    '<h3>Values</h3>',
    '<details><summary>− <code>gone</code></summary><pre lang="diff">-a</pre></details>',
    '<details><summary>~ <code>c</code></summary><pre lang="diff"> {&#10;-  &quot;a&quot;: 1&#10;+  &quot;a&quot;: 2&#10; }</pre></details>',
    '<p>+ <code>large</code>: <code>17.0 KiB (over 16 KiB, or not UTF-8)</code></p>',
    '<p>The values of 3 more keys are not shown.</p>'
  ])
  expect(renderValues(undefined, 10_000)).toEqual([])
  expect(renderValues({ changes: [], others: 0 }, 10_000)).toEqual([])
})

test('what does not fit is left out and counted, and what fits is shown', () => {
  const changes = [change('a', '+1'), change('b', `+${'é'.repeat(5000)}`), change('c', '+2')]
  for (const maxBytes of [0, 50, 300, 400, 5000, 20_000]) {
    const lines = renderValues({ changes, others: 0 }, maxBytes)
    expect(utf8Length(lines.join('\n'))).toBeLessThan(Math.max(maxBytes, 100))
  }
  expect(renderValues({ changes, others: 0 }, 5000).join('\n')).toMatch(/<code>a<.*<code>c<.*of 1 more key are/s)
})

test.each(HOSTILE)('%s in a value or key cannot end its block', (_what, text) => {
  const values = { changes: [change(text, `-${text}`, ' ', '+```', `+${text}`)], others: 0 }
  const summary = renderSummary({ ...reportOf([outcome('k')]), values })
  const html = micromark(summary, { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] })
  // All of it is one block of HTML, which Markdown leaves as it is.
  expect(html).toBe(summary)
  const [, shown = ''] = /<pre lang="diff">(.*)<\/pre><\/details>$/.exec(summary) ?? []
  expect(shown).toMatch(/^[ -;=?-~\u00a1-\uffff]*$/)
  expect(shown.split('&#10;')).toHaveLength(4)
})

test('credentials are hidden', () => {
  keepSecret('secret-of-this-step')
  const note = 'key "k" could not be read: secret-of-this-step'
  const changes: ShownChange[] = [
    change('k', '+  "a": "secret-of-this-step"'),
    { key: 'n', status: 'changed', diff: { note } }
  ]
  const text = renderValues({ changes, others: 0 }, 10_000).join('\n')
  expect(text).not.toContain('secret-of-this-step')
  expect(text.match(/\*\*\*/g)).toHaveLength(2)
})

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { makeFolder } from '../support/folders.ts'
import { LocalSync } from '../support/local-sync.ts'

const kv = new LocalSync()
const SHOW = { prune: 'true', 'show-values': 'true', 'max-deletions': '100%' }

function eventFile(event: object): string {
  const path = join(makeFolder(), 'event.json')
  writeFileSync(path, JSON.stringify(event))
  return path
}

describe('show-values', () => {
  test('shows old and new values in the summary, in a dry run and in the run that writes, and nowhere else', async () => {
    await kv.run({ changed: { flag: 'sesame-1', other: 1 }, same: 'sesame-2', gone: 'sesame-3', 'odd/é': 'sesame-4' })
    const pairs = { changed: { flag: 'sesame-5', other: 1 }, same: 'sesame-2', new: 'sesame-6', 'odd/é': 'sesame-7' }
    for (const dryRun of ['true', 'false']) {
      const { exitCode, summary, log, outputs, report, sent } = await kv.run(pairs, { ...SHOW, 'dry-run': dryRun })
      expect(exitCode).toBe(0)
      expect(summary.split('<h3>Values</h3>\n')[1]?.trim().split('\n')).toEqual([
        '<details><summary>− <code>app/gone</code></summary><pre lang="diff">-sesame-3</pre></details>',
        '<details><summary>~ <code>app/changed</code></summary><pre lang="diff"> {&#10;-  &quot;flag&quot;: &quot;sesame-1&quot;,&#10;+  &quot;flag&quot;: &quot;sesame-5&quot;,&#10;   &quot;other&quot;: 1&#10; }</pre></details>',
        '<details><summary>~ <code>app/odd/é</code></summary><pre lang="diff">-sesame-4&#10;+sesame-7</pre></details>',
        '<details><summary>+ <code>app/new</code></summary><pre lang="diff">+sesame-6</pre></details>'
      ])
      expect(log).toContain('Reading the values of 4 keys, to show how they change')
      expect(JSON.stringify([log, outputs, report])).not.toContain('sesame')
      const reads = sent.filter((request) => request.startsWith('GET values/'))
      expect(reads).toHaveLength(3)
      // Old values are read before the first write.
      expect(sent.findLastIndex((request) => request.startsWith('GET values/'))).toBeLessThan(
        sent.findIndex((request) => /^(PUT|POST)/.test(request)) >>> 0
      )
    }
  })

  test('says so when only metadata or expiry changes', async () => {
    await kv.run({ a: 'on' })
    const { summary } = await kv.run({ a: 'on' }, { ...SHOW, ttl: '1h' })
    expect(summary).toContain('<p>~ <code>app/a</code>: <code>the value stays the same</code></p>')
  })

  test('reads the values of at most 100 keys', async () => {
    const pairs = (value: number): Record<string, number> =>
      Object.fromEntries(Array.from({ length: 130 }, (_, index) => [`k${index}`, value]))
    await kv.run(pairs(1))
    const { summary, sent } = await kv.run(pairs(2), { ...SHOW, 'dry-run': 'true' })
    expect(sent.filter((request) => request.startsWith('GET values/'))).toHaveLength(100)
    expect(summary).toContain('<p>The values of 30 more keys are not shown.</p>')
  })

  test('hides the credentials of the step', async () => {
    await kv.run({ a: 'on' })
    const { summary } = await kv.run({ a: `token=${kv.action.kv.apiToken}` }, { ...SHOW, 'dry-run': 'true' })
    expect(summary).toContain('+token=***</pre>')
  })

  test('is an error in a run that does not compare, and on pull_request_target', async () => {
    const plain = await kv.run({ a: 1 }, { 'show-values': 'true', 'if-key-exists': 'keep' })
    expect([plain.exitCode, plain.sent, plain.log]).toEqual([
      1,
      [],
      expect.stringContaining('show-values needs skip-unchanged or prune')
    ])
    const env = { GITHUB_EVENT_NAME: 'pull_request_target' }
    const target = await kv.run({ a: 1 }, { ...SHOW, 'dry-run': 'true' }, env)
    expect([target.exitCode, target.sent, target.log]).toEqual([
      1,
      [],
      expect.stringContaining('show-values is not allowed on pull_request_target')
    ])
  })

  test.each([
    [false, 1],
    [true, 0]
  ])('in a repository with private: %s has %i warnings', async (isPrivate, warnings) => {
    const env = { GITHUB_EVENT_PATH: eventFile({ repository: { private: isPrivate } }) }
    const { log } = await kv.run({ a: 1 }, { ...SHOW, 'dry-run': 'true' }, env)
    expect(log.match(/::warning::show-values is set in a public repository/g) ?? []).toHaveLength(warnings)
  })
})

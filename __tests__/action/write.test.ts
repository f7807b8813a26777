import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { makeFolder } from '../support/folders.ts'
import { type LocalAction, startLocalAction } from '../support/local-action.ts'

const BINARY = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))

let action: LocalAction

beforeAll(async () => {
  action = await startLocalAction()
})

afterAll(() => action.kv.close())

describe('one key', () => {
  test('is written and reported in the outputs, the report, the summary and the log', async () => {
    const { exitCode, outputs, report, summary, log } = await action.run(makeFolder(), {
      key: 'flag',
      value: 'secret-value'
    })
    expect(exitCode).toBe(0)
    expect((await action.bytes('flag'))?.toString()).toBe('secret-value')
    expect(outputs).toEqual({
      success: 'true',
      errors: '[]',
      messages: '[]',
      result: '{}',
      'namespace-id': action.namespaceId,
      written: '1',
      unchanged: '0',
      deleted: '0',
      failed: '0',
      kept: '0',
      'plan-id': '',
      'backup-path': '',
      'to-write': '1',
      'to-delete': '0',
      'deleted-keys': '[]',
      keys: '["flag"]',
      'failed-keys': '[]',
      'report-path': expect.stringMatching(/\/report\.json$/)
    })
    expect(report).toMatchObject({
      totals: { written: 1, unchanged: 0, deleted: 0, failed: 0 },
      planned: { to_write: 1, to_delete: 0 },
      records: [{ key: 'flag', source: 'value', size: 12, status: 'written' }]
    })
    expect(summary).toContain('<h2>Published: 1 written</h2>')
    expect(summary).toContain('https://github.com/fjord/shop/commit/3f1c9a2b7d6e5f40812934a5b6c7d8e9f0a1b2c3')
    expect(log).toContain(`::add-mask::${action.kv.apiToken}\n`)
    expect(log).toMatch(/^Writing 1 key \(12 B\) to namespace 0f2a[0-9a-f]{28}, 1 request$/m)
    expect(log).toMatch(/^Wrote 1 key \(12 B\) in \d+\.\d s$/m)
    expect([log, summary, JSON.stringify(outputs), JSON.stringify(report)].join()).not.toContain('secret-value')
  })

  test.each(['a/b c%2F!:?#é🙂', "it's [a] (key) + & = * ~ \\ | `x`", '...', '%2e%2e', 'a/../b', '🙂'.repeat(128)])(
    'is stored under its exact name: %s',
    async (key) => {
      const { outputs } = await action.run(makeFolder(), { key, value: key })
      expect(outputs).toMatchObject({ success: 'true', keys: JSON.stringify([key]) })
      expect((await action.bytes(key))?.toString()).toBe(key)
    }
  )

  test.each([
    ['white space', ' \n\ta\r\n '],
    ['multi-byte characters', 'é🙂日本'],
    ['text that looks like a workflow command', '::set-output name=a::b\n##[add-mask]c']
  ])('keeps %s', async (_what, value) => {
    for (const metadata of ['', '{}']) {
      expect((await action.run(makeFolder(), { key: 'text', value, metadata })).exitCode).toBe(0)
      expect((await action.bytes('text'))?.toString()).toBe(value)
    }
  })

  test.each([
    ['byte for byte', BINARY],
    ['when it is empty', Buffer.alloc(0)],
    ['of 25 MiB', Buffer.alloc(26_214_400, BINARY)]
  ])('is stored with the bytes of its file, %s', async (_which, bytes) => {
    const workspace = makeFolder({ 'assets/image': bytes })
    for (const metadata of ['', '{"type":"image/png"}']) {
      const { outputs } = await action.run(workspace, { key: 'image', file: 'assets/image', metadata })
      expect(outputs['success']).toBe('true')
      expect((await action.bytes('image'))?.equals(bytes)).toBe(true)
    }
  })

  test('is stored with its expiration, and the next write removes its metadata and expiry', async () => {
    await action.run(makeFolder(), {
      key: 'until',
      value: 'x',
      metadata: '{"a":1}',
      expiration: '2036-01-01T00:00:00+01:00'
    })
    const expiration = Date.parse('2035-12-31T23:00:00Z') / 1000
    expect((await action.namespace.list({ prefix: 'until' })).keys).toEqual([
      { name: 'until', metadata: { a: 1 }, expiration }
    ])
    await action.run(makeFolder(), { key: 'until', value: 'x' })
    expect((await action.namespace.list({ prefix: 'until' })).keys).toEqual([{ name: 'until' }])
  })
})

test('outputs are written to the log outside a workflow', async () => {
  const env = { GITHUB_OUTPUT: '', GITHUB_STEP_SUMMARY: '', GITHUB_SHA: '', RUNNER_TEMP: join(makeFolder()) }
  const { exitCode, log } = await action.run(makeFolder(), { key: 'a', value: 'b' }, env)
  expect(exitCode).toBe(0)
  expect(log).toContain('::set-output name=success::true')
})

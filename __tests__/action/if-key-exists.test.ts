import { describe, expect, test } from '@jest/globals'
import { LocalSync } from '../support/local-sync.ts'

const kv = new LocalSync()

describe('if-key-exists: keep', () => {
  test('writes only keys that do not exist, in a plain run', async () => {
    await kv.action.namespace.put('app/a', 'by hand', { metadata: { by: 'hand' }, expiration: 2_000_000_000 })
    const { outputs, sent, log, report, summary } = await kv.run({ a: 1, b: 2 }, { 'if-key-exists': 'keep' })
    expect(outputs).toMatchObject({ success: 'true', written: '1', kept: '1', keys: '["app/b"]', 'plan-id': '' })
    expect(sent).toEqual(['GET keys', 'PUT values/app%2Fb'])
    expect(log).toContain('1 new, 0 changed, 0 unchanged, 1 kept\n')
    expect(report).toMatchObject({ records: [{ key: 'app/a', status: 'kept' }, { status: 'written' }] })
    expect(summary).toContain('1 written, 1 kept')
    const { value, metadata } = await kv.action.namespace.getWithMetadata('app/a')
    expect([value, metadata]).toEqual(['by hand', { by: 'hand' }])
  })

  test('neither prunes nor stamps a kept key', async () => {
    await kv.run({ ours: 1, gone: 1 })
    await kv.action.namespace.put('app/theirs', 'by hand')
    const { outputs } = await kv.run({ ours: 2, theirs: 2 }, { prune: 'true', 'if-key-exists': 'keep' })
    expect(outputs).toMatchObject({ success: 'true', written: '0', kept: '2', unchanged: '0', deleted: '1' })
    expect(await kv.held()).toEqual({ 'app/ours': '1', 'app/theirs': 'by hand' })
    expect((await kv.action.namespace.getWithMetadata('app/theirs')).metadata).toBeNull()
  })
})

describe('if-key-exists: error', () => {
  test('fails before the first write and names the keys that exist', async () => {
    await kv.action.namespace.put('app/a', 'by hand')
    for (const inputs of [{}, { 'skip-unchanged': 'true' }, { 'dry-run': 'true' }]) {
      const { exitCode, log, sent } = await kv.run({ a: 1, b: 2 }, { 'if-key-exists': 'error', ...inputs })
      expect([exitCode, sent.filter((request) => !request.startsWith('GET'))]).toEqual([1, []])
      expect(log).toContain('::error::Nothing was written: key "app/a" (from entries line 1) exists in the namespace')
    }
    expect(await kv.held()).toEqual({ 'app/a': 'by hand' })
  })

  test('does not fail for unchanged keys of an earlier run with skip-unchanged', async () => {
    const inputs = { 'if-key-exists': 'error', 'skip-unchanged': 'true' }
    await kv.run({ a: 1 }, inputs)
    const { outputs } = await kv.run({ a: 1, b: 2 }, inputs)
    expect(outputs).toMatchObject({ success: 'true', written: '1', unchanged: '1', kept: '0' })
  })
})

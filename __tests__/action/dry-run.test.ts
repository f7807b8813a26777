import { describe, expect, test } from '@jest/globals'
import { LocalSync } from '../support/local-sync.ts'

const kv = new LocalSync()

describe('a dry run', () => {
  test('reports what a run would do, and writes nothing', async () => {
    await kv.run({ changed: 1, same: 1, gone: 1 })
    const before = await kv.held()
    const pairs = { changed: 2, same: 1, new: 1 }
    const dry = await kv.run(pairs, { prune: 'true', 'dry-run': 'true' })
    expect(dry.sent).toEqual(['GET keys'])
    expect(await kv.held()).toEqual(before)
    expect(dry.summary).toContain(
      '<h2>Plan: 1 new, 1 changed, 1 to delete, 1 unchanged</h2>\n<p>Dry run: nothing was written.</p>'
    )
    expect(dry.report).toMatchObject({
      dry_run: true,
      records: [
        { status: 'changed' },
        { status: 'unchanged' },
        { status: 'new' },
        { key: 'app/gone', status: 'to-delete' }
      ]
    })
    const real = await kv.run(pairs)
    for (const name of ['success', 'namespace-id', 'unchanged', 'failed', 'failed-keys', 'to-write', 'to-delete']) {
      expect([name, dry.outputs[name]]).toEqual([name, real.outputs[name]])
    }
    expect(dry.outputs).toMatchObject({ written: '0', deleted: '0', keys: '[]', 'deleted-keys': '[]' })
    expect(real.outputs).toMatchObject({ 'deleted-keys': '["app/gone"]' })
    expect([real.outputs['written'], real.outputs['deleted']]).toEqual([
      dry.outputs['to-write'],
      dry.outputs['to-delete']
    ])
  })

  test('without credentials checks files and values, says so, and has no plan', async () => {
    const env = { CLOUDFLARE_API_TOKEN: '', CLOUDFLARE_ACCOUNT_ID: '' }
    const inputs = { prune: 'true', 'dry-run': 'true', namespace: '' }
    const fine = await kv.run({ a: 1 }, inputs, env)
    expect(fine.log).toContain('::notice::There are no credentials, so this dry run checks only files and values.')
    expect([fine.exitCode, fine.sent]).toEqual([0, []])
    expect(fine.outputs).toMatchObject({ success: 'true', 'to-write': '', 'to-delete': '', 'plan-id': '', keys: '[]' })
    const wrong = await kv.run({ a: 1, ['x'.repeat(600)]: 1 }, inputs, env)
    expect([wrong.exitCode, wrong.outputs['success']]).toEqual([1, 'false'])
  })

  test('works with a read-only token, with which a real run fails', async () => {
    await kv.run({ changed: 1, gone: 1 })
    const before = await kv.held()
    const token = { CLOUDFLARE_API_TOKEN: kv.action.kv.readToken }
    const pairs = { changed: 2, new: 1 }
    const dry = await kv.run(pairs, { prune: 'true', 'dry-run': 'true' }, token)
    expect(dry.outputs).toMatchObject({ success: 'true', 'to-write': '2', 'to-delete': '1' })
    const real = await kv.run(pairs, { prune: 'true' }, token)
    expect(real.exitCode).toBe(1)
    expect(real.outputs).toMatchObject({ success: 'false', written: '0', deleted: '0', failed: '3', keys: '[]' })
    expect(real.log).toMatch(
      /^::error::2 of 2 keys were not written to \w+: .*10000 Authentication error\. Check the cred/m
    )
    expect(await kv.held()).toEqual(before)
  })
})

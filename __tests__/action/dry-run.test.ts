import { describe, expect, test } from '@jest/globals'
import { runAction } from '../../demo/run-action.ts'
import { startFakeApi } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'
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

  test('that does not compare does not list the keys', async () => {
    const { outputs, sent, summary } = await kv.run({ a: 1, b: 2 }, { 'dry-run': 'true' })
    expect(sent).toEqual([])
    expect(outputs).toMatchObject({ success: 'true', written: '0', keys: '[]', 'to-write': '2', 'to-delete': '0' })
    expect(summary).toContain('<h2>Check passed: 2 to write</h2>\n<p>Dry run: nothing was written.</p>')
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

  test('with a wrong token reports that before the problems of files', async () => {
    const env = { CLOUDFLARE_API_TOKEN: 'another-token' }
    const { log, exitCode } = await kv.run({ ['x'.repeat(600)]: 1 }, { 'dry-run': 'true' }, env)
    expect(exitCode).toBe(1)
    expect(log).toMatch(/^::error::Check failed, for 2 problems:%0A- namespace "\w+" could not be looked up: 10000/m)
  })

  test('with a problem of files ends at once, and sends and logs nothing more', async () => {
    const api = await startFakeApi(() => ({ status: 503, headers: { 'retry-after': '200' } }))
    const { log, exitCode } = await runAction({
      workspace: makeFolder(),
      with: {
        'api-token': 'token-1',
        'account-id': 'account',
        namespace: '0f2ac74b498b48028cb68387c421e279',
        'api-base-url': api.baseUrl,
        entries: '{".": 1}',
        'dry-run': 'true'
      }
    })
    await api.close()
    expect([exitCode, api.requests.length]).toEqual([1, 1])
    expect(log.trimEnd().split('\n').at(-1)).toMatch(/^::error::Check failed: key "\."/)
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

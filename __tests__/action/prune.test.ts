import { describe, expect, test } from '@jest/globals'
import { LocalSync } from '../support/local-sync.ts'

const kv = new LocalSync()

describe('prune', () => {
  test('deletes only keys that the step wrote under its prefix', async () => {
    await kv.action.namespace.put('app/foreign', 'foreign')
    await kv.action.namespace.put('app/own-metadata', 'foreign', { metadata: { 'kv-put-action': 'fjord/shop' } })
    await kv.run({ theirs: 1 }, { prune: 'true' }, { GITHUB_REPOSITORY: 'other/shop' })
    await kv.run({ named: 1 }, { 'skip-unchanged': 'true', 'managed-by': 'fjord' }, { GITHUB_REPOSITORY: '' })
    await kv.run({ elsewhere: 1 }, { prune: 'true', 'key-prefix': 'docs/' })
    await kv.run({ unstamped: 1 }, {})
    await kv.run({ a: 1, b: 2, c: 3 })
    const { outputs, sent, log, report, summary } = await kv.run(
      { b: 2 },
      { prune: 'true' },
      { GITHUB_REPOSITORY: 'Fjord/Shop' }
    )
    expect(outputs).toMatchObject({
      success: 'true',
      written: '0',
      unchanged: '1',
      deleted: '2',
      failed: '0',
      keys: '[]'
    })
    expect(outputs['result']).toBe('{"successful_key_count":2,"unsuccessful_keys":[]}')
    expect(sent).toEqual(['GET keys', 'POST bulk/delete'])
    expect(log).toContain('0 new, 0 changed, 1 unchanged, 2 to delete\n')
    expect(report).toMatchObject({
      records: [{ key: 'app/b' }, { key: 'app/a', source: 'prune', status: 'deleted' }, { key: 'app/c' }]
    })
    expect(summary).toContain('<h2>Workers KV: 0 written, 1 unchanged, 2 deleted</h2>')
    expect(Object.keys(await kv.held()).toSorted()).toEqual([
      ...['app/b', 'app/foreign', 'app/named', 'app/own-metadata', 'app/theirs', 'app/unstamped', 'docs/elsewhere']
    ])
  })

  test('deletes nothing after a failed write, and the next run writes and deletes', async () => {
    await kv.run({ old: 1 })
    kv.interrupt = ({ method }) => (method === 'PUT' ? { status: 400 } : undefined)
    const failed = await kv.run({ a: 1, b: 2 })
    expect(failed.exitCode).toBe(1)
    expect(failed.outputs).toMatchObject({ deleted: '0', failed: '3', 'failed-keys': '["app/a","app/b","app/old"]' })
    expect(failed.log).toMatch(
      /::error::2 of 2 keys were not written to \w+: .* \(app\/a, app\/b\)\. 1 of 1 key was not deleted/
    )
    expect(await kv.held()).toEqual({ 'app/old': '1' })
    kv.interrupt = undefined
    expect((await kv.run({ a: 1, b: 2 })).outputs).toMatchObject({ success: 'true', written: '2', deleted: '1' })
    expect(await kv.held()).toEqual({ 'app/a': '1', 'app/b': '2' })
  })

  test('deletes nothing after a partial write, and the next run writes the rest and then prunes', async () => {
    // Each large enough for a request of its own.
    const pairs = Object.fromEntries(['a', 'b', 'c', 'd'].map((key) => [key, key.repeat(2_000_001)]))
    const inputs = { entries: '', glob: '*', prune: 'true', 'max-retries': '1' }
    await kv.run({ old: 1, older: 1 })
    kv.interrupt = ({ method, url }) => (method === 'PUT' && /[bd]$/.test(url ?? '') ? { status: 503 } : undefined)
    const half = await kv.run({}, inputs, {}, pairs)
    expect(half.exitCode).toBe(1)
    expect(half.outputs).toMatchObject({ success: 'false', written: '2', deleted: '0', keys: '["app/a","app/c"]' })
    expect(half.sent).not.toContain('POST bulk/delete')
    expect(Object.keys(await kv.held())).toEqual(['app/a', 'app/c', 'app/old', 'app/older'])

    kv.interrupt = undefined
    const rest = await kv.run({}, inputs, {}, pairs)
    expect(rest.exitCode).toBe(0)
    expect(rest.outputs).toMatchObject({ success: 'true', unchanged: '2', deleted: '2', keys: '["app/b","app/d"]' })
    expect(rest.sent.at(-1)).toBe('POST bulk/delete')
    expect(await kv.held()).toEqual(
      Object.fromEntries(Object.entries(pairs).map(([key, value]) => [`app/${key}`, value]))
    )
  })

  test('retries keys that were not deleted, and reports those that fail again', async () => {
    await kv.run({ a: 1, b: 2, c: 3 })
    let deletions = 0
    kv.interrupt = ({ url }) => {
      if (!url?.endsWith('/bulk/delete')) return undefined
      const result = { successful_key_count: deletions++ > 0 ? 0 : 1, unsuccessful_keys: ['app/b'] }
      return { body: { success: true, errors: [], messages: [], result } }
    }
    const { exitCode, log, outputs } = await kv.run({ c: 3 }, { prune: 'true', 'max-retries': '1' })
    expect(exitCode).toBe(1)
    expect(deletions).toBe(2)
    expect(log).toContain(
      `::error::1 of 2 keys were not deleted from ${kv.action.namespaceId}: the API answered that it did not delete this key (unsuccessful_keys), after 2 attempts (app/b)`
    )
    expect(outputs).toMatchObject({ success: 'false', deleted: '1', failed: '1', 'failed-keys': '["app/b"]' })
  })

  test('never prints a workflow command that a key or an answer contains', async () => {
    const command = '\n::set-output name=success::true\r\n##[add-mask]x \u001b[31m\u202e'
    await kv.run({ [command]: 1, a: 1 })
    kv.interrupt = ({ url }) =>
      url?.endsWith('/bulk/delete')
        ? { status: 400, body: { success: false, errors: [{ code: 1, message: command.repeat(200_000) }] } }
        : undefined
    for (const inputs of [{ prune: 'true', 'dry-run': 'true' }, { prune: 'true' }]) {
      const { log, outputs } = await kv.run({ a: 1 }, inputs, { RUNNER_DEBUG: '1' })
      expect(outputs['success']).toBe(String('dry-run' in inputs))
      expect(log).not.toMatch(/^::set-output|##\[|\u202e/m)
      expect(log).not.toContain('\u001b')
      expect(log.length).toBeLessThan(20_000)
    }
  })

  test('in two runs at once keeps the keys of both', async () => {
    await kv.run({ old: 1 })
    const runs = await Promise.all([kv.run({ a: 1, b: 2 }), kv.run({ a: 1, b: 2 })])
    expect(runs.map(({ outputs }) => outputs['success'])).toEqual(['true', 'true'])
    expect(await kv.held()).toEqual({ 'app/a': '1', 'app/b': '2' })
  })

  test('in two runs at once with different plans does not fail, and the next run corrects the result', async () => {
    await kv.run({ old: 1, both: 1 })
    const runs = await Promise.all([kv.run({ a: 1, both: 2 }), kv.run({ b: 1, both: 2 })])
    expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0])
    expect(await kv.held()).toMatchObject({ 'app/both': '2' })
    expect(await kv.held()).not.toHaveProperty('app/old')
    expect((await kv.run({ b: 1, both: 2 })).outputs['success']).toBe('true')
    expect(await kv.held()).toEqual({ 'app/b': '1', 'app/both': '2' })
  })

  test('deletes neither keys that were copied with their metadata nor keys of another prefix', async () => {
    const { namespace } = kv.action
    await kv.run({ a: 1, gone: 1 }, { 'skip-unchanged': 'true', 'key-prefix': '🔒/' })
    const { metadata } = await namespace.getWithMetadata('🔒/gone')
    await namespace.put('🔒/copy', '1', { metadata })
    await kv.run({ a: 1 }, { prune: 'true', 'key-prefix': '🔒/b/' })
    await kv.run({ x: 1 }, { prune: 'true', 'key-prefix': '🔒' })
    const { outputs, log } = await kv.run({ a: 1 }, { prune: 'true', 'key-prefix': '🔒/' })
    expect(outputs).toMatchObject({ success: 'true', deleted: '1', 'deleted-keys': '["🔒/gone"]' })
    expect(log).toContain('Left 1 key alone that "fjord/shop" manages under another key-prefix\n')
    expect(Object.keys(await kv.held()).toSorted()).toEqual(['🔒/a', '🔒/b/a', '🔒/copy', '🔒x'])
  })

  test('with managed-by works without a prefix and after the repository is renamed', async () => {
    const inputs = { prune: 'true', 'key-prefix': '', 'managed-by': 'flags' }
    await kv.run({ a: 1, b: 1 }, inputs)
    await kv.run({ c: 1 }, { ...inputs, 'managed-by': 'other-flags' })
    const { outputs } = await kv.run({ a: 1 }, inputs, { GITHUB_REPOSITORY: 'fjord/renamed' })
    expect(outputs).toMatchObject({ success: 'true', unchanged: '1', 'deleted-keys': '["b"]' })
    expect(await kv.held()).toEqual({ a: '1', c: '1' })
  })

  test('of more keys than max-deletions fails and shows the whole plan, also in a dry run', async () => {
    const pairs = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, 1]))
    await kv.run(pairs, { 'skip-unchanged': 'true' })
    const dry = await kv.run({ k0: 1, new: 1 }, { prune: 'true', 'dry-run': 'true' })
    const real = await kv.run({ k0: 1, new: 1 }, { prune: 'true' })
    for (const { exitCode, log, outputs, sent, summary } of [dry, real]) {
      expect([exitCode, sent]).toEqual([1, ['GET keys']])
      expect(log).toContain(
        '::error::Nothing was written: prune would delete 19 of the 20 keys that "fjord/shop" manages under "app/", and max-deletions allows 6 (30%25): "app/k1"'
      )
      expect(outputs).toMatchObject({
        success: 'false',
        written: '0',
        deleted: '0',
        'to-write': '1',
        'to-delete': '19'
      })
      expect(outputs['plan-id']).toMatch(/^p1-[0-9a-f]{32}$/)
      expect(summary).toContain('prune would delete 19 of the 20 keys')
    }
    expect(dry.summary).toContain(
      '<h2>Workers KV: 1 new, 0 changed, 1 unchanged, 19 to delete. Dry run: nothing was written</h2>'
    )
    expect(dry.report).toMatchObject({
      records: expect.arrayContaining([expect.objectContaining({ status: 'to-delete' })])
    })
    const allowed = await kv.run({ k0: 1, new: 1 }, { prune: 'true', 'max-deletions': '95%' })
    expect(allowed.outputs).toMatchObject({ success: 'true', written: '1', deleted: '19' })
  })

  test.each([
    ['no key-prefix and no managed-by', { 'key-prefix': '' }, {}, 'prune needs key-prefix or managed-by: '],
    [
      'an empty plan',
      { entries: '{}' },
      {},
      'prune needs at least one key to write: with an empty plan it would delete all keys. To empty a prefix, list its keys with delete: true'
    ],
    ['key', { entries: '', key: 'a', value: '1' }, {}, 'prune needs glob, entries or entries-file, not key'],
    ['no repository', {}, { GITHUB_REPOSITORY: '' }, 'managed-by is missing']
  ])('is refused with %s', async (_what, inputs, env, message) => {
    const { exitCode, log, sent } = await kv.run({ a: 1 }, { prune: 'true', ...inputs }, env)
    expect([exitCode, sent]).toEqual([1, []])
    expect(log).toContain(`::error::Nothing was written: ${message}`)
  })
})

import { describe, expect, test } from '@jest/globals'
import { LocalSync, type Synced } from '../support/local-sync.ts'

const kv = new LocalSync()

/** Entries `<name>0`, `<name>1` and so on. */
function entries(name: string, count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}${index}`, 1]))
}

async function keys(): Promise<string[]> {
  return Object.keys(await kv.held()).toSorted()
}

test('a first run writes all keys with stamps, and a second run writes nothing', async () => {
  const inputs = { 'skip-unchanged': 'true', metadata: '{"by":"ci"}' }
  const first = await kv.run({ a: 1, b: 2 }, inputs)
  expect(first.outputs).toMatchObject({ success: 'true', written: '2', unchanged: '0', keys: '["app/a","app/b"]' })
  expect(first.log).toContain('Plan: 2 new\n+ app/a\n+ app/b\n')
  const { metadata } = await kv.action.namespace.getWithMetadata('app/a')
  expect(metadata).toEqual({ by: 'ci', 'kv-put-action': expect.stringMatching(/^flags:4:O8HwZ5 [\w-]{22}$/) })
  const second = await kv.run({ a: 1, b: 2 }, inputs)
  expect(second.outputs).toMatchObject({ success: 'true', written: '0', unchanged: '2', keys: '[]' })
  expect(second.sent).toEqual(['GET keys'])
  expect(second.log).toContain('Plan: 2 unchanged\n')
  expect(second.report).toMatchObject({ records: [{ status: 'unchanged' }, { status: 'unchanged' }] })
})

describe('prune', () => {
  test('deletes only keys of its set under its prefix', async () => {
    const { namespace } = kv.action
    await namespace.put('app/foreign', 'foreign')
    await namespace.put('app/own-metadata', 'foreign', { metadata: { 'kv-put-action': 'flags' } })
    await kv.run({ theirs: 1 }, { prune: 'true', 'managed-by': 'other' })
    await kv.run({ nobodys: 1 }, { 'skip-unchanged': 'true', 'managed-by': '' })
    await kv.run({ elsewhere: 1 }, { prune: 'true', 'key-prefix': 'app/nested/' })
    await kv.run({ unstamped: 1 }, {})
    await kv.run({ a: 1, b: 2, c: 3 })
    const { metadata } = await namespace.getWithMetadata('app/a')
    await namespace.put('app/copy', '1', { metadata })
    const { outputs, sent, log, report, summary } = await kv.run({ b: 2 })
    expect(outputs).toMatchObject({ success: 'true', written: '0', unchanged: '1', deleted: '2', failed: '0' })
    expect(outputs['result']).toBe('{"successful_key_count":2,"unsuccessful_keys":[]}')
    expect(sent).toEqual(['GET keys', 'POST bulk/delete'])
    expect(log).toContain('Plan: 2 to delete, 1 unchanged\n− app/a (no longer planned)\n− app/c (no longer planned)\n')
    expect(log).toContain('Left 1 key of the set "flags" alone, with another key-prefix\n')
    expect(report).toMatchObject({
      records: [{ key: 'app/b' }, { key: 'app/a', source: 'no longer planned', status: 'deleted' }, { key: 'app/c' }]
    })
    expect(summary).toContain('2 deleted')
    expect(await keys()).toEqual([
      ...['app/b', 'app/copy', 'app/foreign', 'app/nested/elsewhere', 'app/nobodys', 'app/own-metadata', 'app/theirs'],
      'app/unstamped'
    ])
  })

  test('leaves the key that a step beside the folder writes with a TTL', async () => {
    const folder = { entries: '', glob: '*', prune: 'true' }
    const banner = { entries: '', key: 'summer-banner', value: 'on', 'skip-unchanged': 'true', ttl: '30d' }
    for (const name of ['', 'banner']) {
      for (let run = 0; run < 2; run++) {
        const { outputs } = await kv.run({}, folder, {}, { checkout: 'on', search: 'off' })
        expect(outputs).toMatchObject({ success: 'true', deleted: '0' })
        expect((await kv.run({}, { ...banner, 'managed-by': name })).outputs).toMatchObject({ written: '1' })
      }
    }
    expect(await keys()).toEqual(['app/checkout', 'app/search', 'app/summer-banner'])
  })

  describe.each([1, 3])('of two sources with %d keys each', (count) => {
    const parts = ['a', 'b'].map((part) => entries(part, count))
    const all = parts.flatMap((part) => Object.keys(part).map((key) => `app/${key}`)).toSorted()

    async function publish(nameOf: (part: number) => string): Promise<Synced[]> {
      const runs: Synced[] = []
      for (const part of [0, 1, 0, 1]) {
        runs.push(await kv.run(parts[part] ?? {}, { prune: 'true', 'managed-by': nameOf(part) }))
      }
      return runs
    }

    test('with one name stops before the first write, and names the cause', async () => {
      const [first, ...others] = await publish(() => 'shop')
      expect(first?.exitCode).toBe(0)
      expect(others.map(({ exitCode }) => exitCode)).toEqual([1, 0, 1])
      expect(others[0]?.log).toContain('if another step uses managed-by "shop", give each its own; if glob')
      expect(await keys()).toEqual(all.slice(0, count))
    })

    test('with a name each keeps all keys', async () => {
      const runs = await publish((part) => `shop/${part}`)
      expect(runs.map(({ outputs }) => outputs['written'])).toEqual([`${count}`, `${count}`, '0', '0'])
      expect(await keys()).toEqual(all)
    })
  })

  test('of a set that was renamed takes over the planned keys, and says what it leaves', async () => {
    await kv.run({ a: 1, b: 1, c: 1 }, { prune: 'true', 'managed-by': 'acme/shop' })
    const { outputs, log } = await kv.run({ a: 1 })
    expect(outputs).toMatchObject({ success: 'true', written: '1', deleted: '0' })
    expect(log).toContain('::warning::app/a belongs to the set "acme/shop"; this step takes it over')
    expect(log.match(/::warning::/g)).toHaveLength(1)
    expect(log).toContain('Left 2 keys of the set "acme/shop" alone')
    expect((await kv.run({ a: 1 })).outputs).toMatchObject({ unchanged: '1' })
  })

  test('of one key that gets another name needs a count', async () => {
    await kv.run({ old: 1 })
    const refused = await kv.run({ new: 1 })
    expect([refused.exitCode, refused.sent]).toEqual([1, ['GET keys']])
    expect(refused.log).toContain('set max-deletions to 1 or 100%')
    expect((await kv.run({ new: 1 }, { prune: 'true', 'max-deletions': '1' })).exitCode).toBe(0)
    expect(await keys()).toEqual(['app/new'])
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

  test('of more keys than max-deletions fails and shows the whole plan, also in a dry run', async () => {
    await kv.run(entries('k', 20), { 'skip-unchanged': 'true' })
    const dry = await kv.run({ k0: 1, new: 1 }, { prune: 'true', 'dry-run': 'true' })
    const real = await kv.run({ k0: 1, new: 1 })
    for (const { exitCode, log, outputs, sent, summary } of [dry, real]) {
      expect([exitCode, sent]).toEqual([1, ['GET keys']])
      expect(log).toContain(
        'prune would delete 19 of the 20 keys of the set "flags" under "app/", and max-deletions allows 6 (30%25): "app/k1"'
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
    expect(dry.report).toMatchObject({
      records: expect.arrayContaining([expect.objectContaining({ status: 'to-delete' })])
    })
    const allowed = await kv.run({ k0: 1, new: 1 }, { prune: 'true', 'max-deletions': '95%' })
    expect(allowed.outputs).toMatchObject({ success: 'true', written: '1', deleted: '19' })
  })

  test.each([
    ['no managed-by', { 'managed-by': '' }, 'prune needs managed-by: '],
    ['a managed-by that means no set', { 'managed-by': '-' }, 'managed-by must be 1 to 140 characters'],
    [
      'an empty plan',
      { entries: '{}' },
      'prune needs at least one key to write: with an empty plan it would delete all keys. To empty a set, list its keys with delete: true'
    ],
    ['key', { entries: '', key: 'a', value: '1' }, 'prune needs glob, entries or entries-file, not key']
  ])('is refused with %s', async (_what, inputs, message) => {
    const { exitCode, log, sent } = await kv.run({ a: 1 }, { prune: 'true', ...inputs })
    expect([exitCode, sent]).toEqual([1, []])
    expect(log).toContain(message)
  })
})

describe('a run without managed-by', () => {
  const nobody = { 'skip-unchanged': 'true', 'managed-by': '' }

  test('finds the unchanged keys of a set unchanged, and takes a changed one out of it, with a warning', async () => {
    await kv.run({ same: 1, changed: 1, other: 1, more: 1 })
    const { outputs, log } = await kv.run({ same: 1, changed: 2 }, nobody)
    expect(outputs).toMatchObject({ unchanged: '1', keys: '["app/changed"]' })
    expect(log).toContain('::warning::app/changed belongs to the set "flags"; this step takes it over')
    expect((await kv.action.namespace.getWithMetadata('app/changed')).metadata).toEqual({
      'kv-put-action': expect.stringMatching(/^-:4:/)
    })

    const pruned = await kv.run({ other: 1, more: 1 })
    expect(pruned.outputs).toMatchObject({ 'deleted-keys': '["app/same"]' })
    expect(await keys()).toEqual(['app/changed', 'app/more', 'app/other'])
  })

  test('writes keys that a set takes over without a warning', async () => {
    await kv.run({ a: 1 }, nobody)
    const { outputs, log } = await kv.run({ a: 1 })
    expect(outputs).toMatchObject({ success: 'true', written: '1' })
    expect(log).not.toContain('::warning::')
    expect((await kv.run({ a: 1 })).outputs).toMatchObject({ unchanged: '1' })
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { StepResult } from '../../demo/run-action.ts'
import type { FakeApi } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'
import { type LocalAction, startLocalAction } from '../support/local-action.ts'
import { type Interrupt, startRelay } from '../support/relay.ts'

let action: LocalAction
let relay: FakeApi
let interrupt: Interrupt | undefined

beforeAll(async () => {
  action = await startLocalAction()
  relay = await startRelay(action.kv.baseUrl, (request) => interrupt?.(request))
})

afterAll(async () => {
  await relay.close()
  await action.kv.close()
})

beforeEach(async () => {
  interrupt = undefined
  for (const { name } of (await action.namespace.list()).keys) await action.namespace.delete(name)
})

interface Synced extends StepResult {
  /** Method and last part of the path of each request. */
  readonly sent: string[]
}

/** Syncs `pairs` under `app/`. */
async function sync(
  pairs: Readonly<Record<string, unknown>>,
  inputs: Readonly<Record<string, string>> = { prune: 'true' },
  env: Readonly<Record<string, string>> = {}
): Promise<Synced> {
  const before = relay.requests.length
  const given = { entries: JSON.stringify(pairs), 'key-prefix': 'app/', 'api-base-url': relay.baseUrl, ...inputs }
  const result = await action.run(makeFolder(), given, env)
  const sent = relay.requests.slice(before).map(({ method = '', url = '' }) => {
    return `${method} ${url.replace(/^.*\/namespaces\/[^/]+\//, '').replace(/\?.*/, '')}`
  })
  return { ...result, sent }
}

async function held(): Promise<Record<string, string | null>> {
  const { keys } = await action.namespace.list()
  const pairs = keys.map(async ({ name }) => [name, await action.namespace.get(name)] as const)
  return Object.fromEntries(await Promise.all(pairs))
}

test('a first run writes all with stamps, and a second nothing', async () => {
  const first = await sync({ a: 1, b: 2 }, { 'skip-unchanged': 'true', metadata: '{"by":"ci"}' })
  expect(first.outputs).toMatchObject({ success: 'true', written: '2', unchanged: '0', keys: '["app/a","app/b"]' })
  expect(first.log).toContain('2 new, 0 changed, 0 unchanged\n')
  const { metadata } = await action.namespace.getWithMetadata('app/a')
  expect(metadata).toEqual({
    by: 'ci',
    'kv-put-action': expect.stringMatching(/^fjord\/shop [\w-]{22}$/)
  })
  const second = await sync({ a: 1, b: 2 }, { 'skip-unchanged': 'true', metadata: '{"by":"ci"}' })
  expect(second.outputs).toMatchObject({
    success: 'true',
    written: '0',
    unchanged: '2',
    keys: '[]',
    'failed-keys': '[]'
  })
  expect(second.sent).toEqual(['GET keys'])
  expect(second.log).toContain('0 new, 0 changed, 2 unchanged\n')
  expect(second.report).toMatchObject({ records: [{ status: 'unchanged' }, { status: 'unchanged' }] })
})

test('what has another value, metadata or expiration is written, and nothing else', async () => {
  const pairs = [
    { key: 'value', value: 1 },
    { key: 'metadata', value: 1, metadata: { a: 1 } },
    { key: 'expiration', value: 1, expiration: 2_000_000_000 },
    { key: 'same', value: 1, metadata: { a: 1 }, expiration: 2_000_000_000 }
  ]
  const [value, metadata, expiration, same] = pairs
  const inputs = { 'skip-unchanged': 'true' }
  await sync({}, { ...inputs, entries: JSON.stringify(pairs) })
  const changed = [
    { ...value, value: 2 },
    { ...metadata, metadata: { a: 2 } },
    { ...expiration, expiration: 2_000_000_001 },
    same
  ]
  const { outputs } = await sync({}, { ...inputs, entries: JSON.stringify(changed) })
  expect(outputs).toMatchObject({ written: '3', unchanged: '1', keys: '["app/value","app/metadata","app/expiration"]' })
})

test('a large file is written again when its last byte has changed', async () => {
  const large = Buffer.alloc(3_000_000, 'KV\0\xff', 'latin1')
  const inputs = { entries: '', glob: '*.bin', 'skip-unchanged': 'true', namespace: action.namespaceId }
  const publish = async (): Promise<string | undefined> => {
    return (await action.run(makeFolder({ 'large.bin': large, 'small.bin': 'on' }), inputs)).outputs['keys']
  }
  expect(await publish()).toBe('["large.bin","small.bin"]')
  expect(await publish()).toBe('[]')
  large[large.length - 1] = 0
  expect(await publish()).toBe('["large.bin"]')
  expect(await action.bytes('large.bin')).toEqual(large)
})

test('a key with a TTL is always written, and once more without it', async () => {
  const inputs = { 'skip-unchanged': 'true', ttl: '7d' }
  await sync({ a: 1 }, inputs)
  const { outputs } = await sync({ a: 1 }, inputs)
  expect(outputs).toMatchObject({ written: '1', unchanged: '0' })
  // Else it would go when the old one ends.
  expect((await sync({ a: 1 })).outputs).toMatchObject({ written: '1', unchanged: '0' })
  expect((await sync({ a: 1 })).outputs).toMatchObject({ written: '0', unchanged: '1' })
})

test('a key that was edited by hand is written again', async () => {
  await sync({ a: 1, b: 2 })
  await action.namespace.put('app/a', 'by hand')
  const { outputs } = await sync({ a: 1, b: 2 })
  expect(outputs).toMatchObject({ written: '1', unchanged: '1', keys: '["app/a"]' })
  expect(await held()).toEqual({ 'app/a': '1', 'app/b': '2' })
})

describe('prune', () => {
  test('deletes what the repository wrote under the prefix and nothing else', async () => {
    await action.namespace.put('app/foreign', 'foreign')
    await action.namespace.put('app/own-metadata', 'foreign', { metadata: { 'kv-put-action': 'fjord/shop' } })
    await sync({ theirs: 1 }, { prune: 'true' }, { GITHUB_REPOSITORY: 'other/shop' })
    await sync({ nobodys: 1 }, { 'skip-unchanged': 'true' }, { GITHUB_REPOSITORY: '' })
    await sync({ elsewhere: 1 }, { prune: 'true', 'key-prefix': 'docs/' })
    await sync({ unstamped: 1 }, {})
    await sync({ a: 1, b: 2, c: 3 })
    const { outputs, sent, log, report, summary } = await sync(
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
    expect(Object.keys(await held()).toSorted()).toEqual([
      ...['app/b', 'app/foreign', 'app/nobodys', 'app/own-metadata', 'app/theirs', 'app/unstamped', 'docs/elsewhere']
    ])
  })

  test('deletes nothing after a write that failed, and the next run makes up for it', async () => {
    await sync({ old: 1 })
    interrupt = ({ method }) => (method === 'PUT' ? { status: 400 } : undefined)
    const failed = await sync({ a: 1, b: 2 })
    expect(failed.exitCode).toBe(1)
    expect(failed.outputs).toMatchObject({ deleted: '0', failed: '3', 'failed-keys': '["app/a","app/b","app/old"]' })
    expect(failed.log).toMatch(
      /::error::2 of 2 keys were not written to \w+: app\/a, app\/b .*\. 1 of 1 key was not deleted/
    )
    expect(await held()).toEqual({ 'app/old': '1' })
    interrupt = undefined
    expect((await sync({ a: 1, b: 2 })).outputs).toMatchObject({ success: 'true', written: '2', deleted: '1' })
    expect(await held()).toEqual({ 'app/a': '1', 'app/b': '2' })
  })

  test('tries again what was not deleted, and tells what never was', async () => {
    await sync({ a: 1, b: 2, c: 3 })
    let deletions = 0
    interrupt = ({ url }) => {
      if (!url?.endsWith('/bulk/delete')) return undefined
      const result = { successful_key_count: deletions++ > 0 ? 0 : 1, unsuccessful_keys: ['app/b'] }
      return { body: { success: true, errors: [], messages: [], result } }
    }
    const { exitCode, log, outputs } = await sync({ c: 3 }, { prune: 'true', 'max-retries': '1' })
    expect(exitCode).toBe(1)
    expect(deletions).toBe(2)
    expect(log).toContain(
      `::error::1 of 2 keys were not deleted from ${action.namespaceId}: app/b (the API answered that it did not delete this key (unsuccessful_keys), after 2 attempts)`
    )
    expect(outputs).toMatchObject({ success: 'false', deleted: '1', failed: '1', 'failed-keys': '["app/b"]' })
  })

  test('of two runs at once leaves what both have', async () => {
    await sync({ old: 1 })
    const runs = await Promise.all([sync({ a: 1, b: 2 }), sync({ a: 1, b: 2 })])
    expect(runs.map(({ outputs }) => outputs['success'])).toEqual(['true', 'true'])
    expect(await held()).toEqual({ 'app/a': '1', 'app/b': '2' })
  })

  test.each([
    ['an empty plan', { entries: '{}' }, {}, 'prune needs at least one key to write'],
    ['key', { entries: '', key: 'a', value: '1' }, {}, 'prune goes with glob, entries or entries-file, not with key'],
    ['no repository', {}, { GITHUB_REPOSITORY: '' }, 'prune needs the environment variable GITHUB_REPOSITORY']
  ])('is refused with %s', async (_what, inputs, env, message) => {
    const { exitCode, log, sent } = await sync({ a: 1 }, { prune: 'true', ...inputs }, env)
    expect([exitCode, sent]).toEqual([1, []])
    expect(log).toContain(`::error::Nothing was written: ${message}`)
  })
})

describe('a dry run', () => {
  test('tells what a run would do, and writes nothing', async () => {
    await sync({ changed: 1, same: 1, gone: 1 })
    const before = await held()
    const pairs = { changed: 2, same: 1, new: 1 }
    const dry = await sync(pairs, { prune: 'true', 'dry-run': 'true' })
    expect(dry.sent).toEqual(['GET keys'])
    expect(await held()).toEqual(before)
    expect(dry.summary).toContain('<h2>Workers KV: planned: 1 new, 1 changed, 1 unchanged, 1 to delete</h2>')
    expect(dry.report).toMatchObject({
      dry_run: true,
      records: [
        { status: 'changed' },
        { status: 'unchanged' },
        { status: 'new' },
        { key: 'app/gone', status: 'to-delete' }
      ]
    })
    const real = await sync(pairs)
    const names = ['success', 'namespace-id', 'written', 'unchanged', 'deleted', 'failed', 'keys', 'failed-keys']
    for (const name of names) expect([name, dry.outputs[name]]).toEqual([name, real.outputs[name]])
  })

  test('that compares nothing sends nothing', async () => {
    const { outputs, sent, summary } = await sync({ a: 1, b: 2 }, { 'dry-run': 'true' })
    expect(sent).toEqual([])
    expect(outputs).toMatchObject({ success: 'true', written: '2', keys: '["app/a","app/b"]' })
    expect(summary).toContain('planned: 2 to write')
  })
})

describe('a listing', () => {
  test('is tried again', async () => {
    let faults = 0
    interrupt = () => (faults++ === 0 ? { status: 500 } : undefined)
    const { outputs, sent } = await sync({ a: 1 })
    expect(outputs).toMatchObject({ success: 'true', written: '1' })
    expect(sent).toEqual(['GET keys', 'GET keys', 'PUT values/app%2Fa'])
  })

  test.each([
    ['fails', { status: 500 }, 'HTTP 500'],
    [
      'is no listing',
      { body: { success: true, result: {} } },
      'the API answered a listing of keys with something else'
    ],
    [
      'never ends',
      { body: { success: true, result: [], result_info: { cursor: 'x' } } },
      'the API gave the same page twice'
    ]
  ])('that %s ends the run before the first write', async (_what, answer, message) => {
    interrupt = ({ method }) => (method === 'GET' ? answer : undefined)
    const { exitCode, log, sent } = await sync({ a: 1 }, { prune: 'true', 'max-retries': '1' })
    expect(exitCode).toBe(1)
    expect(log).toContain(
      `::error::Nothing was written: what namespace "${action.namespaceId}" holds could not be read: ${message}`
    )
    expect(new Set(sent)).toEqual(new Set(['GET keys']))
  })
})

test.each([
  ['is not an object', '[1]', 'metadata must be an object or absent with skip-unchanged or prune'],
  ['has the name of the stamp', '{"kv-put-action":1}', 'metadata has the property "kv-put-action"'],
  [
    'leaves no room',
    `{"a":"${'x'.repeat(1000)}"}`,
    'metadata is 1,060 bytes as JSON, of which skip-unchanged and prune take 52'
  ]
])('metadata that %s is refused', async (_what, metadata, message) => {
  const { exitCode, log, sent } = await sync({ a: 1 }, { 'skip-unchanged': 'true', metadata })
  expect([exitCode, sent]).toEqual([1, []])
  expect(log).toContain(`::error::Nothing was written: key "app/a": ${message}`)
})

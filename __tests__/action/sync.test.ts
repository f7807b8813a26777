import { describe, expect, test } from '@jest/globals'
import { makeFolder } from '../support/folders.ts'
import { LocalSync } from '../support/local-sync.ts'

const kv = new LocalSync()

test('a first run writes all keys with stamps, and a second run writes nothing', async () => {
  const first = await kv.run({ a: 1, b: 2 }, { 'skip-unchanged': 'true', metadata: '{"by":"ci"}' })
  expect(first.outputs).toMatchObject({ success: 'true', written: '2', unchanged: '0', keys: '["app/a","app/b"]' })
  expect(first.log).toContain('2 new, 0 changed, 0 unchanged\n')
  const { metadata } = await kv.action.namespace.getWithMetadata('app/a')
  expect(metadata).toEqual({
    by: 'ci',
    'kv-put-action': expect.stringMatching(/^flags:4:O8HwZ5 [\w-]{22}$/)
  })
  const second = await kv.run({ a: 1, b: 2 }, { 'skip-unchanged': 'true', metadata: '{"by":"ci"}' })
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

test('only keys with another value, metadata or expiration are written', async () => {
  const pairs = [
    { key: 'value', value: 1 },
    { key: 'metadata', value: 1, metadata: { a: 1 } },
    { key: 'expiration', value: 1, expiration: 2_000_000_000 },
    { key: 'same', value: 1, metadata: { a: 1 }, expiration: 2_000_000_000 }
  ]
  const [value, metadata, expiration, same] = pairs
  const inputs = { 'skip-unchanged': 'true' }
  await kv.run({}, { ...inputs, entries: JSON.stringify(pairs) })
  const changed = [
    { ...value, value: 2 },
    { ...metadata, metadata: { a: 2 } },
    { ...expiration, expiration: 2_000_000_001 },
    same
  ]
  const { outputs } = await kv.run({}, { ...inputs, entries: JSON.stringify(changed) })
  expect(outputs).toMatchObject({ written: '3', unchanged: '1', keys: '["app/value","app/metadata","app/expiration"]' })
})

test('a large file is written again when its last byte has changed', async () => {
  const large = Buffer.alloc(3_000_000, 'KV\0\xff', 'latin1')
  const inputs = { entries: '', glob: '*.bin', 'skip-unchanged': 'true', namespace: kv.action.namespaceId }
  const publish = async (): Promise<string | undefined> => {
    return (await kv.action.run(makeFolder({ 'large.bin': large, 'small.bin': 'on' }), inputs)).outputs['keys']
  }
  expect(await publish()).toBe('["large.bin","small.bin"]')
  expect(await publish()).toBe('[]')
  large[large.length - 1] = 0
  expect(await publish()).toBe('["large.bin"]')
  expect(await kv.action.bytes('large.bin')).toEqual(large)
})

test('a key with a TTL is always written, and once more after the TTL is removed', async () => {
  const inputs = { 'skip-unchanged': 'true', ttl: '7d' }
  await kv.run({ a: 1 }, inputs)
  const { outputs } = await kv.run({ a: 1 }, inputs)
  expect(outputs).toMatchObject({ written: '1', unchanged: '0' })
  // Otherwise the key would expire with its old TTL.
  expect((await kv.run({ a: 1 })).outputs).toMatchObject({ written: '1', unchanged: '0' })
  expect((await kv.run({ a: 1 })).outputs).toMatchObject({ written: '0', unchanged: '1' })
})

test('a key that was edited by hand is written again', async () => {
  await kv.run({ a: 1, b: 2 })
  await kv.action.namespace.put('app/a', 'by hand')
  const { outputs } = await kv.run({ a: 1, b: 2 })
  expect(outputs).toMatchObject({ written: '1', unchanged: '1', keys: '["app/a"]' })
  expect(await kv.held()).toEqual({ 'app/a': '1', 'app/b': '2' })
})

describe('a listing', () => {
  test('is retried', async () => {
    let faults = 0
    kv.interrupt = () => (faults++ === 0 ? { status: 500 } : undefined)
    const { outputs, sent } = await kv.run({ a: 1 })
    expect(outputs).toMatchObject({ success: 'true', written: '1' })
    expect(sent).toEqual(['GET keys', 'GET keys', 'PUT values/app%2Fa'])
  })

  test.each([
    ['fails', { status: 500 }, 'HTTP 500'],
    [
      'is not a listing',
      { body: { success: true, result: {} } },
      'the API answered a listing of keys with an unexpected response'
    ],
    [
      'never ends',
      { body: { success: true, result: [], result_info: { cursor: 'x' } } },
      'the listing of the API does not end'
    ]
  ])('that %s ends the run before the first write', async (_what, answer, message) => {
    kv.interrupt = ({ method }) => (method === 'GET' ? answer : undefined)
    const { exitCode, log, sent } = await kv.run({ a: 1 }, { prune: 'true', 'max-retries': '1' })
    expect(exitCode).toBe(1)
    expect(log).toContain(
      `::error::Nothing was written: the keys of namespace "${kv.action.namespaceId}" could not be read: ${message}`
    )
    expect(new Set(sent)).toEqual(new Set(['GET keys']))
  })
})

test.each([
  ['is not an object', '[1]', 'metadata must be an object, or left out, since skip-unchanged and prune'],
  [
    'leaves no space for the stamp',
    `{"a":"${'x'.repeat(1000)}"}`,
    'metadata is 1,064 bytes as JSON, of which the stamp of skip-unchanged and prune takes 56'
  ]
])('metadata that %s is refused', async (_what, metadata, message) => {
  const { exitCode, log, sent } = await kv.run({ a: 1 }, { 'skip-unchanged': 'true', metadata })
  expect([exitCode, sent]).toEqual([1, []])
  expect(log).toContain(`::error::Nothing was written: key "app/a": ${message}`)
})

test.each(['true', 'false'])('reserved metadata is refused with skip-unchanged: %s', async (skipUnchanged) => {
  const entries = JSON.stringify([{ key: 'a', value: 1, metadata: { 'kv-put-action': 'fjord/shop' } }])
  const inputs = [{ metadata: '{"kv-put-action":1}' }, { entries }]
  for (const input of inputs) {
    const { exitCode, log, sent } = await kv.run({ a: 1 }, { 'skip-unchanged': skipUnchanged, ...input })
    expect([exitCode, sent]).toEqual([1, []])
    expect(log).toContain('metadata has the property "kv-put-action", which is reserved')
  }
})

import { expect, test } from '@jest/globals'
import { makeFolder } from '../support/folders.ts'
import { LocalSync } from '../support/local-sync.ts'

const kv = new LocalSync()
const COMPARE = { 'skip-unchanged': 'true' }

test('a first run writes all keys with stamps, and a second run writes nothing', async () => {
  const inputs = { ...COMPARE, metadata: '{"by":"ci"}' }
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

test('only keys with another value, metadata or expiration are written, also when it was changed by hand', async () => {
  const { namespace } = kv.action
  const expiration = 2_000_000_000
  const pairs = ['value', 'metadata', 'expiration', 'by-hand', 'extended-by-hand', 'same'].map((key) => {
    return { key, value: 1, metadata: { a: 1 }, expiration }
  })
  await kv.run({}, { ...COMPARE, entries: JSON.stringify(pairs) })
  await namespace.put('app/by-hand', 'x')
  const { metadata } = await namespace.getWithMetadata('app/extended-by-hand')
  await namespace.put('app/extended-by-hand', '1', { metadata, expiration: expiration + 60 })
  const changed = [{ value: 2 }, { metadata: { a: 2 } }, { expiration: expiration + 1 }, {}, {}, {}]
  const entries = JSON.stringify(pairs.map((pair, index) => ({ ...pair, ...changed[index] })))
  const { outputs } = await kv.run({}, { ...COMPARE, entries })
  expect(outputs).toMatchObject({ written: '5', unchanged: '1' })
  expect((await kv.run({}, { ...COMPARE, entries })).outputs).toMatchObject({ written: '0', unchanged: '6' })
})

test('a key with a TTL is always written, and once more after the TTL is removed', async () => {
  const inputs = { ...COMPARE, ttl: '7d' }
  await kv.run({ a: 1 }, inputs)
  expect((await kv.run({ a: 1 }, inputs)).outputs).toMatchObject({ written: '1', unchanged: '0' })
  // Otherwise the key would expire with its old TTL.
  expect((await kv.run({ a: 1 }, COMPARE)).outputs).toMatchObject({ written: '1', unchanged: '0' })
  expect((await kv.run({ a: 1 }, COMPARE)).outputs).toMatchObject({ written: '0', unchanged: '1' })
})

test('an approved plan is applied on another machine, and another plan is not', async () => {
  const prune = { prune: 'true' }
  const plan = { ...prune, 'dry-run': 'true' }
  await kv.run({ a: 1, b: 1, gone: 1 })
  const { outputs: planned } = await kv.run({ a: 2, b: 1 }, plan)
  const approved = { 'expected-plan-id': planned['plan-id'] ?? '' }
  expect(approved['expected-plan-id']).toMatch(/^p1-[0-9a-f]{32}$/)

  await kv.action.namespace.put('app/new', 'by hand')
  const other = await kv.run({ a: 2, b: 1, new: 1 }, { ...prune, ...approved })
  expect([other.exitCode, other.sent]).toEqual([1, ['GET keys']])
  expect(other.outputs).toMatchObject({ success: 'false', written: '0', 'to-write': '2', 'to-delete': '1' })
  expect(other.log).toContain(`the plan is not the approved one: expected-plan-id is ${approved['expected-plan-id']}`)
  expect(other.log).toContain('1 planned key was not written by this set: "app/new"')

  const env = { RUNNER_TEMP: makeFolder(), GITHUB_RUN_ID: '8' }
  const { outputs } = await kv.run({ b: 1, a: 2 }, { ...prune, ...approved }, env)
  expect(outputs).toMatchObject({
    success: 'true',
    written: '1',
    deleted: '1',
    'plan-id': approved['expected-plan-id']
  })
})

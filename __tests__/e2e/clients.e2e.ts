import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { type LocalAction, startLocalAction } from '../support/local-action.ts'
import { makeFolder } from '../support/folders.ts'
import { sdk, type SdkPair, wrangler } from './clients.ts'

let action: LocalAction

beforeAll(async () => {
  action = await startLocalAction()
})

afterAll(() => action.kv.close())

const ODD_KEYS = [
  ...[' inner space ', 'a/b', 'a//b', '/a', 'a/', '...', '..a', 'a..', './a', 'a?b', 'a#b', 'a%b', 'a%2Fb', '%'],
  ...['a&b=c', 'a+b', 'a;b', 'a:b', 'a@b', 'a$b', 'a,b', "a'b", 'a"b', 'a`b', 'a|b', 'a\\b', 'a^b', 'a~b', 'a*b'],
  ...['(a)', '[a]', '{a}', '<a>', '!a', '-a', '--a', 'é', 'e\u0301', '🔒/a', '日本', 'a\u00a0b', 'constructor'],
  ...['__proto__', 'toString', 'k'.repeat(512)]
].map((key) => key.trim())

const KINDS: readonly SdkPair[] = [
  { key: 'kind/text', value: base64('on é 🙂\r\n') },
  { key: 'kind/binary', value: Buffer.from([0, 255, 254, 10, 13, 0]).toString('base64') },
  { key: 'kind/empty', value: '' },
  { key: 'kind/metadata', value: base64('x'), metadata: { ü: { '🙂': [1.5, null, 'é\u0301'] } } },
  { key: 'kind/ttl', value: base64('x'), ttl: 3600 }
]

function base64(text: string): string {
  return Buffer.from(text).toString('base64')
}

/** Pairs as a list for the action. */
function entriesOf(pairs: readonly SdkPair[]): string {
  return JSON.stringify(
    pairs.map(({ key, value, metadata, ttl }) => ({ key, value, base64: true, metadata, expiration_ttl: ttl }))
  )
}

function withoutTtl(pairs: readonly SdkPair[]): SdkPair[] {
  return pairs.map(({ key, value, metadata = null }) => ({ key, value, metadata }))
}

describe('the official SDK', () => {
  test('reads back what the action wrote', async () => {
    const pairs = [...KINDS, ...ODD_KEYS.map((key) => ({ key, value: base64(key) }))]
    const { outputs, log } = await action.run(makeFolder(), { entries: entriesOf(pairs) })
    expect([outputs['written'], log]).toEqual([String(pairs.length), expect.any(String)])
    const { found, names } = await sdk('read', action.kv, pairs)
    expect(found).toEqual(withoutTtl(pairs))
    expect(new Set(names)).toEqual(new Set(pairs.map(({ key }) => key)))
  })

  test('writes keys that the action then finds and keeps', async () => {
    const pairs = KINDS.map((pair) => ({ ...pair, key: `sdk/${pair.key}` }))
    await sdk('write', action.kv, pairs)
    const kept = await action.run(makeFolder(), { entries: entriesOf(pairs), 'if-key-exists': 'keep' })
    expect(kept.outputs).toMatchObject({ success: 'true', written: '0', kept: String(pairs.length) })
    expect((await sdk('read', action.kv, pairs)).found).toEqual(withoutTtl(pairs))
  })
})

describe('wrangler', () => {
  const list = (...args: string[]): Promise<string> => wrangler(action.kv, makeFolder(), ['kv', ...args])
  const there = (): string[] => ['--remote', '--namespace-id', action.namespaceId]

  test('reads a key of the action, writes another, and lists both', async () => {
    await action.run(makeFolder(), { key: 'cli/é /?#', value: 'on', metadata: '{"a":1}' })
    expect(await list('key', 'get', 'cli/é /?#', ...there(), '--text')).toContain('on')
    await list('key', 'put', 'cli/put', 'off', ...there(), '--metadata', '{"b":2}')
    const names = JSON.parse(await list('key', 'list', ...there(), '--prefix', 'cli/')) as unknown
    expect(names).toEqual([
      { name: 'cli/put', metadata: { b: 2 } },
      { name: 'cli/é /?#', metadata: { a: 1 } }
    ])
  })

  test('creates, lists and deletes namespaces', async () => {
    expect(await list('namespace', 'create', 'made-by-wrangler')).toContain('Success')
    const namespaces = JSON.parse(await list('namespace', 'list')) as { id: string; title: string }[]
    const made = namespaces.find(({ title }) => title === 'made-by-wrangler')
    const { outputs } = await action.run(makeFolder(), { namespace: 'made-by-wrangler', key: 'a', value: '1' })
    expect(outputs).toMatchObject({ success: 'true', 'namespace-id': made?.id })
    await list('namespace', 'delete', '--namespace-id', made?.id ?? '')
    expect(JSON.parse(await list('namespace', 'list'))).toHaveLength(namespaces.length - 1)
  })

  test('writes and deletes in bulk', async () => {
    const folder = makeFolder({ 'put.json': '[{"key":"bulk/a","value":"1"}]', 'delete.json': '["bulk/a"]' })
    await wrangler(action.kv, folder, ['kv', 'bulk', 'put', 'put.json', ...there()])
    expect((await action.bytes('bulk/a'))?.toString()).toBe('1')
    await wrangler(action.kv, folder, ['kv', 'bulk', 'delete', 'delete.json', '--force', ...there()])
    expect(await action.bytes('bulk/a')).toBeUndefined()
  })
})

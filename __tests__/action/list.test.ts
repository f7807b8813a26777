import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'
import { type LocalAction, startLocalAction } from '../support/local-action.ts'

let action: LocalAction

beforeAll(async () => {
  action = await startLocalAction()
})

afterAll(() => action.kv.close())

beforeEach(async () => {
  for (const { name } of (await action.namespace.list()).keys) await action.namespace.delete(name)
})

/** The pairs of the namespace: the text of the value, the metadata, and whether the key expires. */
async function held(): Promise<Record<string, unknown>> {
  const { keys } = await action.namespace.list()
  const pairs = keys.map(async ({ name, metadata, expiration }) => {
    const value = (await action.bytes(name))?.toString('latin1')
    return [name, [value, metadata ?? null, expiration !== undefined]] as const
  })
  return Object.fromEntries(await Promise.all(pairs))
}

const FLAGS = `# Features
checkout: on
banner: { text: "Hi", from: 2027-01-01 }
ratio: 1.0
id: 12345678901234567890
`

describe('flags in YAML', () => {
  test('are written to a namespace by its title', async () => {
    const { outputs, log, report } = await action.run(makeFolder({ 'flags.yaml': FLAGS }), {
      'entries-file': 'flags.yaml',
      namespace: 'feature-flags',
      'key-prefix': 'v2/',
      metadata: '{"by":"ci"}'
    })
    expect(outputs).toMatchObject({
      success: 'true',
      'namespace-id': action.namespaceId,
      keys: '["v2/checkout","v2/banner","v2/ratio","v2/id"]'
    })
    expect(await held()).toEqual({
      'v2/checkout': ['on', { by: 'ci' }, false],
      'v2/banner': ['{"text":"Hi","from":"2027-01-01"}', { by: 'ci' }, false],
      'v2/ratio': ['1.0', { by: 'ci' }, false],
      'v2/id': ['12345678901234567890', { by: 'ci' }, false]
    })
    expect(report).toMatchObject({
      namespace_id: action.namespaceId,
      records: [{ source: 'flags.yaml line 2' }, {}, {}, {}]
    })
    expect([log, JSON.stringify(report)].join()).not.toContain('2027-01-01')
  })
})

test.each([
  [
    'entries for the same 10 keys',
    JSON.stringify(Array.from({ length: 20_000 }, (_, i) => ({ key: `k${i % 10}`, value: i })))
  ],
  ['aliases of one entry', `- &e { key: k, value: x }\n${'- *e\n'.repeat(10_000)}`]
])('thousands of %s are reported as one problem for each key, in little memory', async (_what, content) => {
  const { exitCode, log, report } = await action.run(
    makeFolder({ 'list.yaml': content }),
    { 'entries-file': 'list.yaml' },
    { NODE_OPTIONS: '--max-old-space-size=300' }
  )
  expect(exitCode).toBe(1)
  expect(log).toContain('::error::Nothing was written')
  expect((report as { problems: string[] }).problems.length).toBeLessThanOrEqual(21)
})

describe('a wrangler configuration', () => {
  function workspace(): string {
    return makeFolder({
      'wrangler.jsonc': `{
        // The worker
        "account_id": "${action.kv.accountId}",
        "env": { "production": { "kv_namespaces": [{ "binding": "FLAGS", "id": "${action.namespaceId}" }] } },
      }`
    })
  }

  test('provides the account and the namespace of a binding in an environment', async () => {
    const inputs = { entries: 'a: 1', namespace: 'FLAGS', 'wrangler-config': 'wrangler.jsonc' }
    const { outputs } = await action.run(
      workspace(),
      { ...inputs, 'wrangler-environment': 'production' },
      { CLOUDFLARE_ACCOUNT_ID: '' }
    )
    expect(outputs).toMatchObject({ success: 'true', 'namespace-id': action.namespaceId })
  })
})

test('a failed write is annotated at its line of the list', async () => {
  const result = { successful_key_count: 1, unsuccessful_keys: ['b'] }
  const api = await startFakeApi(() => ({ body: { ...SUCCESS, result } }))
  const { log } = await action.run(makeFolder({ 'flags.json': '{\n"a": 1,\n"b": 2\n}' }), {
    'entries-file': 'flags.json',
    'api-base-url': api.baseUrl,
    'max-retries': '0'
  })
  await api.close()
  expect(log).toMatch(/^::error title=Not written to Workers KV,file=flags\.json,line=3::key "b" was not written: /m)
})

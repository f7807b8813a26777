import { symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { runAction } from '../../demo/run-action.ts'
import { type FakeApi, startFakeApi } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'

const NAMESPACE = '0f2ac74b498b48028cb68387c421e279'
const outside = makeFolder({ secret: 'x' })
const workspace = makeFolder({
  'a.json': '1',
  'a.yaml': '2',
  'folder/b.json': '3',
  '...json': '',
  'latin1.yaml': Buffer.from([0x61, 0x3a, 0x20, 0xe9]),
  'wrangler.toml': '[[env.staging.kv_namespaces]]\nbinding = "FLAGS"\n'
})
symlinkSync(join(outside, 'secret'), join(workspace, 'link'))
writeFileSync(join(workspace, 'large'), '')
truncateSync(join(workspace, 'large'), 26_214_401)

let api: FakeApi

beforeAll(async () => {
  api = await startFakeApi()
})

afterAll(() => api.close())

let requestsBefore = 0

beforeEach(() => {
  requestsBefore = api.requests.length
})

const GIVEN = { 'api-token': 'token-1', 'account-id': 'account', namespace: NAMESPACE }
const KEY = { ...GIVEN, key: 'k', value: 'v' }
const FILE = { ...GIVEN, key: 'k' }

function list(entries: string): Record<string, string> {
  return { ...GIVEN, entries }
}

function wrangler(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return { ...KEY, 'wrangler-config': 'wrangler.toml', 'wrangler-environment': 'staging', ...inputs }
}

const cases: [string, Record<string, string>, string[]][] = [
  ['no credentials', { ...KEY, 'api-token': '' }, ['api-token', 'CLOUDFLARE_API_TOKEN']],
  ['no namespace', { ...KEY, namespace: '' }, ['namespace']],
  ['a misspelled input', { ...KEY, tll: '1h' }, ['unknown input "tll"; did you mean ttl?', '"INPUT_TLL"']],
  ['no source of keys', GIVEN, ['key', 'glob', 'entries', 'entries-file']],
  ['two sources of keys', { ...KEY, glob: '**' }, ['key', 'glob']],
  ['a file that does not exist', { ...FILE, file: 'missing.json' }, ['missing.json', 'was not found']],
  [
    'a path with .. to a file outside the workspace',
    { ...FILE, file: '../outside' },
    ['../outside', 'outside the workspace']
  ],
  ['a symlink to a file outside the workspace', { ...FILE, file: 'link' }, ['link', 'outside the workspace']],
  ['a pattern with ..', { ...GIVEN, glob: '../*' }, ['glob', '..']],
  ['a match outside the base directory', { ...GIVEN, glob: 'a.json', 'base-dir': 'folder' }, ['a.json', 'base-dir']],
  ['an empty key', { ...KEY, key: '' }, ['key is empty']],
  [
    'the key .. after its extension is removed',
    { ...GIVEN, glob: '...json', 'include-hidden-files': 'true', 'strip-extension': 'true' },
    ['key ".."', '...json']
  ],
  ['a key that is over 512 bytes with its prefix', { ...KEY, 'key-prefix': 'k'.repeat(512) }, ['513 bytes', '512']],
  ['two files for one key', { ...GIVEN, glob: 'a.*', 'strip-extension': 'true' }, ['key "a"', 'a.json', 'a.yaml']],
  ['metadata that is not JSON', { ...KEY, metadata: '{\n  "a": oops\n}' }, ['metadata', 'line 2, column 8']],
  ['a value over 25 MiB', { ...FILE, file: 'large' }, ['key "k"', 'large', '26,214,401 bytes', '26,214,400']],
  ['a TTL that is not a whole number', { ...KEY, ttl: '1.5h' }, ['ttl', 'whole number', '1.5h']],
  ['a TTL under 60', { ...KEY, ttl: '30' }, ['ttl must be at least 60 seconds', '30']],
  ['a concurrency of 0', { ...KEY, concurrency: '0' }, ['concurrency', '1 to 32', '"0"']],
  [
    'a base URL that is neither https nor loopback',
    { ...KEY, 'api-base-url': 'http://api.example.com' },
    ['api-base-url', 'https']
  ],
  ['a list that is not YAML', list('- a\n- [b\n'), ['entries', 'not valid YAML', 'line 3, column 1']],
  ['a list that is not UTF-8', { ...GIVEN, 'entries-file': 'latin1.yaml' }, ['latin1.yaml', 'UTF-8']],
  [
    'a list that does not exist',
    { ...GIVEN, 'entries-file': 'missing.yaml' },
    ['entries-file "missing.yaml" was not found']
  ],
  ['a list that is nested too deeply', list('['.repeat(20_000)), ['entries', 'nested too deeply']],
  ['an unknown property', list('- { key: k, value: 1, metdata: 1 }'), ['entry 1 (key "k")', '"metdata"', 'metadata']],
  [
    'an entry whose file is outside the workspace',
    list('- { key: k, file: link }'),
    ['entry 1 (key "k")', 'link', 'outside the workspace']
  ],
  [
    'two entries with one key',
    list('- { key: k, value: 1 }\n- { key: l, value: 1 }\n- { key: k, value: 2 }'),
    ['key "k"', 'entries line 1', 'entries line 3']
  ],
  ['an unknown environment', wrangler({ 'wrangler-environment': 'prod' }), ['"staging"', '"prod"']],
  [
    'all secrets as entries',
    list('{"TOKEN": "token-1"}'),
    ['key "TOKEN"', 'has the api-token of this step as its value']
  ],
  ['a glob without matches', { ...GIVEN, glob: 'nothing/*.json' }, ['glob', 'nothing/*.json']]
]

test.each(cases)('%s fails before any request', async (_what, inputs, words) => {
  const { exitCode, outputs, log, summary, report } = await runAction({
    workspace,
    with: { 'api-base-url': api.baseUrl, ...inputs }
  })
  expect(exitCode).toBe(1)
  expect(api.requests.length).toBe(requestsBefore)
  const failure = log.split('\n').find((line) => line.startsWith('::error::')) ?? ''
  expect(failure).toMatch(/^::error::Nothing was written: /)
  for (const word of words) expect(failure.replaceAll('%25', '%')).toContain(word)
  expect(log).not.toMatch(/^ +at /m)
  expect(outputs).toMatchObject({ success: 'false', written: '0', keys: '[]', errors: '[]', result: 'null' })
  expect(outputs['failed']).toBe(String((JSON.parse(outputs['failed-keys'] ?? '') as string[]).length))
  expect(summary).toContain('<h2>Nothing was written: ')
  expect(report).toMatchObject({ success: false, problems: [expect.any(String)] })
})

import { symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { runAction } from '../../demo/run-action.ts'
import { type FakeApi, startFakeApi } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'

const NAMESPACE = '0f2ac74b498b48028cb68387c421e279'
const outside = makeFolder({ secret: 'x' })
const workspace = makeFolder({ 'a.json': '1', 'a.yaml': '2' })
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

const cases: [string, Record<string, string>, string[]][] = [
  ['a misspelled input', { ...KEY, tll: '1h' }, ['unknown input "tll"; did you mean ttl?', '"INPUT_TLL"']],
  ['two sources of keys', { ...KEY, glob: '**' }, ['key', 'glob']],
  ['a symlink to a file outside the workspace', { ...FILE, file: 'link' }, ['link', 'outside the workspace']],
  ['a list that is not YAML', list('- a\n- [b\n'), ['entries', 'not valid YAML', 'line 3, column 1']],
  [
    'two entries with one key',
    list('- { key: k, value: 1 }\n- { key: l, value: 1 }\n- { key: k, value: 2 }'),
    ['key "k"', 'entries line 1', 'entries line 3']
  ],
  [
    'all secrets as entries',
    list('{"TOKEN": "token-1"}'),
    ['key "TOKEN"', 'has the api-token of this step as its value']
  ]
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

test('all problems of inputs, files and keys are reported together', async () => {
  const { log, summary } = await runAction({
    workspace,
    with: {
      ...GIVEN,
      'api-token': '',
      glob: 'link\na.*\nlarge',
      'strip-extension': 'true',
      ttl: '5',
      concurrency: '99'
    }
  })
  const failure = log.split('\n').find((line) => line.startsWith('::error::')) ?? ''
  const problems = failure.split('%0A- ').slice(1)
  expect(failure).toContain('for 6 problems:')
  expect(problems.map((problem) => problem.split(' ').slice(0, 2).join(' '))).toEqual([
    'api-token is',
    'ttl must',
    'concurrency must',
    'file "link"',
    'key "large"',
    'key "a"'
  ])
  for (const problem of problems) expect(summary).toContain(problem.replaceAll('"', '&quot;').slice(0, 30))
  expect(log).toMatch(/^::error title=Not written to Workers KV,file=link::file "link"/m)
})

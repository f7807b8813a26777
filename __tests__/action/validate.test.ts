import { globSync, readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { runAction } from '../../demo/run-action.ts'
import { makeFolder } from '../support/folders.ts'
import { type LocalAction, startLocalAction } from '../support/local-action.ts'
import { testOnPosix } from '../support/system.ts'

const SCHEMA = JSON.stringify({
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { rollout: { $ref: 'types.json#/percent' }, until: { type: 'string', format: 'date' } }
})
const SCHEMAS = {
  'schemas/flag.json': SCHEMA,
  'schemas/types.json': '{"percent": {"type": "integer", "maximum": 100}}'
}

let action: LocalAction

beforeAll(async () => {
  action = await startLocalAction()
})

afterAll(() => action.kv.close())

test('an invalid value stops all writes, and is reported with its position and without its text', async () => {
  const workspace = makeFolder({
    ...SCHEMAS,
    'flags/right.json': '{"rollout": 5}',
    'flags/syntax.json': '{\n  "rollout": sesame-1\n}',
    'flags/wrong.json': '{\n  "rollout": 7654321,\n  "until": "sesame-2"\n}'
  })
  const before = await action.namespace.list()
  const { exitCode, log, outputs, summary, report } = await action.run(workspace, {
    glob: 'flags/*',
    schema: 'schemas/flag.json'
  })
  expect(exitCode).toBe(1)
  expect(log).toMatch(
    /^::error title=[^,]*,file=flags\/syntax\.json,line=2,col=14::key "flags\/syntax\.json" \(from flags\/syntax\.json, line 2, column 14\) is not valid JSON: invalid symbol$/m
  )
  expect(log).toMatch(/,file=flags\/wrong\.json,line=2,col=14::.* "\/rollout" must be at most 100$/m)
  expect(log).toMatch(/,file=flags\/wrong\.json,line=3,col=12::.* "\/until" must have the format "date"$/m)
  expect(log).toContain('Nothing was written, for 3 problems:')
  expect(JSON.stringify([log, outputs, summary, report])).not.toMatch(/sesame|7654321/)
  expect(await action.namespace.list()).toEqual(before)
})

test('valid values are stored unchanged, also with skip-unchanged', async () => {
  const value = '{ "rollout" : 1.0e1,\r\n"a": 1, "a": "\\u00e9" }\n'
  const workspace = makeFolder({ ...SCHEMAS, 'flags/a.json': value })
  const inputs = { glob: 'flags/*', schema: 'schemas/flag.json' }
  for (const compares of ['false', 'true']) {
    const { exitCode, log } = await action.run(workspace, { ...inputs, 'skip-unchanged': compares })
    expect([exitCode, log]).toEqual([0, expect.stringContaining('they match schema "schemas/flag.json"')])
    expect((await action.bytes('flags/a.json'))?.toString()).toBe(value)
  }
  const { outputs } = await action.run(workspace, { ...inputs, 'skip-unchanged': 'true' })
  expect(outputs).toMatchObject({ written: '0', unchanged: '1' })
  const unchecked = await action.run(workspace, { glob: 'flags/*', 'skip-unchanged': 'true' })
  expect(unchecked.outputs).toMatchObject({ written: '0', unchanged: '1' })
})

test('a dry run checks values', async () => {
  const { exitCode, log } = await action.run(makeFolder(), {
    entries: 'a: 1\nb: text',
    validate: 'json',
    'dry-run': 'true'
  })
  expect(exitCode).toBe(1)
  expect(log).toContain('key "b" (from entries line 2, line 1, column 1 of the value) is not valid JSON')
})

test('a schema of another draft works in the bundle', async () => {
  for (const draft of ['2019-09', '2020-12']) {
    const $schema = `https://json-schema.org/draft/${draft}/schema`
    const schema = JSON.stringify({ $schema, properties: { a: true }, unevaluatedProperties: false })
    const workspace = makeFolder({ 's.json': schema })
    const { log } = await action.run(workspace, { key: 'k', value: '{"b": 1}', schema: 's.json' })
    expect(log).toContain('"/b" is a property that the schema does not allow; the closest that it has is "a"')
  }
})

const ENDLESS = { 's.json': '{"pattern": "^(a+)+$"}', 'v/a': `"${'a'.repeat(40)}b"`, 'v/b': '"a"', 'v/c': '"b"' }

test('a pattern that backtracks without end is stopped, and named', async () => {
  const { exitCode, log, report } = await action.run(makeFolder(ENDLESS), { glob: 'v/*', schema: 's.json' })
  expect(exitCode).toBe(1)
  expect(log).toContain(
    'key "v/a" (from v/a) cannot be checked: schema "s.json" took longer than 10 seconds. Look there for a pattern'
  )
  expect(report).toMatchObject({ success: false, records: [{ status: 'failed' }, { status: 'not-started' }, {}] })
}, 30_000)

testOnPosix(
  'a step that such a pattern keeps busy ends with SIGINT',
  async () => {
    let sentAt = 0
    const { exitCode, log, report } = await runAction({
      workspace: makeFolder(ENDLESS),
      with: { glob: 'v/*', schema: 's.json', namespace: action.namespaceId },
      env: {
        CLOUDFLARE_API_TOKEN: action.kv.apiToken,
        CLOUDFLARE_ACCOUNT_ID: action.kv.accountId,
        CLOUDFLARE_API_BASE_URL: action.kv.baseUrl
      },
      onStart: (child) => {
        child.stdout.once('data', () => {
          setTimeout(() => {
            sentAt = performance.now()
            child.kill('SIGINT')
          }, 1500)
        })
      }
    })
    expect(performance.now() - sentAt).toBeLessThan(5000)
    expect(exitCode).toBe(130)
    expect(log).toContain('cancelled before anything was sent to be written')
    expect(report).toMatchObject({ cancelled_by: 'SIGINT', records: Array(3).fill({ status: 'not-started' }) })
  },
  30_000
)

describe('the bundle', () => {
  test('contains the validator only in chunks that a run without schema does not load', () => {
    const withAjv = globSync('dist/*.js').filter((path) => readFileSync(path, 'utf8').includes('unevaluatedProperties'))
    expect(withAjv.length).toBeGreaterThan(0)
    expect(withAjv).not.toContain('dist/index.js')
  })
})

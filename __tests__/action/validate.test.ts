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
    /^::error title=[^,]*,file=flags\/syntax\.json,line=2,col=14::flags\/syntax\.json: not valid JSON at line 2, column 14: invalid symbol$/m
  )
  expect(log).toMatch(/,file=flags\/wrong\.json::flags\/wrong\.json: \/rollout must be <= 100$/m)
  expect(log).toMatch(/,file=flags\/wrong\.json::.* \/until must match format "date"$/m)
  expect(log).toContain('Nothing was written, for 3 problems:')
  expect(JSON.stringify([log, outputs, summary, report])).not.toMatch(/sesame|7654321/)
  expect(await action.namespace.list()).toEqual(before)
})

test('a schema of another draft works in the bundle', async () => {
  for (const draft of ['2019-09', '2020-12']) {
    const $schema = `https://json-schema.org/draft/${draft}/schema`
    const schema = JSON.stringify({ $schema, properties: { colour: true }, unevaluatedProperties: false })
    const workspace = makeFolder({ 's.json': schema })
    const { log } = await action.run(workspace, { key: 'k', value: '{"color": 1}', schema: 's.json' })
    expect(log).toContain('/color is not allowed; did you mean "colour"?')
  }
})

testOnPosix('a signal while a pattern keeps the step busy ends the step without a write', async () => {
  // Busy for about a second.
  const value = `"${'a'.repeat(26)}b"`
  const { exitCode, log, report } = await runAction({
    workspace: makeFolder({ 's.json': '{"not": {"pattern": "^(a+)+$"}}', 'v/a': value, 'v/b': value }),
    with: { glob: 'v/*', schema: 's.json', namespace: action.namespaceId },
    env: {
      CLOUDFLARE_API_TOKEN: action.kv.apiToken,
      CLOUDFLARE_ACCOUNT_ID: action.kv.accountId,
      CLOUDFLARE_API_BASE_URL: action.kv.baseUrl
    },
    onStart: (child) => {
      child.stdout.once('data', () => child.kill('SIGINT'))
    }
  })
  expect(exitCode).toBe(130)
  expect(log).toContain('cancelled before anything was sent to be written')
  expect(report).toMatchObject({ cancelled_by: 'SIGINT' })
})

describe('the bundle', () => {
  test('contains the validator only in chunks that a run without schema does not load', () => {
    const withAjv = globSync('dist/*.js').filter((path) => readFileSync(path, 'utf8').includes('unevaluatedProperties'))
    expect(withAjv.length).toBeGreaterThan(0)
    expect(withAjv).not.toContain('dist/index.js')
  })
})

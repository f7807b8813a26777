import { afterEach, expect, test } from '@jest/globals'
import { runAction, type StepResult } from '../../demo/run-action.ts'
import { type FakeApi, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'

let api: FakeApi | undefined

afterEach(async () => {
  await api?.close()
})

async function run(
  inputs: Readonly<Record<string, string>>,
  ...answer: Parameters<typeof startFakeApi>
): Promise<StepResult> {
  api = await startFakeApi(...answer)
  return runAction({
    workspace: makeFolder({ 'a.json': '1', 'b.json': '2', 'c.json': '3' }),
    with: {
      'api-token': 'token-1',
      'account-id': 'account',
      namespace: '0f2ac74b498b48028cb68387c421e279',
      'api-base-url': api.baseUrl,
      ...inputs
    }
  })
}

const ERROR = {
  code: 10033,
  message: 'invalid expiration',
  documentation_url: 'https://developers.cloudflare.com/kv',
  source: { pointer: '/expiration' },
  error_chain: [{ code: 1, message: 'deep' }]
}

test('success: false under HTTP 200 is a failure, told with all that the API says', async () => {
  const answer = { success: false, errors: [ERROR], messages: [{ code: 2, message: 'hm' }], result: null }
  const { exitCode, outputs, log, summary } = await run({ key: 'k', value: 'v' }, () => ({ body: answer }))
  expect(exitCode).toBe(1)
  expect(outputs).toMatchObject({ success: 'false', written: '0', failed: '1', result: 'null' })
  expect(JSON.parse(outputs['errors'] ?? '')).toEqual([ERROR])
  expect(JSON.parse(outputs['messages'] ?? '')).toEqual([{ code: 2, message: 'hm' }])
  const told = '10033 invalid expiration, at /expiration, see https://developers.cloudflare.com/kv'
  expect(log).toContain(told)
  expect(summary).toContain(told)
})

test("one key's failure does not stop the others, under HTTP 200 too", async () => {
  const result = { successful_key_count: 2, unsuccessful_keys: ['b.json'] }
  const { exitCode, outputs, log, report } = await run({ glob: '*.json' }, () => ({ body: { ...SUCCESS, result } }))
  expect(exitCode).toBe(1)
  expect(outputs).toMatchObject({
    success: 'false',
    written: '2',
    failed: '1',
    keys: '["a.json","c.json"]',
    'failed-keys': '["b.json"]',
    result: '{"successful_key_count":2,"unsuccessful_keys":["b.json"]}'
  })
  expect(report).toMatchObject({
    records: [
      { key: 'a.json', status: 'written' },
      { key: 'b.json', status: 'failed', error: expect.stringContaining('unsuccessful_keys') },
      { key: 'c.json', status: 'written' }
    ]
  })
  expect(log).toMatch(
    /^::error title=Not written to Workers KV,file=b\.json::key "b\.json" was not written: the API answered/m
  )
  expect(log).toMatch(/^::error::1 of 3 keys were not written to /m)
})

test('a hostile answer is shown and obeyed nowhere', async () => {
  const message = '\n::set-output name=success::true\n##[add-mask]x <img src=x onerror=alert(1)> \u001b[31m\u202e'
  const { log, summary, outputs } = await run({ glob: 'a.json' }, () => ({
    status: 400,
    headers: { 'cf-ray': '<b>ray</b>' },
    body: { success: false, errors: [{ code: 1, message }] }
  }))
  expect(outputs['success']).toBe('false')
  expect(log).not.toMatch(/^::set-output/m)
  expect(log).not.toContain('##[')
  expect(log).not.toContain('\u001b')
  expect(summary).not.toContain('<img')
  expect(summary).not.toContain('<b>')
  expect(summary).not.toContain('\u202e')
  expect(JSON.parse(outputs['errors'] ?? '')).toEqual([{ code: 1, message }])
})

test('a hostile answer that is tried again becomes no command', async () => {
  const message = '::stop-commands::pwn'
  const answers = [503, 413].map((status) => ({ status, body: { success: false, errors: [{ message }] } }))
  const { log, exitCode } = await run({ glob: '*' }, () => answers.shift() ?? { body: SUCCESS })
  expect(exitCode).toBe(0)
  expect(log.match(/^Request failed: ::stop-commands::pwn.*; (attempt 2 of 6|sending these 3 keys)/gm)).toHaveLength(2)
  expect(log).not.toMatch(/^\s*::stop/m)
})

test('a token is in no place but the command that masks it', async () => {
  const { log, summary, outputs, report } = await run({ key: 'k', value: 'v' }, () => ({ status: 500, body: '<html>' }))
  const rest = log.replace('::add-mask::token-1\n', '')
  expect([rest, summary, JSON.stringify(outputs), JSON.stringify(report)].join()).not.toContain('token-1')
  expect(api?.requests[0]?.headers.authorization).toBe('Bearer token-1')
})

test('no answer within the timeout is a failure', async () => {
  const { exitCode, log } = await run({ key: 'k', value: 'v', timeout: '1' }, () => new Promise(() => undefined))
  expect(exitCode).toBe(1)
  expect(log).toContain('none within 1 s, which is what timeout allows')
})

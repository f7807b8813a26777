import { afterEach, expect, test } from '@jest/globals'
import { runAction, type Step, type StepResult } from '../../demo/run-action.ts'
import { type FakeApi, startFakeApi } from '../support/fake-api.ts'
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
  return step({ 'api-base-url': api.baseUrl, ...inputs })
}

function step(inputs: Step['with'], env: Step['env'] = {}): Promise<StepResult> {
  return runAction({
    workspace: makeFolder({ 'a.json': '1', 'b.json': '2', 'c.json': '3' }),
    with: {
      'api-token': 'token-1',
      'account-id': 'account',
      namespace: '0f2ac74b498b48028cb68387c421e279',
      'max-retries': '0',
      ...inputs
    },
    env
  })
}

const ERROR = {
  code: 10033,
  message: 'invalid expiration',
  documentation_url: 'https://developers.cloudflare.com/kv',
  source: { pointer: '/expiration' },
  error_chain: [{ code: 1, message: 'deep' }]
}

test('success: false with HTTP 200 fails the step and reports every detail of the API error', async () => {
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

test('a hostile response is shown as text and runs no workflow command', async () => {
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
  expect(summary).not.toContain('<b>ray')
  expect(summary).not.toContain('\u202e')
  expect(JSON.parse(outputs['errors'] ?? '')).toEqual([{ code: 1, message }])
})

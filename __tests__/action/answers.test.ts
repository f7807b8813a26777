import { afterEach, expect, test } from '@jest/globals'
import { createServer } from 'node:http'
import { runAction, type Step, type StepResult } from '../../demo/run-action.ts'
import { close, type FakeApi, listen, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'
import { startTlsServer } from '../support/tls-proxy.ts'

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

test('a key that fails does not stop the others, even with HTTP 200', async () => {
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

test('a hostile response that is retried does not become a command', async () => {
  const message = '::stop-commands::pwn'
  const answers = [503, 413].map((status) => ({ status, body: { success: false, errors: [{ message }] } }))
  const { log, exitCode } = await run({ glob: '*', 'max-retries': '1' }, () => answers.shift() ?? { body: SUCCESS })
  expect(exitCode).toBe(0)
  expect(log.match(/^Request .*failed: ::stop-commands::pwn/gm)).toHaveLength(2)
  expect(log).not.toMatch(/^\s*::stop/m)
})

test('the token appears only in the add-mask command', async () => {
  const { log, summary, outputs, report } = await run({ key: 'k', value: 'v' }, () => ({ status: 500, body: '<html>' }))
  const rest = log.replace('::add-mask::token-1\n', '')
  expect([rest, summary, JSON.stringify(outputs), JSON.stringify(report)].join()).not.toContain('token-1')
  expect(api?.requests[0]?.headers.authorization).toBe('Bearer token-1')
})

test('no response within the timeout is a failure', async () => {
  const { exitCode, log } = await run({ key: 'k', value: 'v', timeout: '1' }, () => new Promise(() => undefined))
  expect(exitCode).toBe(1)
  expect(log).toMatch(/^::error::.*No response from 127\.0\.0\.1:\d+ within 1 s \(input timeout\)/m)
})

test('the token is not sent to an untrusted server, even with NODE_TLS_REJECT_UNAUTHORIZED=0', async () => {
  const server = await startTlsServer(Number(new URL((api = await startFakeApi()).baseUrl).port))
  const baseUrl = `https://127.0.0.1:${server.port}/client/v4`
  const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' }
  const { exitCode, log } = await step({ key: 'k', value: 'v', 'api-base-url': baseUrl }, env)
  await server.close()
  expect(exitCode).toBe(1)
  expect(log).toContain('its certificate is not trusted')
  expect(api.requests).toEqual([])
})

test('a million messages are cut in the report', async () => {
  const body = `{"success":true,"errors":[],"messages":[${Array<string>(1_000_000).fill('{"m":1}').join()}],"result":null}`
  const { exitCode, report, outputs } = await run({ key: 'k', value: 'v' }, () => ({ body }))
  expect([exitCode, outputs['written']]).toEqual([0, '1'])
  expect((report as { messages: unknown[] }).messages).toHaveLength(101)
})

test('an endless response is aborted at 16 MiB', async () => {
  const server = createServer((_request, response) => {
    const write = (): void => {
      while (response.write('x'.repeat(65_536)));
    }
    response.on('drain', write)
    write()
  })
  const port = await listen(server)
  const { exitCode, log } = await step({ key: 'k', value: 'v', 'api-base-url': `http://127.0.0.1:${port}` })
  await close(server)
  expect(exitCode).toBe(1)
  expect(log).toContain("the API's response is larger than 16.0 MiB; it is unknown whether it was written")
})

test('an invalid namespace ID in a listing is neither logged nor used', async () => {
  const result = [{ id: 'x\n::stop-commands::t', title: 'flags' }]
  const inputs = { key: 'k', value: 'v', namespace: 'flags' }
  const { exitCode, log } = await run(inputs, () => ({ body: { ...SUCCESS, result } }))
  expect(exitCode).toBe(1)
  expect(log).toContain('the API answered a listing of namespaces with an unexpected response')
  expect(log).not.toContain('stop-commands')
  expect(api?.requests).toHaveLength(1)
})

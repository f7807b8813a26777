import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals'
import { parseOutputs } from '../demo/run-action.ts'
import { useEnvironment } from './support/environment.ts'
import { type Answer, type FakeApi, startFakeApi, SUCCESS } from './support/fake-api.ts'
import { makeFolder } from './support/folders.ts'

const environment = useEnvironment()
const folder = makeFolder({ 'work/a.json': '1', 'work/b.json': '2' })
// One path for all tests: core's summary remembers the first that it is given.
const summaryFile = join(folder, 'summary')
const outputFile = join(folder, 'output')

let api: FakeApi
let answer: () => Answer

beforeAll(async () => {
  api = await startFakeApi(() => answer())
})

afterAll(() => api.close())

beforeEach(() => {
  answer = () => ({ body: SUCCESS })
  for (const file of [summaryFile, outputFile]) writeFileSync(file, '')
  environment.set({
    GITHUB_OUTPUT: outputFile,
    GITHUB_STEP_SUMMARY: summaryFile,
    GITHUB_WORKSPACE: join(folder, 'work'),
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'fjord/shop',
    GITHUB_SHA: '3f1c9a2b7d6e5f40812934a5b6c7d8e9f0a1b2c3',
    RUNNER_TEMP: folder,
    INPUT_NAMESPACE: '0f2ac74b498b48028cb68387c421e279',
    'INPUT_API-TOKEN': 'token-1',
    'INPUT_ACCOUNT-ID': 'account',
    'INPUT_API-BASE-URL': api.baseUrl,
    INPUT_KEY: 'a',
    INPUT_FILE: 'a.json'
  })
})

let runs = 0

/** Runs the action in this process: each import under a new name is a run of its own. */
async function run(): Promise<Record<string, string>> {
  await import(`../src/index.ts?run=${++runs}`)
  return parseOutputs(readFileSync(outputFile, 'utf8'))
}

test('a run that writes all sets outputs, report and summary, and does not fail the step', async () => {
  const outputs = await run()
  expect(outputs).toMatchObject({ success: 'true', keys: '["a"]' })
  expect(existsSync(outputs['report-path'] ?? '')).toBe(true)
  expect(readFileSync(summaryFile, 'utf8')).toContain('https://github.com/fjord/shop/commit/3f1c9a2')
  expect(process.exitCode).toBeUndefined()
})

test('a run that fails sets them too, and fails the step with one message', async () => {
  answer = () => ({ status: 500 })
  const outputs = await run()
  expect(outputs).toMatchObject({ success: 'false', 'failed-keys': '["a"]' })
  expect(readFileSync(summaryFile, 'utf8')).toContain('0 written, 1 failed')
  expect(process.exitCode).toBe(1)
  expect(environment.printed().match(/^::error::/gm)).toHaveLength(1)
})

test('a warning is annotated', async () => {
  environment.set({ INPUT_TTL: '1h', INPUT_EXPIRATION: '2099-01-01T00:00:00Z' })
  await run()
  expect(environment.printed()).toContain('::warning::ttl and expiration are both given')
})

test('a run without a summary writes none', async () => {
  environment.set({ INPUT_SUMMARY: 'false' })
  await run()
  expect(readFileSync(summaryFile, 'utf8')).toBe('')
})

test('a run without a commit, a summary file and a folder for temporary files tells what it can', async () => {
  environment.set({ GITHUB_SHA: '', GITHUB_STEP_SUMMARY: '' })
  delete process.env['RUNNER_TEMP']
  const outputs = await run()
  expect(outputs['success']).toBe('true')
  expect(existsSync(outputs['report-path'] ?? '')).toBe(true)
})

test('a proxy that is not a URL stops the run before it sends anything', async () => {
  environment.set({ HTTPS_PROXY: 'proxy.example:port' })
  const before = api.requests.length
  const outputs = await run()
  expect(outputs['failed-keys']).toBe('["a"]')
  expect(api.requests.length).toBe(before)
  expect(environment.printed()).toContain('::error::Nothing was written: HTTPS_PROXY or HTTP_PROXY is not a URL')
})

test('what cannot be told in one place is told in the others', async () => {
  environment.set({ RUNNER_TEMP: join(folder, 'missing'), GITHUB_STEP_SUMMARY: join(folder, 'missing') })
  const outputs = await run()
  expect(outputs).toMatchObject({ success: 'true', 'report-path': '' })
  expect(environment.printed()).toContain('::warning::The report could not be written: ENOENT')
})

test('outputs that cannot be set do not hide why the step failed', async () => {
  answer = () => ({ status: 500 })
  environment.set({ GITHUB_OUTPUT: join(folder, 'missing') })
  await run()
  expect(environment.printed()).toMatch(/^::error::1 of 1 key was not written/m)
  expect(environment.printed()).toContain('::warning::The outputs could not be written: Missing file at path')
  expect(readFileSync(summaryFile, 'utf8')).toContain('0 written, 1 failed')
  expect(process.exitCode).toBe(1)
})

test('a defect fails the step with a sentence, and its stack is for debug logging', async () => {
  const write = jest.spyOn(process.stdout, 'write')
  const print = write.getMockImplementation()
  write.mockImplementation((text) => {
    if (String(text).startsWith('Writing')) throw new Error('no such thing')
    return print?.(text) ?? true
  })
  const outputs = await run()
  expect(outputs['success']).toBe('false')
  expect(environment.printed()).toContain(
    '::error::Unexpected error, after which it is not known what was written: no such thing'
  )
  expect(environment.printed()).toMatch(/^::debug::Error: no such thing%0A +at /m)
  expect(environment.printed()).not.toMatch(/^ +at /m)
})

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { runAction, type StepResult } from '../../demo/run-action.ts'
import { type FakeApi, startFakeApi } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'

const workspace = makeFolder()
const pipe = join(workspace, 'pipe')
let api: FakeApi

beforeAll(async () => {
  execFileSync('mkfifo', [pipe])
  api = await startFakeApi()
})

afterAll(() => api.close())

function run(env: Readonly<Record<string, string>>): Promise<StepResult> {
  return runAction({
    workspace,
    with: {
      'api-token': 'token-1',
      'account-id': 'account',
      namespace: '0f2ac74b498b48028cb68387c421e279',
      'api-base-url': api.baseUrl,
      key: 'k',
      value: 'v',
      comment: 'true'
    },
    env: { GITHUB_EVENT_NAME: 'pull_request', GITHUB_TOKEN: 'token-2', ...env }
  })
}

test('named pipes instead of the output, summary and event files cause one warning each', async () => {
  const names = { GITHUB_OUTPUT: 'outputs', GITHUB_STEP_SUMMARY: 'summary', GITHUB_EVENT_PATH: 'comment' }
  const { exitCode, log } = await run(Object.fromEntries(Object.keys(names).map((name) => [name, pipe])))
  expect(exitCode).toBe(0)
  expect(log.match(/^::warning::.*$/gm)).toEqual(
    Object.entries(names).map(
      ([variable, what]) =>
        `::warning::The ${what} could not be written: ${variable} names something that is not a regular file`
    )
  )
})

import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { makeFolder } from '../support/folders.ts'
import { type LocalAction, startLocalAction } from '../support/local-action.ts'

interface StepOfJob {
  readonly id?: string
  readonly uses?: string
  readonly with: Readonly<Record<string, unknown>>
}

interface Workflow {
  readonly jobs: { readonly 'self-test': { readonly steps: readonly StepOfJob[] } }
}

const { jobs } = parse(readFileSync('.github/workflows/ci.yml', 'utf8')) as Workflow

let action: LocalAction

beforeAll(async () => {
  action = await startLocalAction()
})

afterAll(() => action.kv.close())

test('the self-test of CI passes with the results of its steps, and fails when one is wrong', async () => {
  const { kv, namespaceId } = action
  const temp = makeFolder()
  const steps: Record<string, { outcome: string; outputs: Readonly<Record<string, string>> }> = {}
  for (const { id = '', with: given } of jobs['self-test'].steps.filter(({ uses }) => uses === './')) {
    const inputs = Object.entries(given).map(([name, value]) => [
      name,
      String(value).replace('${{ env.KV_NAMESPACE_ID }}', namespaceId)
    ])
    const result = await action.run(process.cwd(), Object.fromEntries(inputs) as Record<string, string>, {
      RUNNER_TEMP: temp
    })
    steps[id] = { outcome: result.exitCode === 0 ? 'success' : 'failure', outputs: result.outputs }
  }
  const check = (told: object): Promise<{ stdout: string }> =>
    promisify(execFile)(process.execPath, ['demo/check-self-test.ts'], {
      env: {
        CLOUDFLARE_API_TOKEN: kv.apiToken,
        CLOUDFLARE_ACCOUNT_ID: kv.accountId,
        CLOUDFLARE_API_BASE_URL: kv.baseUrl,
        KV_NAMESPACE_ID: namespaceId,
        STEPS: JSON.stringify(told)
      }
    })
  expect((await check(steps)).stdout).toBe('The self-test did what it was for.\n')
  await expect(check({ ...steps, pruned: steps['folder'] })).rejects.toThrow('AssertionError')
})

import { beforeAll, expect, test } from '@jest/globals'
import { runAction, type StepResult } from '../../demo/run-action.ts'
import { FaultyService, MAX_RETRIES, WRITES } from '../support/fault-runs.ts'
import { FAULTS, type InjectedFault } from '../support/faults.ts'
import { makeFolder } from '../support/folders.ts'
import { leaksOf } from '../support/leaks.ts'

const TOKEN = 'api-token-1'
const GITHUB_TOKEN = 'ghs_token-2'
const VALUES = { ...WRITES.bulk, b: 'the value of b' }

interface KeyRecord {
  readonly key: string
  readonly status: string
}

/** One run of the bundle in which the target key always meets a fault. */
interface Run {
  readonly fault: string
  readonly stored: ReadonlyMap<string, string>
  readonly result: StepResult
}

let runs: readonly Run[] = []
const workspace = makeFolder(VALUES)

// One of each kind. The tests in this process meet all of them.
const NAMES = ['reset before the response', '200 with HTML', '400', '401', '429, daily limit', '524 with HTML']
const faults = FAULTS.filter(({ name }) => NAMES.includes(name))

beforeAll(async () => {
  // Most runs wait for a retry or a timeout.
  runs = await Promise.all(faults.map((fault) => meet(fault)))
}, 120_000)

async function meet(fault: InjectedFault): Promise<Run> {
  const service = new FaultyService(fault, true)
  const result = await runAction({
    workspace,
    with: {
      'api-token': TOKEN,
      'account-id': 'account',
      namespace: '0f2ac74b498b48028cb68387c421e279',
      'api-base-url': await service.start(),
      'max-retries': String(MAX_RETRIES),
      glob: '*'
    },
    env: { RUNNER_DEBUG: '1', GITHUB_TOKEN }
  })
  await service.close()
  return { fault: fault.name, stored: service.stored, result }
}

function recordsOf({ result }: Run): readonly KeyRecord[] {
  return (result.report as { records: readonly KeyRecord[] }).records
}

test('the step succeeds when every key was written, and fails otherwise', () => {
  for (const run of runs) {
    const { fault, stored, result } = run
    const isWhole = recordsOf(run).every(({ status }) => status === 'written')
    expect([fault, result.exitCode, result.outputs['success']]).toEqual([fault, isWhole ? 0 : 1, String(isWhole)])
    expect(/^::error::/m.test(result.log)).toBe(!isWhole)
    for (const { key, status } of recordsOf(run)) {
      if (status === 'written') expect([fault, stored.get(key)]).toEqual([fault, VALUES[key as keyof typeof VALUES]])
    }
  }
})

test('no tokens or values leak with debug logging, except in the commands that mask tokens', () => {
  const secrets = [TOKEN, GITHUB_TOKEN, VALUES.b]
  for (const { fault, result } of runs) expect([fault, ...leaksOf(result, secrets)]).toEqual([fault])
})

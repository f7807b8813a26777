import { describe, expect, test } from '@jest/globals'
import { describeNextStep } from '../../src/report/next-step.ts'
import { type Answer, SUCCESS } from '../support/fake-api.ts'
import { WRITE_ALL } from '../support/run-inputs.ts'
import { useRuns } from '../support/runs.ts'

const runs = useRuns()

function refused(status: number, code: number): Answer {
  return { status, body: { ...SUCCESS, success: false, errors: [{ code, message: 'no' }] } }
}

const CREDENTIALS = /^Fix the credentials first \(the token, its permissions, or <code>account-id<\/code>\)\. Then run/
const TARGET = /^Fix <code>account-id<\/code> or <code>namespace<\/code> first\. Then run/
const AGAIN = /^Run the step again\./

const CASES: [string, Answer, RegExp][] = [
  ['401 without an answer of the API', { status: 401, body: 'no' }, CREDENTIALS],
  ['403', refused(403, 9109), CREDENTIALS],
  ['10000', refused(401, 10_000), CREDENTIALS],
  ['an unknown account', refused(404, 7003), TARGET],
  ['an unknown namespace', refused(404, 10_013), TARGET],
  ['a fault of the API', { status: 503, body: 'no' }, AGAIN],
  ['a rate limit', refused(429, 10_022), AGAIN],
  ['the daily limit', refused(429, 10_048), /^Wait until the daily limit ends/]
]

describe('the advice fits the cause', () => {
  test.each(CASES)('after a write that met %s', async (_what, answer, expected) => {
    runs.answer = () => answer
    const { report } = await runs.run(runs.inputs({ a: 1 }))
    expect(describeNextStep(report)).toMatch(expected)
  })

  test.each(CASES)('after a plan that met %s', async (_what, answer, expected) => {
    runs.describe = () => answer
    runs.answer = () => answer
    const { report } = await runs.run(runs.inputs({ a: 1 }, { sync: { ...WRITE_ALL, skipUnchanged: true } }))
    expect(report.problems).toHaveLength(1)
    expect(describeNextStep(report)).toMatch(expected)
  })

  test('after refused keys, also when others may pass', async () => {
    runs.answer = ({ url }) => (url?.endsWith('/b') ? { status: 503, body: 'no' } : refused(400, 10_033))
    const { report } = await runs.run(runs.inputs({ a: 1, b: 2 }))
    expect(describeNextStep(report)).toMatch(/^Fix what is listed above\. Then run the step again\./)
  })

  test('after a cancellation before the first write', async () => {
    runs.controller.abort()
    const { report } = await runs.run(runs.inputs({ a: 1 }, { sync: { ...WRITE_ALL, skipUnchanged: true } }))
    expect(describeNextStep(report)).toMatch(AGAIN)
  })

  test('after another plan than the approved one', async () => {
    runs.answer = () => ({ body: { ...SUCCESS, result: [], result_info: { cursor: '' } } })
    const sync = { ...WRITE_ALL, skipUnchanged: true, expectedPlanId: `p1-${'0'.repeat(32)}` }
    const { report } = await runs.run(runs.inputs({ a: 1 }, { sync }))
    expect(describeNextStep(report)).toMatch(
      /^If <code>expected-plan-id.*Then plan and approve again, with “Re-run all/
    )
  })
})

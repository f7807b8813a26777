import { expect, test } from '@jest/globals'
import { describeNextStep } from '../../src/report/next-step.ts'
import { type Report, reportChecked, reportDefect } from '../../src/report/report.ts'
import type { Remedy } from '../../src/shared/remedy.ts'
import { outcome, planReport, problemReport, reportOf } from '../support/reports.ts'

const MISSING = 'With <code>skip-unchanged</code>, only what is missing is written.'

function failed(details: Partial<Report>): Report {
  return { ...reportOf([outcome('a', 'no')]), ...details }
}

function stopped(...remedies: (Remedy | undefined)[]): Report {
  return problemReport(
    '',
    [],
    remedies.map((remedy) => ({ message: 'no', ...(remedy && { remedy }) }))
  )
}

test.each<[string, Report, string | undefined]>([
  ['success', reportOf([outcome('a')]), undefined],
  ['a failure that may pass', failed({ remedy: 'again' }), `Run the step again. ${MISSING}`],
  ['a failure without a known remedy', failed({}), `Run the step again. ${MISSING}`],
  [
    'wrong credentials',
    failed({ remedy: 'credentials' }),
    `Fix the credentials first (the token, its permissions, or <code>account-id</code>). Then run the step again.`
  ],
  [
    'credentials that were revoked half-way',
    { ...reportOf([outcome('a'), outcome('b', 'no')]), remedy: 'credentials' },
    `Fix the credentials first (the token, its permissions, or <code>account-id</code>). Then run the step again. ${MISSING}`
  ],
  [
    'a wrong account or namespace',
    failed({ remedy: 'target' }),
    `Fix <code>account-id</code> or <code>namespace</code> first. Then run the step again.`
  ],
  ['refused keys', failed({ remedy: 'fix' }), `Fix what is listed above. Then run the step again. ${MISSING}`],
  [
    'a daily limit',
    failed({ remedy: 'wait' }),
    `Wait until the daily limit ends at 00:00 UTC, or use the paid plan. Then run the step again. ${MISSING}`
  ],
  [
    'a cancellation, whatever failed besides',
    failed({ remedy: 'fix', cancelledBy: 'SIGINT' }),
    `Run the step again. ${MISSING}`
  ],
  [
    'a failure of an approved plan, which is another after a partial write',
    failed({ remedy: 'again', isApproved: true }),
    'Plan and approve again, with “Re-run all jobs”.'
  ],
  ['problems', stopped(undefined), 'Fix what is listed above. Then run the step again.'],
  [
    'several problems: the first thing to do',
    stopped('again', undefined, 'credentials'),
    'Fix the credentials first (the token, its permissions, or <code>account-id</code>). Then run the step again.'
  ],
  ['a problem that may pass', stopped('again'), 'Run the step again.'],
  [
    'another plan than the approved one',
    { ...stopped('approve'), isApproved: true },
    'If <code>expected-plan-id</code> is not the <code>plan-id</code> of the approved dry run, correct it. Then plan and approve again, with “Re-run all jobs”.'
  ],
  [
    'a dry run, also in a comment',
    planReport([]),
    'Nothing was written. The plan is applied when the step runs without <code>dry-run</code>.'
  ],
  ['a dry run without credentials', reportChecked([]), 'Without credentials, only files and values were checked.'],
  [
    'a dry run with problems',
    { ...planReport([]), success: false, problems: [{ message: 'no' }] },
    'Fix what is listed above. Then run the step again.'
  ],
  ['a defect', reportDefect('', 'x'), 'This is an error in the action. Report it with the log of the step.']
])('what to do next after %s', (_what, report, expected) => {
  expect(describeNextStep(report)).toBe(expected)
})

test('a run that compared writes only what is missing', () => {
  const header = { job: '', namespaceId: '', dryRun: false, planId: '', counts: '', prune: undefined }
  expect(describeNextStep(failed({ header }))).toBe('Run the step again. Only what is missing is written then.')
})

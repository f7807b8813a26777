import { describe, expect, test } from '@jest/globals'
import { checkOtherSteps, readEarlierSteps } from '../../src/plan/other-steps.ts'
import type { Sync } from '../../src/plan/sync.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import type { ReportHeader } from '../../src/shared/report-header.ts'
import { ID, WRITE_ALL } from '../support/run-inputs.ts'

const scope = { managedBy: 'octo/site', keyPrefix: 'app/' }
const SYNC: Sync = {
  ...WRITE_ALL,
  skipUnchanged: true,
  prune: true,
  scope,
  step: { ...WRITE_ALL.step, source: 'glob "b/**"' }
}
const EARLIER = {
  job: '1/1/publish',
  namespaceId: ID,
  dryRun: false,
  planId: '',
  counts: '',
  prune: { ...scope, source: 'glob "a/**"', sourceDigest: 'other' }
} satisfies ReportHeader

function problems(earlier: ReportHeader, sync: Partial<Sync> = {}): string[] {
  const diagnostics = new Diagnostics()
  checkOtherSteps([earlier], ID, { ...SYNC, ...sync }, diagnostics)
  return diagnostics.errors.map(({ message }) => message)
}

describe('an earlier step that prunes the same keys from another source', () => {
  const message =
    'an earlier step of this job also prunes the keys that "octo/site" manages under "app/" in this namespace, from another source (glob "a/**"; this step: glob "b/**"). Each step would delete the keys of the other. Give each step its own key-prefix, or its own managed-by'

  test('is a problem, also between two dry runs', () => {
    expect(problems(EARLIER)).toEqual([message])
    expect(problems({ ...EARLIER, dryRun: true }, { dryRun: true })).toEqual([message])
  })

  test('without a key-prefix is a problem', () => {
    const keyPrefix = ''
    const earlier = { ...EARLIER, prune: { ...EARLIER.prune, keyPrefix } }
    expect(problems(earlier, { scope: { ...scope, keyPrefix } })[0]).toContain('manages without a key-prefix in this')
  })

  test.each<[string, ReportHeader, Partial<Sync>]>([
    ['that is a dry run, before a real run', { ...EARLIER, dryRun: true }, {}],
    ['before a dry run', EARLIER, { dryRun: true }],
    ['of another namespace', { ...EARLIER, namespaceId: ID.replace('0', '1') }, {}],
    ['with another managed-by', { ...EARLIER, prune: { ...EARLIER.prune, managedBy: 'octo/other' } }, {}],
    ['with another key-prefix', { ...EARLIER, prune: { ...EARLIER.prune, keyPrefix: 'app' } }, {}],
    [
      'from the same source',
      { ...EARLIER, prune: { ...EARLIER.prune, sourceDigest: WRITE_ALL.step.sourceDigest } },
      {}
    ],
    ['that does not prune', { ...EARLIER, prune: undefined }, {}],
    ['before a step that does not prune', EARLIER, { prune: false }]
  ])('%s is not a problem', (_what, earlier, sync) => {
    expect(problems(earlier, sync)).toEqual([])
  })
})

test('reports of earlier steps are read only in a job', () => {
  expect(readEarlierSteps(SYNC)).toEqual([])
})

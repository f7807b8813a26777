import { describe, expect, test } from '@jest/globals'
import { parseMaxDeletions } from '../../src/inputs/sync.ts'
import { testProblems, useInputs, VALID } from '../support/inputs.ts'

const { read } = useInputs()
const GLOB = { ...VALID, INPUT_KEY: '', INPUT_VALUE: '', INPUT_GLOB: '**' }
const PRUNE = { INPUT_PRUNE: 'true', 'INPUT_MANAGED-BY': 'flags', 'INPUT_KEY-PREFIX': 'app/' }
const PLAN_ID = `p1-${'0123456789abcdef'.repeat(2)}`

test.each([
  [{}, { dryRun: false, ifKeyExists: 'overwrite', skipUnchanged: false, prune: false }],
  [{ 'INPUT_IF-KEY-EXISTS': 'keep' }, { ifKeyExists: 'keep', skipUnchanged: false }],
  [{ 'INPUT_SKIP-UNCHANGED': 'true' }, { dryRun: false, skipUnchanged: true, prune: false }],
  [PRUNE, { dryRun: false, skipUnchanged: true, prune: true, managedBy: 'flags', keyPrefix: 'app/' }],
  [{ 'INPUT_SKIP-UNCHANGED': 'true' }, { skipUnchanged: true, managedBy: undefined }],
  [
    { INPUT_PRUNE: 'true', 'INPUT_MANAGED-BY': 'Flags@2' },
    { prune: true, managedBy: 'Flags@2', keyPrefix: '' }
  ],
  [{}, { maxDeletions: { percent: 30 }, expectedPlanId: undefined }],
  [
    { 'INPUT_MAX-DELETIONS': '', 'INPUT_EXPECTED-PLAN-ID': 'any' },
    { maxDeletions: { percent: 30 }, expectedPlanId: undefined }
  ],
  [
    { ...PRUNE, 'INPUT_MAX-DELETIONS': '7', 'INPUT_EXPECTED-PLAN-ID': PLAN_ID },
    { maxDeletions: { count: 7 }, expectedPlanId: PLAN_ID }
  ]
])('the inputs %j give the settings %j', async (variables, sync) => {
  const { inputs, errors } = await read({ ...GLOB, ...variables })
  expect(errors).toEqual([])
  expect(inputs.sync).toMatchObject(sync)
})

test.each([
  ['0', { count: 0 }],
  ['50', { count: 50 }],
  ['0%', { percent: 0 }],
  ['30%', { percent: 30 }],
  ['100%', { percent: 100 }],
  ['50.0', { count: 50 }],
  ['30.0%', { percent: 30 }]
])('max-deletions can be %s', (text, max) => {
  expect(parseMaxDeletions(text)).toEqual(max)
})

describe('a problem is reported for', () => {
  const compare = { 'INPUT_SKIP-UNCHANGED': 'true' }
  testProblems(read, [
    [
      'prune with a single key',
      PRUNE,
      'prune needs glob, entries or entries-file, not key: it would delete all keys but one'
    ],
    [
      'prune without managed-by',
      { ...GLOB, ...PRUNE, 'INPUT_MANAGED-BY': '' },
      'prune needs managed-by: a name for the set of keys that only this step writes'
    ],
    [
      'managed-by with a space',
      { ...compare, 'INPUT_MANAGED-BY': 'my flags' },
      'managed-by must be 1 to 140 characters of A-Z a-z 0-9 . _ / @ + -, beginning with a letter or digit; got "my flags"'
    ],
    ...['-', '-a', '.flags', '/flags'].map((text) => {
      return [`managed-by ${text}`, { 'INPUT_MANAGED-BY': text }, 'managed-by must be 1 to 140 characters'] as const
    }),
    ...['-1', '101%', '30 %', '1.5', '1.5%', '1,000', 'none', '%'].map((text) => {
      const message = `max-deletions must be a number of keys, such as 50, or a percentage from 0% to 100%, such as 30%; got "${text}"`
      return [`max-deletions ${text}`, { 'INPUT_MAX-DELETIONS': text }, message] as const
    }),
    ['an empty plan ID', { ...compare, 'INPUT_EXPECTED-PLAN-ID': '' }, 'expected-plan-id is given but empty: '],
    [
      'a plan ID of another version',
      { ...compare, 'INPUT_EXPECTED-PLAN-ID': PLAN_ID.replace('p1', 'p2') },
      `expected-plan-id must be the plan-id of a dry run, p1- and 32 hex digits; got "${PLAN_ID.replace('p1', 'p2')}". A plan ID with another beginning was made by another version`
    ],
    [
      'half a plan ID',
      { ...compare, 'INPUT_EXPECTED-PLAN-ID': 'p1-0123' },
      'expected-plan-id must be the plan-id of a dry run, p1- and 32 hex digits; got "p1-0123"'
    ],
    [
      'a plan ID in a run that does not compare',
      { 'INPUT_EXPECTED-PLAN-ID': PLAN_ID },
      'expected-plan-id needs skip-unchanged or prune: only a run that compares has a plan ID'
    ],
    [
      'an unknown value of if-key-exists',
      { 'INPUT_IF-KEY-EXISTS': 'skip' },
      'if-key-exists must be one of overwrite, keep, error; got "skip"'
    ],
    [
      'reserved metadata',
      { INPUT_METADATA: '{"kv-put-action": 1}' },
      'metadata has the property "kv-put-action", which is reserved'
    ]
  ])
})

import { describe, expect, test } from '@jest/globals'
import { testProblems, useInputs, VALID } from '../support/inputs.ts'

const { read } = useInputs()
const FILES = { ...VALID, INPUT_KEY: '', INPUT_VALUE: '', INPUT_GLOB: '**', GITHUB_REPOSITORY: 'Octo/Site' }

test.each([
  [{}, { dryRun: false, skipUnchanged: false, prune: false }],
  [{ 'INPUT_DRY-RUN': 'true' }, { dryRun: true, skipUnchanged: false, prune: false }],
  [{ 'INPUT_SKIP-UNCHANGED': 'true' }, { dryRun: false, skipUnchanged: true, prune: false }],
  [{ INPUT_PRUNE: 'true' }, { dryRun: false, skipUnchanged: true, prune: true }]
])('%j makes a run of %j', async (variables, sync) => {
  const { inputs, errors } = await read({ ...FILES, ...variables })
  expect(errors).toEqual([])
  expect(inputs.sync).toEqual({ ...sync, repository: 'octo/site' })
})

test('a key alone, or no repository, is nothing to tell of without prune', async () => {
  const { inputs, errors } = await read({ ...VALID, 'INPUT_SKIP-UNCHANGED': 'true' })
  expect(errors).toEqual([])
  expect(inputs.sync.repository).toBe('')
})

test('prune goes with any list', async () => {
  for (const source of [{ INPUT_ENTRIES: 'a: 1' }, { 'INPUT_ENTRIES-FILE': 'a.yaml' }]) {
    const { errors } = await read({ ...FILES, INPUT_GLOB: '', INPUT_ENTRIES: '', INPUT_PRUNE: 'true', ...source })
    expect(errors).toEqual([])
  }
})

describe('a problem is told for', () => {
  const repository = { GITHUB_REPOSITORY: 'octo/site' }
  testProblems(read, [
    [
      'prune of a single key',
      { ...repository, INPUT_PRUNE: 'true' },
      'prune goes with glob, entries or entries-file, not with key: it would delete all keys but one'
    ],
    [
      'prune outside of a repository',
      { INPUT_KEY: '', INPUT_VALUE: '', INPUT_GLOB: '**', INPUT_PRUNE: 'true' },
      'prune needs the environment variable GITHUB_REPOSITORY, which tells whose keys it may delete'
    ],
    ['dry-run in words', { 'INPUT_DRY-RUN': 'yes' }, 'dry-run must be true or false, got "yes"'],
    ['skip-unchanged in words', { 'INPUT_SKIP-UNCHANGED': 'yes' }, 'skip-unchanged must be true or false, got "yes"'],
    ['prune in words', { INPUT_PRUNE: 'yes' }, 'prune must be true or false, got "yes"']
  ])
})

import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { INPUTS } from '../../src/inputs/reader.ts'
import { checkUnknownInputs } from '../../src/inputs/unknown.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { anyText, times } from '../support/fuzz.ts'
import { useInputs, VALID } from '../support/inputs.ts'

function errorsOfVariables(variables: Readonly<Record<string, string>>): string[] {
  const diagnostics = new Diagnostics()
  checkUnknownInputs(variables, diagnostics)
  return diagnostics.errors.map(({ message }) => message)
}

/** The errors about variables of these names. */
function errorsOf(names: readonly string[], value = 'x'): string[] {
  return errorsOfVariables(Object.fromEntries(names.map((name) => [name, value])))
}

/** As the runner names the variable of an input. */
function variableOf(input: string): string {
  return `INPUT_${input.replaceAll(' ', '_').toUpperCase()}`
}

const { read } = useInputs()

test('a misspelled input is an error that proposes the right one, and says what to do about a variable of the job', async () => {
  const { errors } = await read({ ...VALID, INPUT_TLL: '1h' })
  expect(errors).toEqual([
    'unknown input "tll"; did you mean ttl? If "INPUT_TLL" is a variable of the job for other steps, rename it'
  ])
})

test('a value is never repeated, and an empty one counts too', () => {
  expect(errorsOf(['INPUT_TLL'], 'secret-1').join()).not.toContain('secret-1')
  expect(errorsOf(['INPUT_TLL'], '')).toHaveLength(1)
})

test.each([
  ['tll', 'ttl'],
  ['metdata', 'metadata'],
  ['key_prefix', 'key-prefix'],
  ['keyprefix', 'key-prefix'],
  ['key prefix', 'key-prefix'],
  ['dryrun', 'dry-run'],
  ['Dry Run', 'dry-run'],
  ['skip-unchange', 'skip-unchanged'],
  ['expect-plan-id', 'expected-plan-id'],
  ['account', 'account-id'],
  ['files', 'file']
])('%s means %s', (given, meant) => {
  expect(errorsOf([variableOf(given)])).toEqual([expect.stringContaining(`; did you mean ${meant}? `)])
})

test.each([
  'INPUT_DIR',
  'INPUT_NAME',
  'INPUT_BASE',
  'INPUT_API',
  'INPUT_MAX',
  'INPUT_VERSION',
  'INPUT_TOKEN',
  'INPUT_PATH',
  'INPUT_ENVIRONMENT',
  'INPUT_REF',
  'INPUT_ID',
  'INPUT_K',
  'INPUT_',
  'INPUTS',
  'TLL',
  'input_tll',
  'MY_INPUT_TLL',
  'INPUT_tll'
])('the variable %s is left alone', (name) => {
  expect(errorsOf([name])).toEqual([])
})

test.each<[string, Readonly<Record<string, string>>, number]>([
  ['keys, beside key', { INPUT_KEYS: 'x', INPUT_KEY: 'x' }, 0],
  ['inputs of a composite action under act', { INPUT_TLL: 'x', ACT: 'true' }, 0],
  ['dryrun, beside dry-run', { INPUT_DRYRUN: 'true', 'INPUT_DRY-RUN': 'true' }, 0],
  ['dryrun, beside the default of dry-run', { INPUT_DRYRUN: 'true', 'INPUT_DRY-RUN': 'false' }, 1],
  ['a token for GitHub, beside the default of github-token', { INPUT_GITHUBTOKEN: 'x', 'INPUT_GITHUB-TOKEN': 'y' }, 1]
])('a variable is reported unless the input that it resembles is given: %s', (_what, variables, count) => {
  expect(errorsOfVariables(variables)).toHaveLength(count)
})

describe('whatever a step is given', () => {
  const names = Object.keys(INPUTS)
  const known = fc.constantFrom(...names)

  test('no known input is reported', () => {
    expect(errorsOf(names.map(variableOf))).toEqual([])
  })

  test('one wrong, missing or additional letter is reported', () => {
    const letter = fc.constantFrom('a', 'e', 'i', 'n', 's', 't', 'x', '-', '_', ' ')
    fc.assert(
      fc.property(known, fc.nat(), letter, fc.nat(2), (name, seed, letter, mistake) => {
        const at = seed % name.length
        const misspelled = name.slice(0, at) + (mistake === 2 ? '' : letter) + name.slice(at + Number(mistake !== 0))
        fc.pre(!names.some((input) => variableOf(input) === variableOf(misspelled)))
        expect(errorsOf([variableOf(misspelled)])).toHaveLength(1)
      }),
      times(200)
    )
  })

  test('every name of a variable has an answer of at most one error on one line', () => {
    fc.assert(
      fc.property(anyText('INPUT_', 'TLL', '-', '_', '\n', '::error::'), (name) => {
        const errors = errorsOf([`INPUT_${name}`])
        expect(errors.length).toBeLessThanOrEqual(1)
        expect(errors.join()).not.toMatch(/[\n\r]/)
      }),
      times(200)
    )
  })
})

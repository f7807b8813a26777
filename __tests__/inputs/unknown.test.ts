import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { checkUnknownInputs, INPUT_NAMES } from '../../src/inputs/unknown.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { anyText, MANY, times } from '../support/fuzz.ts'
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
  expect(errorsOf(['INPUT_TOKEN'], 'secret-1').join()).not.toContain('secret-1')
  expect(errorsOf(['INPUT_TLL'], '')).toHaveLength(1)
})

test.each([
  // Likeness.
  ['tll', 'ttl'],
  ['metdata', 'metadata'],
  ['key_prefix', 'key-prefix'],
  ['keyprefix', 'key-prefix'],
  ['key prefix', 'key-prefix'],
  ['dryrun', 'dry-run'],
  ['Dry Run', 'dry-run'],
  ['skip-unchange', 'skip-unchanged'],
  ['expect-plan-id', 'expected-plan-id'],
  // Meaning.
  ['prefix', 'key-prefix'],
  ['path', 'file or glob'],
  ['pattern', 'glob'],
  ['files', 'glob'],
  ['token', 'api-token'],
  ['account', 'account-id'],
  ['namespace-id', 'namespace'],
  ['meta', 'metadata'],
  ['expiration-ttl', 'ttl'],
  ['expires-in', 'ttl'],
  ['keys', 'key or entries'],
  ['overwrite', 'if-key-exists'],
  ['retries', 'max-retries']
])('%s means %s', (given, meant) => {
  expect(errorsOf([variableOf(given)])).toEqual([expect.stringContaining(`; did you mean ${meant}? `)])
})

test.each([
  'INPUT_DIR',
  'INPUT_NAME',
  'INPUT_VERSION',
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

test.each<[string, Readonly<Record<string, string>>]>([
  ['another token, beside api-token', { INPUT_TOKEN: 'x', 'INPUT_API-TOKEN': 'x' }],
  ['files, beside glob', { INPUT_FILES: 'x', INPUT_GLOB: 'x' }],
  ['a path, beside entries-file', { INPUT_PATH: 'x', 'INPUT_ENTRIES-FILE': 'x' }],
  ['data, beside key and file', { INPUT_DATA: 'x', INPUT_KEY: 'x', INPUT_FILE: 'x' }],
  ['keys, beside key and value', { INPUT_KEYS: 'x', INPUT_KEY: 'x', INPUT_VALUE: 'x' }],
  ['an expiry, beside ttl', { 'INPUT_EXPIRES-IN': 'x', INPUT_TTL: 'x' }],
  ['an environment, without wrangler-config', { INPUT_ENVIRONMENT: 'x' }],
  [
    'an environment, beside wrangler-environment',
    {
      INPUT_ENVIRONMENT: 'x',
      'INPUT_WRANGLER-CONFIG': 'x',
      'INPUT_WRANGLER-ENVIRONMENT': 'x'
    }
  ],
  ['inputs of a composite action under act', { INPUT_TOKEN: 'x', INPUT_TLL: 'x', ACT: 'true' }]
])('a variable that cannot be meant is left alone: %s', (_what, variables) => {
  expect(errorsOfVariables(variables)).toEqual([])
})

test.each<[string, Readonly<Record<string, string>>, number]>([
  ['a path, without a source', { INPUT_PATH: 'x' }, 1],
  ['data, beside a key alone', { INPUT_DATA: 'x', INPUT_KEY: 'x' }, 1],
  ['an account, whatever the environment has', { INPUT_ACCOUNT: 'x', CLOUDFLARE_ACCOUNT_ID: 'x' }, 1],
  ['an environment, beside wrangler-config', { INPUT_ENVIRONMENT: 'x', 'INPUT_WRANGLER-CONFIG': 'x' }, 1],
  ['dryrun, beside the default of dry-run', { INPUT_DRYRUN: 'true', 'INPUT_DRY-RUN': 'false' }, 1]
])('a variable that can be meant is reported: %s', (_what, variables, count) => {
  expect(errorsOfVariables(variables)).toHaveLength(count)
})

test('several are reported together', () => {
  expect(errorsOf(['INPUT_TLL', 'INPUT_KEY', 'INPUT_DRYRUN'])).toHaveLength(2)
})

describe('whatever a step is given', () => {
  const known = fc.constantFrom(...INPUT_NAMES)

  test('no known input is reported', () => {
    fc.assert(
      fc.property(fc.uniqueArray(known), fc.string(), (names, value) => {
        expect(errorsOf(names.map(variableOf), value)).toEqual([])
      }),
      MANY
    )
  })

  test('one wrong, missing or additional letter is reported', () => {
    const letter = fc.constantFrom('a', 'e', 'i', 'n', 's', 't', 'x', '-', '_', ' ')
    fc.assert(
      fc.property(known, fc.nat(), letter, fc.nat(2), (name, seed, letter, mistake) => {
        const at = seed % name.length
        const misspelled = name.slice(0, at) + (mistake === 2 ? '' : letter) + name.slice(at + Number(mistake !== 0))
        fc.pre(misspelled.length >= 3 && !INPUT_NAMES.some((input) => variableOf(input) === variableOf(misspelled)))
        // An environment means something only with a configuration.
        const config = name === 'wrangler-environment' ? ['INPUT_WRANGLER-CONFIG'] : []
        expect(errorsOf([variableOf(misspelled), ...config])).toHaveLength(1)
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

import { describe, expect, test } from '@jest/globals'
import { NAMESPACE, testProblems, useInputs, VALID } from '../support/inputs.ts'

const { read } = useInputs()

test('ttl takes precedence over expiration, with a warning', async () => {
  const { inputs, warnings } = await read({ ...VALID, INPUT_TTL: '1h', INPUT_EXPIRATION: '2026-12-01T00:00:00Z' })
  expect(inputs.entrySettings.defaults).toEqual({ expiry: { expirationTtl: 3600 } })
  expect(warnings).toEqual(['ttl and expiration are both given: ttl wins, as in the API'])
})

test.each([
  [{}, {}],
  [{ INPUT_TTL: '60' }, { expiry: { expirationTtl: 60 } }],
  [{ INPUT_EXPIRATION: '1800000000' }, { expiry: { expiration: 1_800_000_000 } }],
  [{ INPUT_METADATA: 'null' }, { metadata: 'null' }]
])('%j applies to every entry as %j, without a warning', async (variables, defaults) => {
  const { inputs, errors, warnings } = await read({ ...VALID, ...variables })
  expect([errors, warnings]).toEqual([[], []])
  expect(inputs.entrySettings.defaults).toStrictEqual(defaults)
})

test.each([
  ['user ', 'user '],
  [' a/', ' a/'],
  ['v2/\n', 'v2/'],
  ['v2/ \r\n\n', 'v2/ '],
  ['\n', '']
])('the prefix %j keeps its white space and loses its last line ends', async (given, keyPrefix) => {
  const { inputs, errors } = await read({ ...VALID, 'INPUT_KEY-PREFIX': given })
  expect([inputs.entrySettings.keyPrefix, errors]).toEqual([keyPrefix, []])
})

test('a key-prefix that looks like a pattern is warned of', async () => {
  const { warnings } = await read({ ...VALID, 'INPUT_KEY-PREFIX': 'user:*' })
  expect(warnings).toEqual(['key-prefix "user:*" is put before each key as it is: * is no wildcard in it'])
})

test('the settings of a comment have the token and the environment, and the namespace is kept as given', async () => {
  const { inputs, errors } = await read({ ...VALID, INPUT_COMMENT: 'true', 'INPUT_GITHUB-TOKEN': 'token-3' })
  expect(errors).toEqual([])
  expect([inputs.comment, inputs.namespace]).toEqual([
    { token: 'token-3', environment: '', keyPrefix: '', source: 'key flag' },
    NAMESPACE
  ])
})

test.each([
  ['glob a/**', { INPUT_GLOB: 'a/**' }],
  ['entries', { INPUT_ENTRIES: 'a: 1' }],
  ['entries-file a.yaml', { 'INPUT_ENTRIES-FILE': 'a.yaml' }]
])('a comment is identified by its source and key-prefix: %s', async (source, given) => {
  const without = { INPUT_KEY: '', INPUT_VALUE: '', INPUT_COMMENT: 'true', 'INPUT_KEY-PREFIX': 'app/' }
  const { inputs } = await read({ ...VALID, ...without, ...given })
  expect(inputs.comment).toMatchObject({ keyPrefix: 'app/', source })
})

describe('a problem is reported for', () => {
  testProblems(read, [
    [
      'metadata that is not JSON',
      { INPUT_METADATA: '{"a": oops}' },
      'metadata is not valid JSON: invalid symbol at line 1, column 7'
    ],
    [
      'a TTL under 60 seconds',
      { INPUT_TTL: '30' },
      'ttl must be at least 60 seconds, got "30"; 30 is seconds: did you mean 30d?'
    ],
    ['an expiration in the past', { INPUT_EXPIRATION: '2026-11-23T11:00:00Z' }, 'expiration is in the past'],
    ['a concurrency over 32', { INPUT_CONCURRENCY: '33' }, 'concurrency must be a whole number from 1 to 32, got "33"']
  ])
})

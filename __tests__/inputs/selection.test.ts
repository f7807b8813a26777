import { describe, expect, test } from '@jest/globals'
import { testProblems, useInputs, VALID } from '../support/inputs.ts'

const { read } = useInputs()

test('white space around a value is kept, and white space around a key is removed', async () => {
  const { inputs } = await read({ ...VALID, INPUT_KEY: ' flag\n', INPUT_VALUE: ' \n' })
  expect(inputs.selection).toEqual({ key: 'flag', value: ' \n' })
})

test.each([
  [{ INPUT_ENTRIES: ' a: 1\n' }, { entries: ' a: 1\n' }],
  [{ 'INPUT_ENTRIES-FILE': ' flags.yaml ' }, { entriesFile: 'flags.yaml' }],
  [
    { INPUT_KEY: 'flag', INPUT_FILE: ' a.json ' },
    { key: 'flag', file: 'a.json' }
  ]
])('pairs may come from a list or a file: %j', async (variables, selection) => {
  const { inputs, errors } = await read({ ...VALID, INPUT_KEY: '', INPUT_VALUE: '', ...variables })
  expect(errors).toEqual([])
  expect(inputs.selection).toEqual(selection)
})

describe('a problem is reported for', () => {
  testProblems(read, [
    [
      'no source',
      { INPUT_KEY: '', INPUT_VALUE: '' },
      'nothing to write: give exactly one of key (with value or file), glob, entries and entries-file'
    ],
    ['two sources', { INPUT_GLOB: '**' }, 'key and glob are both given: give exactly one of them'],
    [
      'all sources',
      { INPUT_GLOB: '**', INPUT_ENTRIES: 'a: 1', 'INPUT_ENTRIES-FILE': 'a.yaml' },
      'key, glob, entries and entries-file are all given: give exactly one of them'
    ],
    ['value with entries', { INPUT_KEY: '', INPUT_ENTRIES: 'a: 1' }, 'value goes with key, not with entries'],
    [
      'a list of white space',
      { INPUT_KEY: '', INPUT_VALUE: '', INPUT_ENTRIES: ' \n' },
      'nothing to write: give exactly one of key (with value or file), glob, entries and entries-file'
    ],
    ['value with file', { INPUT_FILE: 'a.json' }, 'value and file are both given: give exactly one of them with key'],
    ['value without key', { INPUT_KEY: '' }, 'key is empty: give the key for value, 1 to 512 bytes'],
    ['only key', { INPUT_VALUE: '' }, 'key needs value or file, and both are empty']
  ])
})

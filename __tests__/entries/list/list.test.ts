import { describe, expect, test } from '@jest/globals'
import { makeFolder } from '../../support/folders.ts'
import { fromFile, inline, readListIn, SHAPED, stored } from '../../support/lists.ts'

const PAIRS = { text: 'é\n', number: '1.50', yes: 'true', nothing: 'null', object: '{"b":[1,"x"]}' }

describe('a map', () => {
  test.each([
    ['flags.yaml', 'text: "é\\n"\nnumber: 1.50\nyes: true\nnothing: null\nobject:\n  b: [1, x]\n'],
    ['deep/flags.YML', '{text: "é\\n", number: 1.50, yes: true, nothing: null, object: {b: [1, x]}}'],
    ['flags.json', '{"text": "é\\n", "number": 1.50, "yes": true, "nothing": null, "object": {"b": [1, "x"]}}'],
    [
      'flags.jsonc',
      '\ufeff{"text": "é\\n", "number": 1.50, "yes": true, "nothing": null, "object": {"b": [1, "x"]},} // é'
    ]
  ])('in %s has a pair for each property', async (name, content) => {
    const result = await fromFile(name, content)
    expect(stored(result)).toEqual(PAIRS)
    expect(result.entries[0]).toMatchObject({ source: `${name} line 1`, location: { file: name, line: 1 } })
    expect([result.messages, result.warnings]).toEqual([[], []])
  })

  test('has the prefix and the defaults in every entry', async () => {
    const { entries } = await inline('a: 1\nb: 2', SHAPED)
    expect(entries[1]).toEqual({
      key: 'v2/b',
      value: { bytes: Buffer.from('2'), size: 1 },
      source: 'entries line 2',
      ...SHAPED.defaults
    })
  })
})

describe('a problem of a list is reported:', () => {
  test.each([
    ['a.yaml', 'a: [1', 'entries-file "a.yaml" is not valid YAML: flow sequence', 1],
    ['a.json', '[\n{"key" "a"}]', 'entries-file "a.json" is not valid JSON: colon expected at line 2, column 8', 2],
    ['a.json', '// c\n{}', 'entries-file "a.json" is not valid JSON: invalid comment token', 1],
    ['a.json', '\n"text"', 'entries-file "a.json" must hold a map of keys and values, or a list of entries', 2],
    ['a.yaml', '', 'entries-file "a.yaml" must hold a map', 1],
    [
      'a.yaml',
      '# nothing\n---\n0x1F',
      'entries-file "a.yaml" has a number in line 3 in a form that JSON does not have',
      3
    ],
    ['a.yaml', Buffer.from([0x61, 0x3a, 0xe9]), 'entries-file "a.yaml" is not valid UTF-8', 1],
    [
      'a.txt',
      'a: 1',
      'entries-file "a.txt" must end in .yaml, .yml, .json or .jsonc, since the extension gives the format',
      1
    ]
  ])('%s: %j', async (name, content, message, line) => {
    const { entries, errors, warnings } = await fromFile(name, content)
    expect(errors).toEqual([{ message: expect.stringContaining(message), location: { file: name, line } }])
    expect([entries, warnings]).toEqual([[], []])
  })

  test('a file that does not exist', async () => {
    const { messages } = await readListIn(makeFolder(), { entriesFile: 'missing.yaml' })
    expect(messages).toEqual([expect.stringContaining('entries-file "missing.yaml" was not found')])
  })

  test.each(['{}', '[]'])('a warning that %s is empty', async (entries) => {
    const result = await inline(entries)
    expect(result.warnings).toEqual(['entries is empty: there is nothing to write'])
    expect(result.messages).toEqual([])
  })
})

test.each(['entries', 'a.yaml', 'a.json'])('reading %s lets a signal through, and ends', async (name) => {
  const text = `[${'{"key": "a", "value": "b"},\n'.repeat(30_000)}{"key": "b", "value": ""}]`
  const controller = new AbortController()
  const { signal } = controller
  setImmediate(() => {
    controller.abort()
  })
  const result = name === 'entries' ? inline(text, undefined, signal) : fromFile(name, text, undefined, signal)
  const { entries, messages } = await result
  expect([entries, messages]).toEqual([[], [expect.stringContaining(' was not read: the run was cancelled')]])
})

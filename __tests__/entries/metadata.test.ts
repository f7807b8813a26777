import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseMetadata } from '../../src/entries/metadata.ts'
import { utf8Length } from '../../src/shared/text.ts'
import { anyText, MANY, valueOrMessage } from '../support/fuzz.ts'

test.each([
  [
    'an object over several lines',
    '{\n  "owner": "web",\n  "tags": ["a b", "c"]\n}\n',
    '{"owner":"web","tags":["a b","c"]}'
  ],
  ['any other JSON value', ' "text" ', '"text"'],
  ['null', 'null', 'null'],
  ['numbers as they were written', '[1.0, 12345678901234567890, -0, 1E3]', '[1.0,12345678901234567890,-0,1E3]'],
  ['text that looks like a number', '{"sha": "0012"}', '{"sha":"0012"}'],
  ['a property named __proto__', '{"__proto__": 1}', '{"__proto__":1}']
])('keeps %s', async (_what, text, metadata) => {
  expect(await parseMetadata(text)).toBe(metadata)
})

describe('reports where text is not JSON, without quoting it', () => {
  test.each([
    ['{', 'close brace expected at line 1, column 2'],
    ['{a: 1}', 'invalid symbol (use double quotes) at line 1, column 2'],
    ['{"a": 1,}', 'property name expected at line 1, column 9'],
    ['{\n  "a": 1\n  "b": 2\n}', 'comma expected at line 3, column 3'],
    ["{'a': 1}", 'invalid symbol (use double quotes) at line 1, column 2'],
    ['{"a": "secret}', 'unexpected end of string at line 1, column 7'],
    ['[1, 2] 3', 'end of file expected at line 1, column 8'],
    ['// comment\n1', 'invalid comment token at line 1, column 1'],
    ['{"a": "b\nc"}', 'unexpected end of string at line 1, column 7'],
    ['\ufeff{}', 'invalid symbol at line 1, column 1']
  ])('%j', async (text, place) => {
    await expect(parseMetadata(text)).rejects.toThrow(
      new Error(`is not valid JSON: ${place}; an example of valid JSON is {"owner": "shop"}`)
    )
  })
})

test.each([
  [50_000, 'is nested too deeply'],
  [4000, 'is 8,000 bytes as JSON'],
  [1000, 'is 2,000 bytes as JSON']
])('refuses JSON that is nested in %i levels', async (levels, message) => {
  await expect(parseMetadata('['.repeat(levels) + ']'.repeat(levels))).rejects.toThrow(message)
})

test('accepts at most 1,024 bytes, counted in UTF-8 without white space', async () => {
  const fits = `"${'é'.repeat(511)}"`
  expect(await parseMetadata(` ${fits} `)).toBe(fits)
  await expect(parseMetadata(`"${'é'.repeat(511)}a"`)).rejects.toThrow(
    'is 1,025 bytes as JSON, and the service takes at most 1,024'
  )
})

test('any text is JSON of at most 1,024 bytes or an error that does not quote it', async () => {
  const parts = [
    '{',
    '}',
    '[',
    ']',
    '"',
    '\\',
    ':',
    ',',
    '1',
    '-',
    'e',
    '.',
    'null',
    'tru',
    '"a"',
    '//',
    ' ',
    '\n',
    '\\u'
  ]
  const property = fc.asyncProperty(anyText(...parts), anyText(...parts), async (before, after) => {
    const result = await valueOrMessage(() => parseMetadata(`${before}sesame${after}`))
    if ('message' in result) {
      expect(result.message).toMatch(/^is (not valid JSON: |nested too deeply|[\d,]+ bytes as JSON)/)
      expect(result.message).not.toContain('sesame')
    } else {
      expect(utf8Length(result.value)).toBeLessThanOrEqual(1024)
      expect(JSON.parse(result.value)).toEqual(JSON.parse(`${before}sesame${after}`))
    }
  })
  await fc.assert(property, MANY)
})

test('a duplicate property is an error, as in a list', async () => {
  await expect(parseMetadata('{"a": {\n"b": 1,\n"b": 2}}')).rejects.toThrow(
    'has the property "b" twice, in line 2 and in line 3'
  )
})

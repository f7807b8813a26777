import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findJsonError, readJson } from '../../../src/entries/list/json.ts'
import { toJson } from '../../../src/entries/list/node.ts'
import { times } from '../../support/fuzz.ts'

test('nodes have their line and their exact text', () => {
  expect(readJson('{\n  "a": "é\\n",\r\n  "b":\n    [1.0, {"c": null}]\n}', false)).toEqual({
    line: 1,
    properties: [
      { line: 2, name: 'a', value: { line: 2, text: 'é\n' } },
      {
        line: 3,
        name: 'b',
        value: {
          line: 4,
          items: [
            { line: 4, json: '1.0' },
            { line: 4, properties: [{ line: 4, name: 'c', value: { line: 4, json: 'null' } }] }
          ]
        }
      }
    ]
  })
})

test('JSON that is nested too deeply is refused with a clear message', () => {
  for (const text of [
    '['.repeat(100_000),
    '['.repeat(100_000) + ']'.repeat(100_000),
    `${'{"a":'.repeat(1001)}1${'}'.repeat(1001)}`
  ]) {
    expect(() => toJson(readJson(text, false))).toThrow(/^is nested (over 1,000 levels deep|too deeply)$/)
  }
})

test('a duplicate property is reported with both lines', () => {
  expect(() => toJson(readJson('[{\n"a": 1,\n"a": 2}]', false))).toThrow(
    'has the property "a" twice, in line 2 and in line 3'
  )
})

describe('any text', () => {
  test('that is JSON is read like JSON.parse reads it', () => {
    const property = fc.property(fc.json(), fc.boolean(), (text, comments) => {
      expect(JSON.parse(toJson(readJson(text, comments)))).toEqual(JSON.parse(text))
    })
    fc.assert(property, times(500))
  })
})

test.each([
  ['', 'value expected', 1, 1],
  ['{"a": secret}', 'invalid symbol', 1, 7],
  ['{"a": "secret', 'unexpected end of string', 1, 7],
  ['"a\nb"', 'unexpected end of string', 1, 1],
  ['"\\secret"', 'invalid escape character', 1, 1],
  ['// secret\n1', 'invalid comment token', 1, 1],
  ['[1,\n]', 'value expected', 2, 1],
  ['{"a": 1\n"b": 2}', 'comma expected', 2, 1],
  ['[01]', 'comma expected', 1, 3],
  ['{"a": 1', 'close brace expected', 1, 8],
  ['{"a"}', 'colon expected', 1, 5],
  ['{1}', 'property name expected', 1, 2],
  ['[\r\n  NaN]', 'invalid symbol', 2, 3],
  ['{}\n{}', 'end of file expected', 2, 1],
  ["{'secret': 1}", 'invalid symbol (use double quotes)', 1, 2],
  ['{“a”: 1}', 'invalid symbol (use double quotes)', 1, 2]
])('the error of %j has words and a place, and does not quote the text', (text, what, line, column) => {
  expect(findJsonError(text)).toMatchObject({ what, line, column })
  expect(() => readJson(text, false)).toThrow(`is not valid JSON: ${what} at line ${line}, column ${column}`)
  expect(() => readJson(text, false)).not.toThrow('secret')
})

test('the position of an error is found in any text that is not JSON, and no error is found in JSON', () => {
  const symbols = [...`" { } [ ] , : - . e / ' 01 NaN // 1. +1 tru`.split(' '), '\0', '\u00a0', '\ufeff', '\\u12']
  const mistakes = fc.oneof(fc.constantFrom(...symbols), fc.string())
  fc.assert(
    fc.property(fc.json(), fc.nat(), mistakes, (json, at, mistake) => {
      const position = at % (json.length + 1)
      const text = json.slice(0, position) + mistake + json.slice(position)
      expect(findJsonError(text) === undefined).toBe(isJson(text))
    }),
    times(1000)
  )
})

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findJsonError } from '../../src/entries/json-error.ts'
import { times } from '../support/fuzz.ts'

test.each([
  ['white space only', ' \n', 'value expected', 2, 1],
  ['a comment', '// x\n1', 'invalid comment token', 1, 1],
  ['a trailing comma', '[1,\n]', 'value expected', 2, 1],
  ['a missing comma', '{"a": 1\n"b": 2}', 'comma expected', 2, 1],
  ['NaN', '[\r\n  NaN]', 'invalid symbol', 2, 3],
  ['a second value', '{}\n{}', 'end of file expected', 2, 1],
  ['a missing brace', '{"a": 1', 'close brace expected', 1, 8],
  ['a line feed in text', '"a\nb"', 'unexpected end of string', 1, 1],
  ['single quotes', "{'a': 1}", 'invalid symbol (use double quotes)', 1, 2],
  ['text in single quotes', `{"a": 'b'}`, 'invalid symbol (use double quotes)', 1, 7],
  ['typographic quotes', '{“a”: 1}', 'invalid symbol (use double quotes)', 1, 2],
  ['names without quotes', '{a-b : 1}', 'invalid symbol (use double quotes)', 1, 2]
])('the error of %s has words and a place', (_what, text, what, line, column) => {
  expect(findJsonError(text)).toEqual({ what, line, column })
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

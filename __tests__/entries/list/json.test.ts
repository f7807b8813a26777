import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { InvalidValue } from '../../../src/shared/diagnostics.ts'
import { checkRuns } from '../../../src/entries/list/json-limit.ts'
import { readJson } from '../../../src/entries/list/json.ts'
import { type Node, toJson } from '../../../src/entries/list/node.ts'
import { MANY } from '../../support/fuzz.ts'

function read(text: string, comments = false): Node {
  return readJson(text, { comments })
}

test('nodes have their line and their exact text', () => {
  expect(read('{\n  "a": "é\\n",\r\n  "b":\n    [1.0, {"c": null}]\n}')).toEqual({
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

test.each([
  ['[1.0, 12345678901234567890, -0, 1E3, 1e-7]', '[1.0,12345678901234567890,-0,1E3,1e-7]'],
  ['{"b": 1, "2": 2, "1": 3, "__proto__": 4}', '{"b":1,"2":2,"1":3,"__proto__":4}'],
  ['["\\u00e9\\/", "\\ud800"]', '["é/","\\ud800"]'],
  ['[true, false, null, {}, []]', '[true,false,null,{},[]]']
])('%s keeps its spelling, without white space', (text, json) => {
  expect(toJson(read(text))).toBe(json)
})

test('comments and trailing commas are refused unless they are allowed', () => {
  const text = '// flags\n{ "a": [1, 2,], /* b */ }'
  expect(toJson(read(text, true))).toBe('{"a":[1,2]}')
  expect(() => read(text)).toThrow(
    'is not valid JSON: invalid comment token at line 1, column 1; a file with comments must end in .jsonc'
  )
  expect(() => read('[1,]')).toThrow('is not valid JSON: value expected at line 1, column 4')
})

test.each([
  ['', 'value expected at line 1, column 1'],
  ['{"a": secret}', 'invalid symbol at line 1, column 7'],
  ['{\n  "a": 1\n  "b": 2\n}', 'comma expected at line 3, column 3'],
  ['{"a": "secret', 'unexpected end of string at line 1, column 7'],
  ['[1] [2]', 'end of file expected at line 1, column 5'],
  ['[01]', 'comma expected at line 1, column 3'],
  ['[1', 'close bracket expected at line 1, column 3']
])('the error for %j gives the position and does not quote the text', (text, place) => {
  expect(() => read(text)).toThrow(new InvalidValue(`is not valid JSON: ${place}`))
})

test('JSON that is nested too deeply is refused with a clear message', () => {
  for (const text of [
    '['.repeat(100_000),
    '['.repeat(600) + ']'.repeat(600),
    `${'{"a":'.repeat(600)}1${'}'.repeat(600)}`
  ]) {
    expect(() => toJson(read(text))).toThrow(/^is nested (too deeply|more than 500 levels deep)$/)
  }
})

test('a duplicate property is reported with both lines', () => {
  expect(() => toJson(read('[{\n"a": 1,\n"a": 2}]'))).toThrow('has the property "a" twice, in line 2 and in line 3')
})

describe('any text', () => {
  test('that is JSON is read like JSON.parse reads it', () => {
    const property = fc.property(fc.json(), fc.boolean(), (text, comments) => {
      expect(JSON.parse(toJson(read(text, comments)))).toEqual(JSON.parse(text))
    })
    fc.assert(property, MANY)
  })

  test('is read or refused like by JSON.parse', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '"a"',
      '1',
      '.',
      '-',
      'e',
      '0',
      'true',
      'null',
      ' ',
      '\n',
      '\\',
      '\u0001',
      'é'
    )
    const property = fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('')
      expect([text, outcome(() => read(text))]).toEqual([text, outcome((): unknown => JSON.parse(text))])
    })
    fc.assert(property, MANY)
  })

  function outcome(parse: () => unknown): string {
    try {
      parse()
      return 'read'
    } catch (error) {
      if (!(error instanceof InvalidValue || error instanceof SyntaxError)) throw error
      return 'refused'
    }
  }
})

test('an entry with too many values is refused, and many entries are not', () => {
  expect(() => read(`[{"value":[${'0,'.repeat(600_000)}0]}]`)).toThrow('has more than 600,000 values in one entry')
  expect(read(`[${`[${'0,'.repeat(400_000)}0],`.repeat(2)}0]`)).toMatchObject({ items: { length: 3 } })
})

test('a text with too many values is refused', () => {
  expect(() => read(`[${'0,'.repeat(1_100_000)}0]`)).toThrow('has more than 1,100,000 values in it: split it')
})

test.each([
  ['blanks', `[\n${' '.repeat(2_000_001)}]`, 'has more than 2,000,000 blanks in a row'],
  ['tabs', `[\n${'\t'.repeat(2_000_001)}]`, 'has more than 2,000,000 blanks in a row'],
  ['escapes', `["",\n"\\"${'\\n'.repeat(5_000_000)}"]`, 'has more than 5,000,000 escapes (\\) in one text']
])('a text with %s that the parser would join from millions of pieces is refused', (_what, text, message) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ message: expect.stringContaining(message), line: 2 }))
})

test('many blanks and escapes in a large list are no problem', () => {
  const text = `[${`"${'\\n\\"'.repeat(1_500_000)}",\n${' '.repeat(1_900_000)}`.repeat(2)}0]`
  expect(() => {
    checkRuns(text)
  }).not.toThrow()
})

import { describe, expect, test } from '@jest/globals'
import { InvalidJson, parseJson } from '../../../src/plan/validate/json.ts'

async function parse(value: string | Uint8Array): Promise<unknown> {
  try {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value
    return (await parseJson(bytes)).value
  } catch (error) {
    if (!(error instanceof InvalidJson)) throw error
    return [error.message, error.place?.line, error.place?.column]
  }
}

const bytes = (...parts: (string | number)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from([part]))))

describe('what RFC 8259 allows is accepted', () => {
  test.each([
    ['white space around a value', ' \r\n\t1\n', 1],
    ['a value that is text', '"é"', 'é'],
    ['duplicate names, of which the last one counts', '{"a": 1, "a": 2}', { a: 2 }],
    ['half of a surrogate pair, escaped', '"\\ud800"', '\ud800'],
    ['a line separator in text', '"\u2028"', '\u2028'],
    ['a number that is too large for JavaScript', '1e999', Infinity],
    ['the replacement character', '"\ufffd"', '\ufffd']
  ])('%s', async (_what, text, value) => {
    expect(await parse(text)).toEqual(value)
  })

  test('100,000 levels', async () => {
    expect(await parse('['.repeat(100_000) + ']'.repeat(100_000))).toHaveLength(1)
  })
})

describe('an error says what is not JSON and where it is', () => {
  test.each([
    ['an empty value', '', 'is empty, which is not valid JSON', undefined, undefined],
    ['a byte order mark', '\ufeff{}', 'begins with a byte order mark, which JSON must not have: ', 1, 1],
    ['UTF-16', bytes(0xff, 0xfe, '{'), 'is UTF-16, and JSON must be UTF-8: save it as UTF-8', 1, 1],
    ['UTF-16 in the other byte order', bytes(0xfe, 0xff), 'is UTF-16, ', 1, 1],
    ['Latin-1', bytes('{\n "é\ufffd', 0xe9, '"}'), 'is not valid UTF-8: save it as UTF-8', 2, 5],
    ['a character that is cut off', bytes('"', 0xe2, 0x82), 'is not valid UTF-8: ', 1, 2],
    ['white space only', ' \n', 'is not valid JSON: value expected', 2, 1],
    ['a comment', '// x\n1', 'is not valid JSON: invalid comment token', 1, 1],
    ['a trailing comma', '[1,\n]', 'is not valid JSON: value expected', 2, 1],
    ['a missing comma', '{"a": 1\n"b": 2}', 'is not valid JSON: comma expected', 2, 1],
    ['NaN', '[\r\n  NaN]', 'is not valid JSON: invalid symbol', 2, 3],
    ['a second value', '{}\n{}', 'is not valid JSON: end of file expected', 2, 1],
    ['a missing brace', '{"a": 1', 'is not valid JSON: close brace expected', 1, 8],
    ['single quotes', "{'a': 1}", 'is not valid JSON: invalid symbol', 1, 2],
    ['a line feed in text', '"a\nb"', 'is not valid JSON: unexpected end of string', 1, 1]
  ])('%s', async (_what, text, message, line, column) => {
    expect(await parse(text)).toEqual([expect.stringContaining(message), line, column])
  })

  test('but not where in thousands of nested levels', async () => {
    expect(await parse('['.repeat(100_000))).toEqual([
      'is not valid JSON: it is nested too deeply to find the error',
      undefined,
      undefined
    ])
  })
})

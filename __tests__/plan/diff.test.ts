import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { diffValues, layOutJson } from '../../src/plan/diff.ts'
import { times } from '../support/fuzz.ts'

const diff = async (before: string | undefined, after: string | undefined): Promise<unknown> => {
  const [old, now] = [before, after].map((text) => (text === undefined ? undefined : Buffer.from(text)))
  const found = await diffValues(old, now)
  return 'lines' in found ? found.lines : found.note
}

describe('the difference of two values', () => {
  test.each<[string, string | undefined, string | undefined, unknown]>([
    ['text', 'a\nb\nc\n', 'a\nx\nc\n', [' a', '-b', '+x', ' c']],
    ['text without line end', 'on', 'off', ['-on', '+off']],
    [
      'one flag of JSON',
      '{"a":true,"b":[1,2]}',
      '{"a":false,"b":[1,2]}',
      [...[' {', '-  "a": true,', '+  "a": false,', '   "b": [', '     1,', '     2']]
    ],
    ['JSON with other white space', '{"a": 1}', '{"a":1}', ['-{"a": 1}', '+{"a":1}']],
    ['JSON with another line end', '{"a":1}', '{"a":1}\n', ['-{"a":1}', '\\ No newline at end of file', '+{"a":1}']],
    [
      'numbers beyond double precision',
      '[9007199254740993]',
      '[9007199254740992]',
      [...[' [', '-  9007199254740993', '+  9007199254740992', ' ]']]
    ],
    ['line ends', 'a\r\nb', 'a\nb', ['-a\r', '+a', ' b']],
    ['a key that is new', undefined, '{"a":{}}', ['+{', '+  "a": {}', '+}']],
    ['a key that is deleted', 'a\nb', undefined, ['-a', '-b']],
    ['an empty value that gets text', '', 'a', ['+a']],
    ['a new empty value', undefined, '', 'the value is empty'],
    ['equal values that are not text', '\0'.repeat(20_000), '\0'.repeat(20_000), 'the value stays the same'],
    ['a value that becomes large', 'a', 'b'.repeat(16_385), '1 B → 16.0 KiB (over 16 KiB, or not UTF-8)'],
    ['the largest that is shown', undefined, 'b'.repeat(16_384), [`+${'b'.repeat(16_384)}`]]
  ])('%s', async (_what, before, after, expected) => {
    expect(await diff(before, after)).toEqual(expected)
  })

  test('bytes that are not UTF-8 show sizes', async () => {
    expect(await diffValues(Buffer.from([0xff]), Buffer.from('on'))).toEqual({
      note: '1 B → 2 B (over 16 KiB, or not UTF-8)'
    })
    expect(await diffValues(undefined, Buffer.from([0xff]))).toEqual({ note: '1 B (over 16 KiB, or not UTF-8)' })
  })

  test('a part that is far from the beginning has its line', async () => {
    const lines = Array.from({ length: 20 }, (_, index) => `line ${index + 1}`)
    expect(await diff(lines.join('\n'), lines.with(9, 'x').join('\n'))).toEqual([
      ...['@@ -7 +7 @@', ' line 7', ' line 8', ' line 9', '-line 10', '+x', ' line 11', ' line 12', ' line 13']
    ])
  })

  test('texts with nothing in common are shown one after the other', async () => {
    const lines = (text: string): string => Array.from({ length: 1500 }, (_, index) => `${text}${index}`).join('\n')
    const found = (await diff(lines('a'), lines('b'))) as string[]
    expect([found.length, found[0], found[1499], found[1500]]).toEqual([3000, '-a0', '-a1499', '+b0'])
  })
})

test('JSON that is laid out has the same tokens and the same meaning', () => {
  const json = fc.oneof(
    fc.json({ maxDepth: 6 }),
    fc.tuple(fc.jsonValue(), fc.constantFrom('\t', '  ', '\r\n ')).map(([value, space]) => {
      return JSON.stringify(value, null, space)
    }),
    fc.constantFrom(
      '1e400',
      '-0.10',
      '{"a":1,"a":2}',
      '"\\ud800\\/\\""',
      ' [ [ ] , { } ] ',
      '['.repeat(999) + ']'.repeat(999)
    )
  )
  fc.assert(
    fc.property(json, (text) => {
      const laidOut = layOutJson(text) ?? ''
      expect(JSON.parse(laidOut)).toEqual(JSON.parse(text))
      expect(tokens(laidOut)).toEqual(tokens(text))
      expect(layOutJson(laidOut)).toBe(laidOut)
    }),
    times(1000)
  )
  expect(['', '{', 'on', "{'a': 1}", '[1] 2'].map(layOutJson)).toEqual(Array(5).fill(undefined))
})

/** The tokens by another way: everything but white space outside of strings. */
function tokens(text: string): string {
  let outside = true
  return Array.from(text)
    .filter((character, index) => {
      const isQuote = character === '"' && (/\\*$/.exec(text.slice(0, index))?.[0].length ?? 0) % 2 === 0
      if (isQuote) outside = !outside
      return !outside || !/\s/.test(character)
    })
    .join('')
}

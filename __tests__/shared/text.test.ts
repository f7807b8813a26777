import { describe, expect, test } from '@jest/globals'
import {
  counted,
  fitting,
  formatBytes,
  formatCount,
  formatDuration,
  formatInstant,
  printable,
  shortened
} from '../../src/shared/text.ts'

describe('printable', () => {
  test.each([
    ['leaves letters of every script and emoji', 'flags/é ☕ 🙂 日本', 'flags/é ☕ 🙂 日本'],
    [
      'shows line ends, so that no line begins with a command',
      'a\n::set-output name=x::y\r',
      'a\\n::set-output name=x::y\\r'
    ],
    ['shows terminal escapes', '\u001b[31mred', '\\u001b[31mred'],
    ['shows marks that change the direction of text', 'a\u202etxt.exe', 'a\\u202etxt.exe'],
    ['shows spaces that look like the usual one', 'a b\u00a0c\u3000d', 'a b\\u00a0c\\u3000d'],
    ['shows characters with a blank glyph', 'a\u3164b\u2800c\u115f', 'a\\u3164b\\u2800c\\u115f'],
    ['shows tags and other invisible characters of the higher planes', 'a\u{e0041}\u{1d159}', 'a\\u{e0041}\\u{1d159}'],
    ['shows half a surrogate pair', 'a\ud800b', 'a\\ud800b'],
    ['disarms the older commands of the runner, anywhere in a line', 'x ##[add-mask]y', 'x #\\u0023[add-mask]y']
  ])('%s', (_behaviour, text, shown) => {
    expect(printable(text)).toBe(shown)
  })
})

test('texts that differ only in invisible characters are shown differently', () => {
  const invisible = /^[\p{Default_Ignorable_Code_Point}\p{Cf}\p{Cc}\p{Cs}\p{Z}\p{Noncharacter_Code_Point}]$/u
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code)
    if (code !== 0x20 && invisible.test(character) && !/^a\\[nrtu]/.test(printable(`a${character}`))) {
      throw new Error(code.toString(16))
    }
  }
})

test('shortened text ends with an ellipsis and never with half a character', () => {
  expect(shortened('abcdef', 6)).toBe('abcdef')
  expect(shortened('abcdefg', 6)).toBe('abcde…')
  expect(shortened('abc🙂defg', 5)).toBe('abc…')
})

test.each([
  [0, '0'],
  [1000, '1,000'],
  [26_214_400, '26,214,400']
])('%d is counted as %s', (count, text) => {
  expect(formatCount(count)).toBe(text)
})

test('a noun agrees with its number', () => {
  expect([0, 1, 2000].map((count) => counted(count, 'key'))).toEqual(['0 keys', '1 key', '2,000 keys'])
})

test.each([
  [1024, '1.0 KiB'],
  [1536, '1.5 KiB'],
  [26_214_400, '25.0 MiB']
])('%d bytes are shown as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})

test.each([
  [['a', 'bc', 'd'], 7, ['a', 'bc', 'd']],
  [['a', 'bc', 'd'], 6, ['a', 'bc']],
  [['é', 'b'], 4, ['é']],
  // A reader would not notice a missing item in the middle.
  [['a', 'bcd', 'e'], 4, ['a']],
  [['a'], 1, []]
])('of %j, the items that fit into %d bytes are %j', (texts, maxBytes, expected) => {
  expect(fitting(texts, String, maxBytes)).toEqual(expected)
})

test.each([
  [90, '90s'],
  [120, '2m'],
  [5400, '90m'],
  [604_800, '7d']
])('%d seconds are shown as %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text)
})

test.each([
  [0, '1970-01-01T00:00:00Z'],
  [1_800_000_000, '2027-01-15T08:00:00Z']
])('%d seconds since the epoch are shown as %s', (seconds, text) => {
  expect(formatInstant(seconds)).toBe(text)
})

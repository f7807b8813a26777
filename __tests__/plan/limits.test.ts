import { describe, expect, test } from '@jest/globals'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import type { Deletion, Entry } from '../../src/entries/entry.ts'
import { checkLimits } from '../../src/plan/limits.ts'

function entry(key: string, size = 1, source = `${key}.json`): Entry {
  return { key, value: { path: `/work/${source}`, size }, source, location: { file: source } }
}

function deletion(key: string, line = 1): Deletion {
  return { key, source: `a.yaml line ${line}` }
}

function check(entries: readonly Entry[], deletions: readonly Deletion[] = []): Diagnostics {
  const diagnostics = new Diagnostics()
  checkLimits({ entries, deletions }, diagnostics)
  return diagnostics
}

function problemsOf(...entries: Entry[]): string[] {
  return check(entries).errors.map(({ message }) => message)
}

test.each([
  ['a', 1],
  ['a/b c%2F!:?#é🙂', 0],
  ['...', 26_214_400],
  ['é'.repeat(256), 1]
])('key %s with %d bytes is within the limits', (key, size) => {
  expect(problemsOf(entry(key, size))).toEqual([])
})

test.each([
  ['', 'key "" (from x.json) is empty; a key has 1 to 512 bytes'],
  ['..', 'key ".." (from x.json) cannot be used: the service refuses . and .. as keys'],
  ['a\ud800', 'key "a\\ud800" (from x.json) is not valid Unicode: it has half of a surrogate pair'],
  ['a'.repeat(513), `key "${'a'.repeat(99)}…" (from x.json) is 513 bytes in UTF-8; a key has at most 512`],
  ['🙂'.repeat(129), `key "${'🙂'.repeat(49)}…" (from x.json) is 516 bytes in UTF-8; a key has at most 512`]
])('key %j is a problem', (key, problem) => {
  expect(problemsOf(entry(key, 1, 'x.json'))).toEqual([problem])
})

test('a value over 25 MiB is a problem', () => {
  expect(problemsOf(entry('a', 26_214_401))).toEqual([
    'key "a" (from a.json) has a value of 26,214,401 bytes; a value has at most 26,214,400 (25 MiB)'
  ])
})

test('two sources of one key are both named', () => {
  expect(problemsOf(entry('a', 1, 'a.json'), entry('b'), entry('a', 1, 'a.yaml'))).toEqual([
    'key "a" has two sources, "a.json", "a.yaml"; each key can have one'
  ])
})

test('20,000 entries for 10 keys cause 10 problems, with the first sources and the number of the others', () => {
  const entries = Array.from({ length: 20_000 }, (_, index) => entry(`k${index % 10}`, 1, `${index}.json`))
  const problems = problemsOf(...entries)
  expect(problems).toHaveLength(10)
  expect(problems[0]).toBe(
    'key "k0" has 2,000 sources, "0.json", "10.json", "20.json", and 1,997 more; each key can have one'
  )
})

describe('a deletion', () => {
  test.each([
    [
      [entry('a')],
      [deletion('a')],
      'key "a" is both written and deleted, in "a.json", "a.yaml line 1"; keep one of them'
    ],
    [
      [entry('a'), entry('a')],
      [deletion('a', 2)],
      'key "a" is both written and deleted, in "a.json", "a.json", "a.yaml line 2"; keep one of them'
    ],
    [
      [],
      [deletion('a', 2), deletion('b'), deletion('a', 3)],
      'key "a" is deleted more than once, in "a.yaml line 2", "a.yaml line 3"; keep one'
    ],
    [
      [],
      [1, 2, 3, 4].map((line) => deletion('a', line)),
      'key "a" is deleted more than once, in "a.yaml line 1", "a.yaml line 2", "a.yaml line 3", and 1 more; keep one'
    ],
    [[], [deletion('')], 'key "" (from a.yaml line 1) is empty; a key has 1 to 512 bytes']
  ])('of %j and %j is an error', (entries, deletions, problem) => {
    expect(check(entries, deletions).errors.map(({ message }) => message)).toEqual([problem])
  })
})

describe('a key with characters that the API does not document', () => {
  test.each([
    ['a\n', '"a\\n"'],
    [' a', '" a"'],
    ['a ', '"a "'],
    ['a\u0000b', '"a\\u0000b"'],
    ['a\u200bb', '"a\\u200bb"'],
    ['a\u202eb', '"a\\u202eb"']
  ])('causes a warning: %j', (key, shown) => {
    const { errors, warnings } = check([entry(key), entry('b')])
    expect(errors).toEqual([])
    expect(warnings).toEqual([
      {
        message: `1 key has control or invisible characters, or white space at the start or end: ${shown}. The API documents printable, non-whitespace characters`
      }
    ])
  })

  test('causes only one warning for all keys', () => {
    const [warning, second] = check(['a ', 'b ', 'c ', 'd '].map((key) => entry(key))).warnings
    expect(second).toBeUndefined()
    expect(warning?.message).toContain('4 keys have control or invisible characters')
    expect(warning?.message).toContain(': "a ", "b ", "c ", and 1 more. The API')
  })

  test.each(['a b', 'é🙂', '👩\u200d🚀', '❤\ufe0f', 'می\u200cخواهم', 'शक्\u200dति', '東京\u3000駅', 'a/b?c#d%'])(
    'is not the key %j',
    (key) => {
      expect(check([entry(key)]).warnings).toEqual([])
    }
  )
})

test.each([
  [['caf\u00e9', 'cafe\u0301', 'b'], '2 keys', '"caf\\u00e9", "cafe\\u0301"'],
  [['e\u0323\u0301', 'e\u0301\u0323', 'e'], '2 keys', '"e\\u0323\\u0301", "e\\u0301\\u0323"'],
  [['\u212a', 'K', 'a\u0301', '\u00e1'], '4 keys', '"\\u212a", "K", "a\\u0301", "\\u00e1"']
])('keys %j that differ only in normalization cause one warning, escaped', (keys, count, shown) => {
  expect(check(keys.map((key) => entry(key))).warnings).toEqual([
    { message: `${count} differ only in Unicode normalization, so they are different keys: ${shown}` }
  ])
})

import { expect, test } from '@jest/globals'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import type { Entry } from '../../src/entries/entry.ts'
import { checkEntries } from '../../src/plan/limits.ts'

function entry(key: string, size = 1, source = `${key}.json`): Entry {
  return { key, value: { path: `/work/${source}`, size }, source, location: { file: source } }
}

function problemsOf(...entries: Entry[]): string[] {
  const diagnostics = new Diagnostics()
  checkEntries(entries, diagnostics)
  return diagnostics.errors.map(({ message }) => message)
}

test.each([
  ['a', 1],
  ['a/b c%2F!:?#é🙂', 0],
  ['...', 26_214_400],
  ['a'.repeat(512), 1],
  ['é'.repeat(256), 1],
  ['🙂'.repeat(128), 1]
])('key %s with %d bytes is within the limits', (key, size) => {
  expect(problemsOf(entry(key, size))).toEqual([])
})

test.each([
  ['', 'key "" (from x.json) is empty; a key has 1 to 512 bytes'],
  ['.', 'key "." (from x.json) cannot be used: the service refuses . and .. as keys'],
  ['..', 'key ".." (from x.json) cannot be used: the service refuses . and .. as keys'],
  ['a\ud800', 'key "a\\ud800" (from x.json) is not valid Unicode: it has half of a surrogate pair'],
  ['a'.repeat(513), `key "${'a'.repeat(99)}…" (from x.json) is 513 bytes in UTF-8; a key has at most 512`],
  ['é'.repeat(257), `key "${'é'.repeat(99)}…" (from x.json) is 514 bytes in UTF-8; a key has at most 512`],
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
    'key "a" has two sources, "a.json" and "a.yaml"; each key can have one'
  ])
})

test('every problem is told, with the place of its file', () => {
  const diagnostics = new Diagnostics()
  checkEntries([entry('.', 1, 'x'), entry('', 26_214_401, 'y'), entry('.', 1, 'z')], diagnostics)
  expect(diagnostics.errors.map(({ location }) => location?.file)).toEqual(['x', 'y', 'y', 'z', 'z'])
})

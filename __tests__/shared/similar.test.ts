import { expect, test } from '@jest/globals'
import { closest, listed, misspelled } from '../../src/shared/similar.ts'

test.each([
  ['metdata', ['key', 'metadata', 'value'], 'metadata'],
  ['expirationTtl', ['expiration', 'expiration_ttl'], 'expiration_ttl'],
  ['flag', ['flags-of-production', 'flap'], 'flap'],
  ['', ['flags-of-production', 'key'], 'key'],
  ['Feature Flags', ['site-config', 'feature-flags'], 'feature-flags']
])('closest to %s of %j is %s', (name, names, nearest) => {
  expect(closest(name, names, 1)).toEqual([nearest])
})

test.each([
  ['stagign', ['production', 'staging'], 'staging'],
  ['kye', ['value', 'key'], 'key'],
  ['prod', ['staging', 'production'], 'production'],
  ['x', ['a', 'key', 'value'], undefined],
  ['staging', [], undefined]
])('%s with the names %j is a misspelling of %s', (name, names, meant) => {
  expect(misspelled(name, names)).toBe(meant)
})

test('very long names are compared quickly, by their first letters', () => {
  const long = 'x'.repeat(100_000)
  expect(closest(long, [`y${long}`, long], 2)).toEqual([long, `y${long}`])
})

test('the first 20 of many names are listed, with the number of the others', () => {
  expect(listed(['a', 'b\n'])).toBe('"a", "b\\n"')
  const names = Array.from({ length: 21 }, (_, index) => `a${index}`)
  const all = names.slice(0, 20).map((name) => `"${name}"`)
  expect(listed(names.slice(0, 20))).toBe(all.join(', '))
  expect(listed(names)).toBe([...all, 'and 1 more'].join(', '))
})

import { expect, test } from '@jest/globals'
import { describeUnknown, KNOWN, meantBy } from '../../../src/entries/list/known.ts'

test.each([
  ['ttl', 'expiration_ttl'],
  ['TTL', 'expiration_ttl'],
  ['expirationTtl', 'expiration_ttl'],
  ['expiration-ttl', 'expiration_ttl'],
  ['expires', 'expiration'],
  ['expiry', 'expiration'],
  ['meta', 'metadata'],
  ['metdata', 'metadata'],
  ['name', 'key'],
  ['Key', 'key'],
  ['path', 'file'],
  ['contents', 'value'],
  ['valeu', 'value'],
  ['remove', 'delete'],
  ['is_base64', 'base64'],
  ['bas64', 'base64']
])('%s means %s', (name, meant) => {
  expect(meantBy(name)).toBe(meant)
  expect(describeUnknown(name)).toBe(`unknown property "${name}"; did you mean "${meant}"?`)
})

test('every known property means itself', () => {
  expect(KNOWN.map(meantBy)).toEqual(KNOWN)
})

test.each(['enabled', 'toString', '__proto__', '', 'x', 'country', 'comment'])('%s means no known property', (name) => {
  expect(meantBy(name)).toBeUndefined()
  expect(describeUnknown(name)).toBe(
    `unknown property "${name}"; an entry can have key, value, file, base64, metadata, expiration, expiration_ttl, delete`
  )
})

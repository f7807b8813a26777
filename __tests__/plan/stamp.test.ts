import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { formatStamp, isOwn, MANAGED_BY, type Owner, parseStamp } from '../../src/plan/stamp.ts'
import { MANY } from '../support/fuzz.ts'

const SITE: Owner = { managedBy: 'octo/site', keyPrefix: '' }

function stamped(owner: Owner, key: string, digest = '0123456789abcdefghijkl'): object {
  return { by: 'ci', 'kv-put-action': formatStamp(owner, key, digest) }
}

describe('a stamp', () => {
  test('names managed-by, the bytes of key-prefix, the key and the digest', () => {
    const key = '🔒/a'
    const keyDigest = createHash('sha256').update(key).digest('base64url').slice(0, 6)
    expect(formatStamp({ managedBy: 'octo/site', keyPrefix: '🔒/' }, key, 'digest')).toBe(
      `octo/site:5:${keyDigest} digest`
    )
  })

  test('is read as it was written, for any names', () => {
    const managedBy = fc.option(fc.stringMatching(MANAGED_BY), { nil: undefined })
    fc.assert(
      fc.property(
        managedBy,
        fc.string({ unit: 'grapheme', maxLength: 20 }),
        fc.string(),
        (managedBy, keyPrefix, name) => {
          const owner = { managedBy, keyPrefix }
          const key = keyPrefix + name
          expect(parseStamp(key, stamped(owner, key))).toEqual({ managedBy, prefixBytes: Buffer.byteLength(keyPrefix) })
          expect(isOwn(key, stamped(owner, key), owner)).toBe(true)
        }
      ),
      MANY
    )
  })

  test('of a later version, with more after the first word, says who manages the key', () => {
    const text = formatStamp(SITE, 'a', 'v2;sha512=abc more')
    expect(parseStamp('a', { 'kv-put-action': text })).toEqual({ managedBy: 'octo/site', prefixBytes: 0 })
  })

  test('of a key does not count for a copy of the key', () => {
    expect(parseStamp('b', stamped(SITE, 'a'))).toBeUndefined()
    expect(isOwn('b', stamped(SITE, 'a'), SITE)).toBe(false)
  })

  const valid = formatStamp(SITE, 'a', 'x')

  test.each([
    [undefined],
    [valid],
    [{ 'kv-put-action': 1 }],
    [{ 'kv-put-action': 'octo/site nrr4LJ4u87PdhzIGval4Dk' }],
    [{ 'kv-put-action': valid.replace(' x', '') }],
    [{ 'kv-put-action': valid.replace(' x', ' x\ny') }],
    [{ 'kv-put-action': ` ${valid}` }],
    [{ 'kv-put-action': `-${valid}` }],
    [{ 'kv-put-action': `${'a'.repeat(132)}${valid}` }],
    [{ 'kv-put-action': valid.replace('octo/site', '') }],
    [{ 'kv-put-action': valid.replace(':0:', ':00:') }],
    [{ 'kv-put-action': valid.replace(':0:', ':1000:') }],
    [{ 'kv-put-action': valid.replace(' x', 'A x') }]
  ])('%j has no stamp', (metadata) => {
    expect(parseStamp('a', metadata)).toBeUndefined()
  })
})

describe('a key is owned', () => {
  test.each<[string | undefined, string, string | undefined, string, string, boolean]>([
    ['octo/site', 'app/', 'octo/site', 'app/', 'app/a', true],
    ['octo/site', '', 'octo/site', 'app/', 'app/a', false],
    ['octo/site', 'app/', 'octo/site', '', 'app/a', false],
    ['octo/site', 'app', 'octo/site', 'app2', 'app2/a', false],
    ['octo/site', 'app/', 'octo/other', 'app/', 'app/a', false],
    [undefined, 'app/', undefined, 'app/', 'app/a', true],
    ['octo/site', '', undefined, '', 'a', false],
    [undefined, '', 'octo/site', '', 'a', false],
    ['octo/site', '🔒/', 'octo/site', '🔒/', '🔒/a', true],
    ['octo/site', 'é', 'octo/site', 'ab', 'ab', false]
  ])(
    'by %s with prefix "%s" if %s with prefix "%s" wrote it as %s: %j',
    (managedBy, keyPrefix, otherManager, otherPrefix, key, isIn) => {
      const metadata = stamped({ managedBy: otherManager, keyPrefix: otherPrefix }, key)
      expect(isOwn(key, metadata, { managedBy, keyPrefix })).toBe(isIn)
    }
  )
})

test.each([
  ['octo/site', true],
  ['-', false],
  ['-a', false],
  ['a'.repeat(140), true],
  ['A-Z.a_z/0@9+-', true],
  ['', false],
  ['a'.repeat(141), false],
  ['a:b', false],
  ['é', false],
  ['a\n', false]
])('managed-by "%s" is valid: %j', (text, isValid) => {
  expect(MANAGED_BY.test(text)).toBe(isValid)
})

import { expect, test } from '@jest/globals'
import { Digest, formatStamp, parseStamp } from '../../src/plan/stamp.ts'

function digestOf(expiry: string, metadata: string, value: string): string {
  const bytes = Buffer.from(value)
  const digest = new Digest(expiry, metadata, bytes.length)
  digest.update(bytes)
  return digest.finish()
}

test('a digest is the same in every version', () => {
  expect(digestOf('', '', '')).toBe('nrr4LJ4u87PdhzIGval4Dk')
  expect(digestOf('2000000000', '{"by":"é"}', 'on\n')).toBe('OQowg-ZoUUXmw1rp--JN6a')
})

test('a digest depends on each part, and on where one ends', () => {
  const parts = [
    ['', '', ''],
    ['1', '', ''],
    ['+1', '', ''],
    ['', '1', ''],
    ['', '', '1'],
    ['', '1:', ''],
    ['', '', '1:'],
    ['11', '', '1']
  ] as const
  expect(new Set(parts.map(([expiry, metadata, value]) => digestOf(expiry, metadata, value))).size).toBe(parts.length)
})

test('a digest of a value in pieces is that of the whole', () => {
  const digest = new Digest('', '', 4)
  for (const piece of ['a', 'bc', '', 'd']) digest.update(Buffer.from(piece))
  expect(digest.finish()).toBe(digestOf('', '', 'abcd'))
})

test.each(['octo/site', ''])('a stamp of the repository "%s" is read as it was written', (repository) => {
  const stamp = { repository, digest: digestOf('', '', '') }
  expect(parseStamp({ by: 'ci', 'kv-put-action': formatStamp(stamp) })).toEqual(stamp)
})

test.each([
  [undefined],
  [null],
  ['octo/site nrr4LJ4u87PdhzIGval4Dk'],
  [[1]],
  [{}],
  [{ 'kv-put-action': 1 }],
  [{ 'kv-put-action': 'octo/site' }],
  [{ 'kv-put-action': 'octo/site tooshort' }],
  [{ 'kv-put-action': 'octo/site nrr4LJ4u87PdhzIGval4Dk5' }],
  [{ 'kv-put-action': ['octo/site nrr4LJ4u87PdhzIGval4Dk'] }],
  [{ 'kv-put-action': 'octo/site more nrr4LJ4u87PdhzIGval4Dk' }]
])('%j has no stamp', (metadata) => {
  expect(parseStamp(metadata)).toBeUndefined()
})

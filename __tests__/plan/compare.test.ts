import { describe, expect, test } from '@jest/globals'
import type { Entry } from '../../src/entries/entry.ts'
import type { HeldKey } from '../../src/kv/held.ts'
import { compareEntries, findDeletions, isOwn } from '../../src/plan/compare.ts'

const STAMP = 'octo/site 0123456789abcdefghijkl'
const METADATA = `{"n":1.0,"by":["ci"],"kv-put-action":"${STAMP}"}`

function entry(key: string, parts: Partial<Entry> = {}): Entry {
  return { key, value: { bytes: Buffer.from('v'), size: 1 }, source: 'entries', metadata: METADATA, ...parts }
}

describe('an entry that the namespace holds', () => {
  test.each<[string, unknown, string]>([
    ['with the same metadata', { n: 1, by: ['ci'], 'kv-put-action': STAMP }, 'unchanged'],
    ['with it in another order', { 'kv-put-action': STAMP, by: ['ci'], n: 1 }, 'unchanged'],
    ['with another stamp', { n: 1, by: ['ci'], 'kv-put-action': STAMP.replace('0', '1') }, 'changed'],
    ['with the stamp of another repository', { n: 1, by: ['ci'], 'kv-put-action': `un${STAMP}` }, 'changed'],
    ['with the stamp beside other metadata', { n: 2, by: ['ci'], 'kv-put-action': STAMP }, 'changed'],
    ['with the stamp alone', { 'kv-put-action': STAMP }, 'changed'],
    ['without metadata', null, 'changed'],
    ['without metadata that is told', undefined, 'changed']
  ])('%s', (_how, metadata, status) => {
    expect(compareEntries([entry('a')], new Map([['a', { metadata }]]))).toEqual([{ entry: entry('a'), status }])
  })

  test('is written again with a TTL, and as it is with an expiration', () => {
    const held = new Map<string, HeldKey>(['a', 'b'].map((key) => [key, { metadata: JSON.parse(METADATA) as unknown }]))
    const entries = [entry('a', { expiry: { expirationTtl: 60 } }), entry('b', { expiry: { expiration: 2e9 } })]
    expect(compareEntries(entries, held).map(({ status }) => status)).toEqual(['changed', 'unchanged'])
  })
})

test('an entry that the namespace does not hold is new', () => {
  expect(compareEntries([entry('a')], new Map([['b', {}]]))).toEqual([{ entry: entry('a'), status: 'new' }])
})

test('what the repository wrote and no entry has is removed', () => {
  const own = { metadata: { 'kv-put-action': STAMP } }
  const held = new Map<string, HeldKey>([
    ['a', own],
    ['gone', own],
    ['theirs', { metadata: { 'kv-put-action': `un${STAMP}` } }],
    ['bare', {}]
  ])
  expect(findDeletions([entry('a')], held, 'octo/site')).toEqual([
    { entry: { key: 'gone', source: 'prune' }, status: 'to-delete' }
  ])
})

test('what has no repository is nobody’s own', () => {
  expect(isOwn({ 'kv-put-action': ` ${STAMP.slice(-22)}` }, '')).toBe(false)
})

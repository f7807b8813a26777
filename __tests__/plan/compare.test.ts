import { describe, expect, test } from '@jest/globals'
import type { Entry } from '../../src/entries/entry.ts'
import type { HeldKey } from '../../src/kv/listing.ts'
import { compareDeletions, compareEntries, writeAll } from '../../src/plan/compare.ts'
import type { Sync } from '../../src/plan/compare.ts'
import { formatStamp } from '../../src/plan/stamp.ts'
import { WRITE_ALL } from '../support/run-inputs.ts'

const STAMP = 'octo/site:0:ypeBEs 0123456789abcdefghijkl'
const METADATA = `{"n":1.0,"by":["ci"],"kv-put-action":"${STAMP}"}`
const COMPARE: Sync = { ...WRITE_ALL, skipUnchanged: true }

function entry(key: string, parts: Partial<Entry> = {}): Entry {
  return { key, value: { bytes: Buffer.from('v'), size: 1 }, source: 'entries', metadata: METADATA, ...parts }
}

function statuses(entries: readonly Entry[], held: Record<string, HeldKey>, sync: Partial<Sync> = {}): string[] {
  const changes = compareEntries(entries, new Map(Object.entries(held)), { ...COMPARE, ...sync })
  expect(changes.map(({ entry }) => entry)).toEqual(entries)
  return changes.map(({ status }) => status)
}

describe('an entry that the namespace holds', () => {
  test.each<[string, unknown, string]>([
    ['with the same metadata is unchanged', { n: 1, by: ['ci'], 'kv-put-action': STAMP }, 'unchanged'],
    ['with the same metadata in another order is unchanged', { 'kv-put-action': STAMP, by: ['ci'], n: 1 }, 'unchanged'],
    ['with another digest is changed', { n: 1, by: ['ci'], 'kv-put-action': STAMP.replace(' 0', ' 1') }, 'changed'],
    ['with another prefix is changed', { n: 1, by: ['ci'], 'kv-put-action': STAMP.replace(':0', ':1') }, 'changed'],
    ['with the same stamp and other metadata is changed', { n: 2, by: ['ci'], 'kv-put-action': STAMP }, 'changed'],
    ['without metadata is changed', undefined, 'changed']
  ])('%s', (_how, metadata, status) => {
    expect(statuses([entry('a')], { a: { metadata } })).toEqual([status])
  })

  test.each<[Entry['expiry'], number | undefined, string]>([
    [undefined, undefined, 'unchanged'],
    [undefined, 2e9, 'changed'],
    [{ expiration: 2e9 }, undefined, 'changed'],
    [{ expiration: 2e9 }, 2e9 + 1, 'changed'],
    [{ expiration: 2e9 }, 2e9, 'unchanged'],
    [{ expirationTtl: 60 }, 2e9, 'changed']
  ])('with the expiry %j and the held expiration %d is %s', (expiry, expiration, status) => {
    const held = { metadata: JSON.parse(METADATA) as unknown, ...(expiration !== undefined && { expiration }) }
    expect(statuses([entry('a', expiry && { expiry })], { a: held })).toEqual([status])
  })

  test.each([
    ['octo/site:0:ypeBEs 0123456789abcdefghijkl', 'unchanged'],
    ['-:0:ypeBEs 0123456789abcdefghijkl', 'unchanged'],
    ['octo/site:1:ypeBEs 0123456789abcdefghijkl', 'changed'],
    ['octo/site:0:ypeBEs 1123456789abcdefghijkl', 'changed']
  ])('with the stamp "%s" is %s for a run without managed-by', (stamp, status) => {
    const planned = entry('a', { metadata: METADATA.replace('octo/site', '-') })
    const held = { a: { metadata: { n: 1, by: ['ci'], 'kv-put-action': stamp } } }
    expect(statuses([planned], held, { managedBy: undefined })).toEqual([status])
  })

  test('is foreign if this set did not write it, and it is not unchanged', () => {
    const stamp = (managedBy: string | undefined, key: string): HeldKey => ({
      metadata: { 'kv-put-action': formatStamp({ managedBy, keyPrefix: '' }, key, 'x') }
    })
    const held = new Map<string, HeldKey>([
      ['own', stamp('octo/site', 'own')],
      ['theirs', stamp('octo/other', 'theirs')],
      ['of-no-set', stamp(undefined, 'of-no-set')],
      ['copy', stamp('octo/site', 'own')],
      ['bare', {}],
      ['same', { metadata: JSON.parse(METADATA) as unknown }]
    ])
    const keys = [...held.keys(), 'new']
    const foreign = (sync: Sync): string[] =>
      [
        ...compareEntries(
          keys.map((key) => entry(key)),
          held,
          sync
        ),
        ...compareDeletions(
          keys.map((key) => ({ key, source: 'line 1' })),
          held,
          sync
        )
      ].flatMap(({ entry, status, isForeign }) => (isForeign ? [`${entry.key} ${status}`] : []))
    const others = ['theirs', 'of-no-set', 'copy', 'bare']
    expect(foreign(COMPARE)).toEqual([
      ...others.map((key) => `${key} changed`),
      ...[...others, 'same'].map((key) => `${key} to-delete`)
    ])
    expect(foreign({ ...WRITE_ALL, ifKeyExists: 'keep' })).toEqual([])
  })
})

test('an entry that the namespace does not hold is new', () => {
  expect(statuses([entry('a')], { b: {} })).toEqual(['new'])
})

describe('if-key-exists', () => {
  const held = {
    same: { metadata: JSON.parse(METADATA) as unknown },
    other: {},
    ttl: { metadata: JSON.parse(METADATA) as unknown }
  }
  const entries = [entry('same'), entry('other'), entry('new'), entry('ttl', { expiry: { expirationTtl: 60 } })]

  test.each<[Partial<Sync>, string[]]>([
    [{ ifKeyExists: 'overwrite' }, ['unchanged', 'changed', 'new', 'changed']],
    [{ ifKeyExists: 'keep' }, ['unchanged', 'kept', 'new', 'kept']],
    [{ ifKeyExists: 'keep', skipUnchanged: false }, ['kept', 'kept', 'new', 'kept']],
    [{ ifKeyExists: 'error', skipUnchanged: false }, ['to-write', 'to-write', 'new', 'to-write']]
  ])('%j', (sync, expected) => {
    expect(statuses(entries, held, sync)).toEqual(expected)
  })
})

describe('a deletion of a list', () => {
  const deletions = ['held', 'absent'].map((key) => ({ key, source: 'line 1' }))
  const held = new Map([['held', {}]])

  test('is planned only if the key exists, in a run that compares', () => {
    expect(compareDeletions(deletions, held, COMPARE)).toEqual([
      { entry: deletions[0], status: 'to-delete', isForeign: true },
      { entry: deletions[1], status: 'unchanged' }
    ])
  })

  test('is always planned in a run that does not compare', () => {
    const changes = compareDeletions(deletions, held, { ...WRITE_ALL, ifKeyExists: 'keep' })
    expect(changes.map(({ status }) => status)).toEqual(['to-delete', 'to-delete'])
    expect(writeAll({ entries: [entry('a')], deletions }).map(({ status }) => status)).toEqual([
      'to-write',
      'to-delete',
      'to-delete'
    ])
  })
})

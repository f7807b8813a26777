import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { HeldKey } from '../../src/kv/listing.ts'
import { allowedDeletions, checkMaxDeletions, findDeletions, type MaxDeletions } from '../../src/plan/prune.ts'
import { formatStamp } from '../../src/plan/stamp.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { MANY } from '../support/fuzz.ts'

const APP = { managedBy: 'octo/site', keyPrefix: 'app/' }

function heldBy(owner: typeof APP, key: string, stampedKey = key): [string, HeldKey] {
  return [key, { metadata: { 'kv-put-action': formatStamp(owner, stampedKey, 'x') } }]
}

function problemOf(count: number, inSet: number, max: MaxDeletions, owner = APP): string | undefined {
  const diagnostics = new Diagnostics()
  const deletions = Array.from({ length: count }, (_, index) => {
    return { entry: { key: `app/${index}`, source: 'prune' }, status: 'to-delete' } as const
  })
  checkMaxDeletions({ deletions, inSet, elsewhere: 0 }, { ...owner, maxDeletions: max }, diagnostics)
  return diagnostics.errors[0]?.message
}

test('only keys of the set that are not planned are deleted', () => {
  const held = new Map([
    heldBy(APP, 'app/planned'),
    heldBy(APP, 'app/gone'),
    heldBy({ ...APP, managedBy: 'octo/other' }, 'app/theirs'),
    heldBy({ ...APP, keyPrefix: '' }, 'app/of-another-step'),
    heldBy({ ...APP, keyPrefix: '' }, 'app/planned-by-two'),
    heldBy(APP, 'app/copy', 'app/gone'),
    ['app/bare', {}] as [string, HeldKey]
  ])
  const planned = new Set(['app/planned', 'app/planned-by-two'])
  expect(findDeletions(planned, held, APP)).toEqual({
    deletions: [{ entry: { key: 'app/gone', source: 'prune' }, status: 'to-delete' }],
    inSet: 2,
    elsewhere: 1
  })
})

describe('max-deletions', () => {
  test.each<[MaxDeletions, number, number]>([
    [{ percent: 30 }, 0, 3],
    [{ percent: 30 }, 10, 3],
    [{ percent: 30 }, 11, 4],
    [{ percent: 30 }, 100, 30],
    [{ percent: 30 }, 101, 31],
    [{ percent: 1 }, 100, 3],
    [{ percent: 1 }, 1000, 10],
    [{ percent: 100 }, 50, 50],
    [{ percent: 0 }, 50, 0],
    [{ count: 0 }, 50, 0],
    [{ count: 2 }, 50, 2],
    [{ count: 90 }, 50, 90]
  ])('%j of %d keys allows %d', (max, inSet, allowed) => {
    expect(allowedDeletions(max, inSet)).toBe(allowed)
    if (allowed <= inSet) expect(problemOf(allowed, inSet, max)).toBeUndefined()
    if (allowed < inSet) expect(problemOf(allowed + 1, inSet, max)).toContain(`allows ${allowed}`)
  })

  test('that is too low is reported with the numbers, the first keys and what to do', () => {
    expect(problemOf(49, 50, { percent: 30 })).toBe(
      'prune would delete 49 of the 50 keys that "octo/site" manages under "app/", and max-deletions allows 15 (30%): ' +
        '"app/0", "app/1", "app/2", "app/3", "app/4", "app/5", "app/6", "app/7", "app/8", "app/9" and 39 more. ' +
        'Check that glob, entries or entries-file selects all keys that should stay. ' +
        'If these deletions are meant, set max-deletions to 49 or 98%'
    )
    expect(problemOf(1, 1, { count: 0 }, { ...APP, keyPrefix: '' })).toContain(
      '1 of the 1 key that "octo/site" manages without a key-prefix, and max-deletions allows 0: "app/0". Check'
    )
  })

  test('is high enough when it is set as the message suggests', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.nat(5000), (count, others) => {
        const message = problemOf(count + 1, count + 1 + others, { count: 0 }) ?? ''
        const [, proposedCount, percent] = /to (\d+) or (\d+)%$/.exec(message) ?? []
        expect(Number(proposedCount)).toBe(count + 1)
        expect(problemOf(count + 1, count + 1 + others, { percent: Number(percent) })).toBeUndefined()
      }),
      { ...MANY, numRuns: 200 }
    )
  })
})

import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { HeldKey } from '../../src/kv/listing.ts'
import type { Change } from '../../src/plan/change.ts'
import type { MaxDeletions } from '../../src/plan/compare.ts'
import { allowedDeletions, findDeletions, readSet } from '../../src/plan/prune.ts'
import { formatStamp, type Owner } from '../../src/plan/stamp.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { MANY } from '../support/fuzz.ts'
import { WRITE_ALL } from '../support/run-inputs.ts'

const APP: Owner = { managedBy: 'octo/site', keyPrefix: 'app/' }

function heldBy(owner: Owner, key: string, stampedKey = key): [string, HeldKey] {
  return [key, { metadata: { 'kv-put-action': formatStamp(owner, stampedKey, 'x') } }]
}

interface Pruned {
  readonly deletions: readonly Change[]
  readonly problem: string | undefined
}

function prune(held: [string, HeldKey][], planned: string[], maxDeletions: MaxDeletions, owner = APP): Pruned {
  const diagnostics = new Diagnostics()
  const deletions = findDeletions(
    new Set(planned),
    new Map(held),
    { ...WRITE_ALL, ...owner, maxDeletions },
    diagnostics
  )
  return { deletions, problem: diagnostics.errors[0]?.message }
}

/** What is said when the plan has none of the first `count` keys of a set, and all others. */
function problemOf(count: number, inSet: number, max: MaxDeletions, owner = APP): string | undefined {
  const held = Array.from({ length: inSet }, (_, index) => heldBy(owner, `${owner.keyPrefix}${index}`))
  return prune(
    held,
    held.slice(count).map(([key]) => key),
    max,
    owner
  ).problem
}

test('the planned keys and those of the set are read, and those of other sets are counted', async () => {
  const other = { ...APP, managedBy: 'octo/other' }
  const held = [
    heldBy(APP, 'app/own'),
    heldBy(other, 'app/planned'),
    heldBy(other, 'app/a'),
    heldBy(other, 'app/b'),
    heldBy({ ...APP, keyPrefix: '' }, 'app/of-another-prefix'),
    heldBy({ ...APP, managedBy: undefined }, 'app/of-no-set'),
    ['app/bare', {}] as [string, HeldKey]
  ]
  const prefixes: string[] = []
  const reader = {
    async *under(prefix: string) {
      prefixes.push(prefix)
      yield* await Promise.resolve(held.map(([name, key]) => ({ name, ...key })))
    }
  }
  const found = await readSet(reader, new Set(['app/planned', 'app/new']), APP)
  expect(prefixes).toEqual(['app/'])
  expect([...found.held.keys()]).toEqual(['app/own', 'app/planned'])
  expect([...found.others]).toEqual([
    ['octo/other', 2],
    ['octo/site', 1]
  ])
})

test('only keys of the set that are not planned are deleted', () => {
  const held = [
    heldBy(APP, 'app/planned'),
    heldBy(APP, 'app/gone'),
    heldBy({ ...APP, managedBy: 'octo/other' }, 'app/theirs'),
    heldBy({ ...APP, managedBy: undefined }, 'app/of-no-set'),
    heldBy({ ...APP, keyPrefix: '' }, 'app/of-another-prefix'),
    heldBy(APP, 'app/copy', 'app/gone'),
    ['app/bare', {}] as [string, HeldKey]
  ]
  expect(prune(held, ['app/planned', 'app/new'], { percent: 30 })).toEqual({
    deletions: [{ entry: { key: 'app/gone', source: 'no longer planned' }, status: 'to-delete' }],
    problem: undefined
  })
  expect(prune(held, [], { percent: 100 }, { ...APP, managedBy: undefined }).deletions).toEqual([])
})

describe('max-deletions', () => {
  test.each<[MaxDeletions, number, number]>([
    [{ percent: 30 }, 0, 0],
    [{ percent: 30 }, 1, 0],
    [{ percent: 30 }, 4, 3],
    [{ percent: 30 }, 11, 4],
    [{ percent: 30 }, 101, 31],
    [{ percent: 1 }, 100, 3],
    [{ percent: 99 }, 50, 49],
    [{ percent: 100 }, 50, 50],
    [{ percent: 0 }, 50, 0],
    [{ count: 0 }, 50, 0],
    [{ count: 1 }, 1, 1],
    [{ count: 90 }, 50, 90]
  ])('%j of %d keys allows %d', (max, inSet, allowed) => {
    expect(allowedDeletions(max, inSet)).toBe(allowed)
    if (allowed <= inSet) expect(problemOf(allowed, inSet, max)).toBeUndefined()
    if (allowed < inSet) expect(problemOf(allowed + 1, inSet, max)).toContain(`allows ${allowed}`)
  })

  test('that is too low is reported with the numbers, the first keys, and the other cause first', () => {
    expect(problemOf(49, 50, { percent: 30 })).toBe(
      'prune would delete 49 of the 50 keys of the set "octo/site" under "app/", and max-deletions allows 15 (30%): ' +
        '"app/0", "app/1", "app/2", "app/3", "app/4", "app/5", "app/6", "app/7", "app/8", "app/9", and 39 more. ' +
        'Find the cause: if another step uses managed-by "octo/site", give each its own; ' +
        'if glob, entries or entries-file misses keys that should stay, correct it; ' +
        'if these deletions are meant, set max-deletions to 49 or 98%'
    )
    expect(problemOf(1, 1, { count: 0 }, { ...APP, keyPrefix: '' })).toContain(
      '1 of the 1 key of the set "octo/site", and max-deletions allows 0: "0". Find'
    )
  })

  test('is high enough when it is set as the message suggests', () => {
    fc.assert(
      fc.property(fc.nat(300), fc.nat(300), (count, others) => {
        const message = problemOf(count + 1, count + 1 + others, { count: 0 }) ?? ''
        const [, proposedCount, percent] = /to (\d+) or (\d+)%$/.exec(message) ?? []
        expect(Number(proposedCount)).toBe(count + 1)
        expect(problemOf(count + 1, count + 1 + others, { percent: Number(percent) })).toBeUndefined()
      }),
      { ...MANY, numRuns: 100 }
    )
  })
})

import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { HeldKey } from '../../src/kv/listing.ts'
import type { Change } from '../../src/plan/change.ts'
import { checkPlanId, PLAN_ID, planId } from '../../src/plan/plan-id.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { times } from '../support/fuzz.ts'

const NAMESPACE = '0f2ac74b498b48028cb68387c421e279'

type Held = Readonly<Record<string, HeldKey>>

function write(
  key: string,
  status: 'new' | 'changed' | 'unchanged' | 'kept' = 'new',
  stamp = 'octo/site:0:abcdef x'
): Change {
  const metadata = JSON.stringify({ by: 'ci', 'kv-put-action': stamp })
  return { entry: { key, value: { bytes: Buffer.of(), size: 0 }, source: 'entries', metadata }, status }
}

function remove(key: string, status: 'to-delete' | 'unchanged' = 'to-delete'): Change {
  return { entry: { key, source: 'prune' }, status }
}

function idOf(changes: readonly Change[], held: Held = {}, namespaceId = NAMESPACE): string {
  return planId(namespaceId, changes, new Map(Object.entries(held)))
}

describe('a plan ID', () => {
  test('is the digest of the namespace ID and each key in order, each part after its length', () => {
    const changes = [remove('🙂'), write('～', 'changed', 's t'), write('é')]
    const held = { '～': { metadata: { b: 1, a: 'é' }, expiration: 2_000_000_000 }, '🙂': { metadata: null } }
    const text = [
      `32:${NAMESPACE}`,
      '2:é3:new20:octo/site:0:abcdef x0:0:',
      '4:🙂9:to-delete0:0:0:',
      '3:～7:changed3:s t16:{"a":"é","b":1}10:2000000000'
    ].join('')
    expect(idOf(changes, held)).toBe(`p1-${createHash('sha256').update(text).digest('hex').slice(0, 32)}`)
    expect(idOf(changes, held)).toMatch(PLAN_ID)
  })

  test('changes with every change of the plan and of the current pairs of its keys', () => {
    const ids = [
      idOf([]),
      idOf([], {}, NAMESPACE.replace('0', '1')),
      idOf([write('a')]),
      idOf([write('b')]),
      idOf([write('a', 'new', 'octo/site:0:abcdef y')]),
      idOf([write('a', 'changed')]),
      idOf([write('a', 'unchanged')]),
      idOf([write('a', 'kept')]),
      idOf([remove('a')]),
      idOf([remove('a', 'unchanged')]),
      idOf([write('a'), write('b')]),
      idOf([write('a', 'changed')], { a: { metadata: {} } }),
      idOf([write('a', 'changed')], { a: { metadata: '' } }),
      idOf([write('a', 'changed')], { a: { metadata: { a: [1, 2] } } }),
      idOf([write('a', 'changed')], { a: { metadata: { a: [2, 1] } } }),
      idOf([write('a', 'changed')], { a: { expiration: 1 } }),
      idOf([write('a', 'changed')], { a: { expiration: 2 } }),
      idOf([write('a', 'changed')], { a: { metadata: {}, expiration: 2 } })
    ]
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('does not depend on the order of the plan or of properties, or on other keys of the namespace', () => {
    const key = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 3 })
    const changes = fc.uniqueArray(fc.tuple(key, fc.jsonValue()), { selector: ([name]) => name, maxLength: 6 })
    fc.assert(
      fc.property(changes, fc.integer(), (pairs, other) => {
        const writes = pairs.map(([name]) => write(name, 'changed'))
        const held = Object.fromEntries(
          pairs.map(([name, value]) => [name, { metadata: { a: value, b: [{ c: 1, d: 2 }] } }])
        )
        const reordered = Object.fromEntries(
          pairs.toReversed().map(([name, value]) => [name, { metadata: { b: [{ d: 2, c: 1 }], a: value } }])
        )
        expect(idOf(writes.toReversed(), { ...reordered, 'something else': { metadata: other } })).toBe(
          idOf(writes, held)
        )
      }),
      times(200)
    )
  })
})

describe('the plan that was approved', () => {
  const id = `p1-${'a'.repeat(32)}`
  const approvedId = `p1-${'b'.repeat(32)}`

  function problems(expected: string | undefined, foreign = 0): string[] {
    const diagnostics = new Diagnostics()
    const keys = Array.from({ length: foreign }, (_, index): Change => ({
      ...write(`k${index}`, 'changed'),
      isForeign: true
    }))
    const changes = [write('a', 'new'), write('b', 'unchanged'), ...keys]
    checkPlanId(id, changes, expected, diagnostics)
    return diagnostics.errors.map(({ message }) => message)
  }

  test('can be any, or this one', () => {
    expect([...problems(undefined), ...problems(id)]).toEqual([])
  })

  test('that differs from this plan is reported with the counts and what to do', () => {
    expect(problems(approvedId)).toEqual([
      `the plan is not the approved one: expected-plan-id is ${approvedId}, and the plan has the ID ${id}. The plan is now 1 new, 1 unchanged; compare these counts with those of the approved dry run. Either expected-plan-id is not the plan-id of that dry run, or the files, the inputs or the namespace have changed since. Plan and approve again, with "Re-run all jobs": "Re-run failed jobs" would expect the old plan again`
    ])
  })

  test.each([
    [1, '. 1 planned key was not written by this set: "k0". Plan'],
    [
      12,
      '. 12 planned keys were not written by this set: "k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7", "k8", "k9", and 2 more. Plan'
    ]
  ])('is reported with %d keys that somebody else wrote', (foreign, text) => {
    expect(problems(approvedId, foreign)[0]).toContain(text)
  })
})

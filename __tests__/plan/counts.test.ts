import { describe, expect, test } from '@jest/globals'
import type { Change, ChangeStatus } from '../../src/plan/change.ts'
import { countChanges, describePlan } from '../../src/plan/counts.ts'
import { outcome } from '../support/reports.ts'

function changes(counts: Partial<Record<ChangeStatus, number>>): Change[] {
  return Object.entries(counts).flatMap(([status, length]) =>
    Array.from({ length }, (_, index) => ({ entry: outcome(`${status}/${index}`).entry, status }) as Change)
  )
}

test.each<[Partial<Record<ChangeStatus, number>>, string]>([
  [{ new: 3, changed: 1, unchanged: 9996, 'to-delete': 2 }, '3 new, 1 changed, 2 to delete, 9,996 unchanged'],
  [{ 'to-write': 1200, kept: 1 }, '1,200 to write, 1 kept'],
  [{}, 'no keys']
])('changes are counted by status, without zeros: %j', (counts, text) => {
  expect(countChanges(changes(counts))).toBe(text)
})

describe('the log of a plan', () => {
  test('names what is deleted, changed, new and written', () => {
    const pruned: Change = { entry: { key: 'old key', source: 'no longer planned' }, status: 'to-delete' }
    const foreign: Change = { entry: outcome('x\n').entry, status: 'changed', isForeign: true }
    const plan = [...changes({ new: 1, unchanged: 1, kept: 1, 'to-write': 1, 'to-delete': 1 }), pruned, foreign]
    expect(describePlan(plan)).toEqual([
      'Plan: 1 new, 1 changed, 1 to write, 2 to delete, 1 kept, 1 unchanged',
      '− to-delete/0',
      '− "old key" (no longer planned)',
      '~ "x\\n" (not written by this set)',
      '+ new/0',
      '+ to-write/0'
    ])
  })

  test('names the first 20 of each kind of write, and counts the others', () => {
    const lines = describePlan(changes({ new: 25, changed: 20 }))
    expect(lines).toHaveLength(1 + 20 + 21)
    expect(lines.at(-1)).toBe('and 5 more new')
  })

  test('names the first 100 deletions, in a group', () => {
    const lines = describePlan(changes({ 'to-delete': 1200 }))
    expect(lines.slice(1, 3)).toEqual(['::group::− 1,200 to delete', '− to-delete/0'])
    expect(lines.slice(-3)).toEqual(['− to-delete/99', 'and 1,100 more to delete', '::endgroup::'])
    expect(describePlan(changes({ 'to-delete': 20 }))).toHaveLength(21)
  })
})

import { expect, test } from '@jest/globals'
import type { ChangeStatus } from '../../src/plan/change.ts'
import { countChanges } from '../../src/plan/counts.ts'
import { outcome } from '../support/reports.ts'

const { entry } = outcome('a')

function count(counts: Partial<Record<ChangeStatus, number>>): string {
  const statuses = Object.entries(counts).flatMap(([status, length]) =>
    Array.from({ length }, () => status as ChangeStatus)
  )
  return countChanges(statuses.map((status) => ({ entry, status })))
}

test('changes are counted by status, and deletions are left out if there are none', () => {
  expect(count({ new: 3, changed: 1, unchanged: 9996, 'to-delete': 2 })).toBe(
    '3 new, 1 changed, 9,996 unchanged, 2 to delete'
  )
  expect(count({ changed: 1 })).toBe('0 new, 1 changed, 0 unchanged')
  expect(count({ unchanged: 1, 'to-delete': 1 })).toBe('0 new, 0 changed, 1 unchanged, 1 to delete')
  expect(count({ new: 2, kept: 1 })).toBe('2 new, 0 changed, 0 unchanged, 1 kept')
  expect(count({ new: 2, 'to-write': 1 })).toBe('2 new, 0 changed, 0 unchanged, 1 to write')
})

test('a run that does not compare counts its writes and deletions', () => {
  expect(count({ 'to-write': 1200 })).toBe('1,200 to write')
  expect(count({ 'to-write': 3, 'to-delete': 1 })).toBe('3 to write, 1 to delete')
  expect(count({})).toBe('0 to write')
})

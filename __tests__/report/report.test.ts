import { describe, expect, test } from '@jest/globals'
import type { Outcome, Status } from '../../src/publish/outcome.ts'
import { reportDefect, reportPlanned, reportProblems, reportWrites, type Totals } from '../../src/report/report.ts'
import { NAMESPACE_ID, outcome, reportOf } from '../support/reports.ts'

const NO_RESPONSE = { errors: [], messages: [], result: null }

describe('a report', () => {
  test('is a success when every key was written', () => {
    const report = reportOf([outcome('a'), outcome('b')])
    expect(report).toMatchObject({ success: true, totals: { written: 2, unchanged: 0, deleted: 0, failed: 0 } })
  })

  test('is no success when one was not', () => {
    const report = reportOf([outcome('a'), outcome('b', '10033 no')])
    expect(report).toMatchObject({ success: false, totals: { written: 1, failed: 1 } })
  })

  test('of a run without keys is a success', () => {
    expect(reportOf([])).toMatchObject({ success: true, totals: { written: 0, failed: 0 } })
  })

  const totals: [Status, keyof Totals][] = [
    ['written', 'written'],
    ['new', 'written'],
    ['changed', 'written'],
    ['to-write', 'written'],
    ['unchanged', 'unchanged'],
    ['deleted', 'deleted'],
    ['to-delete', 'deleted'],
    ['failed', 'failed'],
    ['unknown', 'failed'],
    ['not-started', 'failed']
  ]

  test.each(totals)('counts a key that is %s as %s, and as nothing else', (status, total) => {
    const report = reportOf([{ entry: outcome('a').entry, status }])
    expect(report.totals).toEqual({ written: 0, unchanged: 0, deleted: 0, failed: 0, [total]: 1 })
    expect(report.success).toBe(total !== 'failed')
  })

  test('of a run of writes has what the API answered, and what ended it only when something did', () => {
    const writes = { outcomes: [outcome('a')], response: { errors: ['no'], messages: ['m'], result: { a: 1 } } }
    expect(reportWrites(NAMESPACE_ID, writes)).toStrictEqual({
      success: true,
      namespaceId: NAMESPACE_ID,
      totals: { written: 1, unchanged: 0, deleted: 0, failed: 0 },
      problems: [],
      ...writes
    })
    expect(reportWrites(NAMESPACE_ID, { ...writes, ended: 'HTTP 401' })).toMatchObject({ ended: 'HTTP 401' })
  })

  test('of a dry run has what is planned, and no answer of the API', () => {
    const outcomes: Outcome[] = [{ entry: outcome('a').entry, status: 'new' }]
    expect(reportPlanned(NAMESPACE_ID, outcomes)).toEqual({
      ...reportWrites(NAMESPACE_ID, { outcomes, response: NO_RESPONSE }),
      dryRun: true
    })
  })

  test('of a defect is no success and has no key', () => {
    expect(reportDefect(NAMESPACE_ID, 'x is undefined')).toEqual({
      ...reportOf([]),
      success: false,
      defect: 'x is undefined'
    })
  })

  test('of a plan that the API had something against has its answer', () => {
    const response = { ...NO_RESPONSE, errors: ['no'] }
    expect(reportProblems('', [], [{ message: 'no' }], response).response).toBe(response)
    expect(reportProblems('', [], [{ message: 'no' }]).response).toEqual(NO_RESPONSE)
  })

  test('of a plan with problems has every key, none written, and each problem with its key', () => {
    const entries = [outcome('a'), outcome('b')].map(({ entry }) => entry)
    const report = reportProblems(NAMESPACE_ID, entries, [
      { message: 'is wrong', key: 'b' },
      { message: 'ttl is wrong' },
      { message: 'and long', key: 'b' }
    ])
    expect(report).toMatchObject({ success: false, totals: { written: 0, failed: 2 } })
    expect(report.outcomes).toEqual([
      { entry: entries[0], status: 'not-started' },
      { entry: entries[1], status: 'failed', error: 'is wrong; and long' }
    ])
  })
})

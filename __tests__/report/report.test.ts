import { describe, expect, test } from '@jest/globals'
import type { Change } from '../../src/plan/change.ts'
import type { OutcomeStatus } from '../../src/publish/outcome.ts'
import { reportRun, type Totals } from '../../src/report/report.ts'
import { NAMESPACE_ID, outcome, planReport, problemReport, reportOf } from '../support/reports.ts'

const NO_RESPONSE = { errors: [], messages: [], result: null }

describe('a report', () => {
  const totals: [OutcomeStatus, keyof Totals][] = [
    ['written', 'written'],
    ['unchanged', 'unchanged'],
    ['deleted', 'deleted'],
    ['failed', 'failed'],
    ['unknown', 'failed'],
    ['not-started', 'failed']
  ]

  test.each(totals)('counts a key that is %s only as %s', (status, total) => {
    const report = reportOf([{ entry: outcome('a').entry, status }])
    expect(report.totals).toEqual({ written: 0, unchanged: 0, deleted: 0, failed: 0, kept: 0, [total]: 1 })
    expect(report.success).toBe(total !== 'failed')
  })

  test('of a run of writes has the response of the API, the plan of each key, and why the run ended early', () => {
    const writes = { outcomes: [outcome('a')], response: { errors: ['no'], messages: ['m'], result: { a: 1 } } }
    const changes = [{ entry: outcome('a').entry, status: 'changed', isForeign: true } as const]
    const end = { namespaceId: NAMESPACE_ID, dryRun: false, compares: true, items: [], problems: [] }
    expect(reportRun({ ...end, plan: { changes, planId: 'p1-0' }, result: { ...writes, ended: 'HTTP 401' } })).toEqual({
      success: true,
      namespaceId: NAMESPACE_ID,
      dryRun: false,
      compares: true,
      totals: { written: 1, unchanged: 0, deleted: 0, failed: 0, kept: 0 },
      planned: { toWrite: 1, toDelete: 0 },
      planId: 'p1-0',
      problems: [],
      records: [{ ...outcome('a'), planned: 'changed', isForeign: true }],
      response: writes.response,
      ended: 'HTTP 401'
    })
  })

  test('of a dry run counts the planned changes, and nothing as written or deleted', () => {
    const changes: Change[] = [
      ...(['new', 'changed', 'to-write', 'unchanged'] as const).map((status) => ({
        entry: outcome('a').entry,
        status
      })),
      { entry: { key: 'gone', source: 'prune' }, status: 'to-delete' }
    ]
    expect(planReport(changes)).toMatchObject({
      success: true,
      dryRun: true,
      totals: { written: 0, unchanged: 1, deleted: 0, failed: 0, kept: 0 },
      planned: { toWrite: 3, toDelete: 1 },
      records: changes,
      response: NO_RESPONSE
    })
  })

  test('of a plan that the API refused has the response of the API', () => {
    const response = { ...NO_RESPONSE, errors: ['no'] }
    expect(problemReport('', [], [{ message: 'no' }], response).response).toBe(response)
    expect(problemReport('', [], [{ message: 'no' }]).response).toEqual(NO_RESPONSE)
  })

  test('of a plan with problems has every key, none written, and each problem with its key', () => {
    const entries = [outcome('a'), outcome('b')].map(({ entry }) => entry)
    const report = problemReport(NAMESPACE_ID, entries, [
      { message: 'is wrong', key: 'b' },
      { message: 'ttl is wrong' },
      { message: 'and long', key: 'b' }
    ])
    expect(report).toMatchObject({ success: false, totals: { written: 0, failed: 2 } })
    expect(report.records).toEqual([
      { entry: entries[0], status: 'not-started' },
      { entry: entries[1], status: 'failed', error: 'is wrong; and long' }
    ])
  })

  test('of a dry run without credentials has checked keys and no plan', () => {
    const items = [outcome('a').entry, { key: 'gone', source: 'list' }]
    const report = reportRun({ namespaceId: '', dryRun: true, compares: false, items, problems: [] })
    expect(report).toMatchObject({ success: true, dryRun: true, namespaceId: '' })
    expect(report.planned).toBeUndefined()
    expect(report.records.map(({ status }) => status)).toEqual(['checked', 'checked'])
  })
})

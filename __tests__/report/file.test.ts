import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@jest/globals'
import { writeReportFile } from '../../src/report/file.ts'
import { type Report, reportDefect } from '../../src/report/report.ts'
import { makeFolder } from '../support/folders.ts'
import { NAMESPACE_ID, outcome, planReport, problemReport, reportOf } from '../support/reports.ts'

test('the report file has a record for every key, and the totals', async () => {
  const folder = makeFolder()
  const paths = [
    await writeReportFile(reportOf([outcome('a'), outcome('b', 'no')]), folder),
    await writeReportFile(problemReport('', [], [{ message: 'ttl is wrong' }]), folder)
  ]
  expect(paths.every((path) => path.startsWith(join(folder, 'kv-put-action-')))).toBe(true)
  expect(new Set(paths.map(dirname)).size).toBe(2)
  expect(paths.map((path) => JSON.parse(readFileSync(path, 'utf8')) as unknown)).toEqual([
    {
      success: false,
      namespace_id: NAMESPACE_ID,
      totals: { written: 1, unchanged: 0, deleted: 0, failed: 1, kept: 0 },
      planned: { to_write: 2, to_delete: 0 },
      problems: [],
      records: [
        { key: 'a', source: 'a', size: 10, status: 'written' },
        { key: 'b', source: 'b', size: 10, status: 'failed', error: 'no' }
      ],
      errors: [],
      messages: [],
      result: null
    },
    {
      success: false,
      namespace_id: '',
      totals: { written: 0, unchanged: 0, deleted: 0, failed: 0, kept: 0 },
      problems: ['ttl is wrong'],
      records: [],
      errors: [],
      messages: [],
      result: null
    }
  ])
})

test('the report file of a dry run says so, and has planned deletions without a size', async () => {
  const deletion = { key: 'gone', source: 'prune' } as const
  const outcomes = [
    { entry: outcome('a').entry, status: 'new' },
    { entry: deletion, status: 'to-delete' }
  ] as const
  expect(await read(planReport(outcomes))).toEqual({
    success: true,
    dry_run: true,
    namespace_id: NAMESPACE_ID,
    totals: { written: 0, unchanged: 0, deleted: 0, failed: 0, kept: 0 },
    planned: { to_write: 1, to_delete: 1 },
    problems: [],
    records: [
      { key: 'a', source: 'a', size: 10, status: 'new' },
      { key: 'gone', source: 'prune', status: 'to-delete' }
    ],
    errors: [],
    messages: [],
    result: null
  })
})

test.each([
  { what: 'ended early', report: { ...reportOf([]), ended: 'HTTP 401' }, told: { ended: 'HTTP 401' } },
  { what: 'was cancelled', report: { ...reportOf([]), cancelledBy: 'SIGINT' }, told: { cancelled_by: 'SIGINT' } },
  {
    what: 'ended with an unexpected error',
    report: { ...reportDefect(NAMESPACE_ID, 'x'), planned: { toWrite: 0, toDelete: 0 } },
    told: { success: false, defect: 'x', records: [] }
  }
])('the report file of a run that $what says so', async ({ report, told }) => {
  expect(await read(report)).toEqual({ ...(await read(reportOf([]))), ...told })
})

async function read(report: Report): Promise<object> {
  return JSON.parse(readFileSync(await writeReportFile(report, makeFolder()), 'utf8')) as object
}

test('the report file of many keys is written in pieces, and is complete', async () => {
  const keys = Array.from({ length: 20_000 }, (_, index) => `${index}/${'é'.repeat(100)}`)
  const { records } = (await read(reportOf(keys.map((key) => outcome(key))))) as { records: { key: string }[] }
  expect(records.map(({ key }) => key)).toEqual(keys)
})

test('the report file has the title of the namespace, and a line for each record', async () => {
  const report = { ...reportOf([outcome('a')], { errors: [{ code: 1 }] }), namespaceTitle: 'flags' }
  const text = readFileSync(await writeReportFile(report, makeFolder()), 'utf8')
  expect(JSON.parse(text)).toMatchObject({ namespace_title: 'flags' })
  expect(text).toMatch(/^ {4}\{"key":"a",.*\}$/m)
})

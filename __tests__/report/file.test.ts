import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from '@jest/globals'
import { writeReportFile } from '../../src/report/file.ts'
import { reportDefect, reportProblems } from '../../src/report/report.ts'
import { makeFolder } from '../support/folders.ts'
import { NAMESPACE_ID, outcome, reportOf } from '../support/reports.ts'

test('the report file has a record for every key, and the totals', async () => {
  const folder = makeFolder()
  const paths = [
    await writeReportFile(reportOf([outcome('a'), outcome('b', 'no')]), folder),
    await writeReportFile(reportProblems('', [], [{ message: 'ttl is wrong' }]), folder)
  ]
  expect(paths.every((path) => path.startsWith(join(folder, 'kv-put-action-')))).toBe(true)
  expect(new Set(paths.map(dirname)).size).toBe(2)
  expect(paths.map((path) => JSON.parse(readFileSync(path, 'utf8')) as unknown)).toEqual([
    {
      success: false,
      namespace_id: NAMESPACE_ID,
      totals: { written: 1, unchanged: 0, deleted: 0, failed: 1 },
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
      totals: { written: 0, unchanged: 0, deleted: 0, failed: 0 },
      problems: ['ttl is wrong'],
      records: [],
      errors: [],
      messages: [],
      result: null
    }
  ])
})

test('the report of a defect says what it was', async () => {
  const path = await writeReportFile(reportDefect(NAMESPACE_ID, 'x is undefined'), makeFolder())
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
    success: false,
    defect: 'x is undefined',
    records: []
  })
})

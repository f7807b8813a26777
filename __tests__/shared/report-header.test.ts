import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { writeReportFile } from '../../src/report/file.ts'
import { reportPlanned } from '../../src/report/report.ts'
import { readReportHeaders, type ReportHeader } from '../../src/shared/report-header.ts'
import { makeFolder } from '../support/folders.ts'
import { NAMESPACE_ID, outcome } from '../support/reports.ts'

const HEADER: ReportHeader = {
  job: '12/1/publish',
  namespaceId: NAMESPACE_ID,
  dryRun: true,
  planId: `p1-${'a'.repeat(32)}`,
  counts: '1 new, 0 changed, 0 unchanged',
  prune: { managedBy: 'octo/site', keyPrefix: '🔒 "\n/', source: 'glob "a/**"', sourceDigest: 'digest' }
}

async function report(folder: string, header?: ReportHeader): Promise<string> {
  const { entry } = outcome('a')
  const changes = Array.from({ length: 1000 }, () => ({ entry, status: 'new' }) as const)
  return writeReportFile(reportPlanned(NAMESPACE_ID, { changes, ...(header && { header }) }), folder)
}

describe('the headers of the reports in a folder', () => {
  test('are only those of the job', async () => {
    const folder = makeFolder()
    const withoutPrune = { ...HEADER, planId: 'p1-', prune: undefined }
    for (const header of [HEADER, { ...HEADER, job: '12/2/publish' }, undefined, withoutPrune])
      await report(folder, header)
    const headers = readReportHeaders(folder, HEADER.job)
    expect(headers).toHaveLength(2)
    expect(headers).toEqual(expect.arrayContaining([HEADER, withoutPrune]))
  })

  test('are empty for a folder without reports or a folder that does not exist', () => {
    expect(readReportHeaders(makeFolder({ 'report.json': '{}' }), HEADER.job)).toEqual([])
    expect(readReportHeaders('/does/not/exist', HEADER.job)).toEqual([])
  })

  test('leave out files that are not reports', () => {
    const texts = [
      '',
      '{',
      '{\n',
      '{\n  "step": {',
      '{\n  "step": null,\n',
      '{\n  "success": true\n}',
      `{\n  "step": {"job":"${HEADER.job}"`
    ]
    const folder = makeFolder(
      Object.fromEntries(texts.map((text, index) => [`kv-put-action-${index}/report.json`, text]))
    )
    mkdirSync(join(folder, 'kv-put-action-x', 'report.json'), { recursive: true })
    writeFileSync(join(folder, 'report.json'), `{\n  "step": ${JSON.stringify(HEADER)},\n`)
    expect(readReportHeaders(folder, HEADER.job)).toEqual([])
  })
})

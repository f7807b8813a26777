import { mkdtemp, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { formatReportHeader } from '../shared/report-header.ts'
import type { Report } from './report.ts'

/**
 * Writes the whole report as JSON beside its backup, or into a folder of its own: `{ step, success, namespace_id, totals, planned, problems, records,
 * errors, messages, result }`, the first for later steps, the last three as the API answered them, `dry_run` for a dry run, and `ended`, `cancelled_by` or
 * `defect` for a run that was cut short.
 *
 * @param directory an existing folder outside the workspace, `RUNNER_TEMP`
 * @returns the file's absolute path
 */
export async function writeReportFile(report: Report, directory: string): Promise<string> {
  const { backupPath } = report
  const folder = backupPath ? dirname(backupPath) : await mkdtemp(join(directory, 'kv-put-action-'))
  const path = join(folder, 'report.json')
  const json = JSON.stringify(reportFile(report), null, 2)
  const header = report.header ? formatReportHeader(report.header) : ''
  await writeFile(path, `{\n${header}${json.slice('{\n'.length)}\n`)
  return path
}

function reportFile({
  success,
  dryRun,
  namespaceId,
  totals,
  planned,
  problems,
  records,
  response,
  ended,
  cancelledBy,
  defect
}: Report): object {
  // JSON leaves out what is undefined.
  return {
    success,
    dry_run: dryRun || undefined,
    namespace_id: namespaceId,
    totals,
    planned: planned && { to_write: planned.toWrite, to_delete: planned.toDelete },
    ended,
    cancelled_by: cancelledBy,
    defect,
    problems: problems.map(({ message }) => message),
    records: records.map(({ entry: { key, source, value }, status, error }) => ({
      key,
      source,
      size: value?.size,
      status,
      error
    })),
    ...response
  }
}

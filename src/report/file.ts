import { mkdtemp, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Report, ReportRecord } from './report.ts'

/**
 * Writes the whole report as JSON beside its backup, or into a folder of its own. The file has the properties `success`,
 * `namespace_id`, `totals`, `planned`, `problems`, `records`, and the API's `errors`, `messages` and `result`. It has
 * `namespace_title` when the API was asked for the namespace, `plan_id` for a run that compares, `dry_run` for a dry run,
 * and `ended`, `cancelled_by` or `defect` for a run that was cut short.
 *
 * @param directory an existing folder outside the workspace, `RUNNER_TEMP`
 * @returns the file's absolute path
 */
export async function writeReportFile(report: Report, directory: string): Promise<string> {
  const { backup } = report
  const folder = backup ? dirname(backup.path) : await mkdtemp(join(directory, 'kv-put-action-'))
  const path = join(folder, 'report.json')
  await writeFile(path, pieces(report), { flag: 'wx' })
  return path
}

function* pieces(report: Report): Generator<string> {
  const { problems, records, response } = report
  yield '{\n'
  for (const [name, value] of Object.entries(properties(report))) {
    if (value !== undefined) yield `  "${name}": ${JSON.stringify(value)},\n`
  }
  yield* array('problems', problems, ({ message }) => message)
  yield* array('records', records, recordOf)
  yield* array('errors', response.errors, (item) => item)
  yield* array('messages', response.messages, (item) => item)
  yield `  "result": ${JSON.stringify(response.result)}\n}\n`
}

function properties(report: Report): Readonly<Record<string, unknown>> {
  const { success, dryRun, namespaceId, namespaceTitle, totals, planned, planId, ended, cancelledBy, defect } = report
  return {
    success,
    dry_run: dryRun || undefined,
    namespace_id: namespaceId,
    namespace_title: namespaceTitle,
    totals,
    planned: planned && { to_write: planned.toWrite, to_delete: planned.toDelete },
    plan_id: planId,
    ended,
    cancelled_by: cancelledBy,
    defect
  }
}

function recordOf({ entry: { key, source, value }, status, error }: ReportRecord): object {
  return { key, source, size: value?.size, status, error }
}

/** Items in one piece of the file. Each piece is a system call. */
const PIECE = 5000

/** Has one item a line. */
function* array<T>(name: string, items: readonly T[], toValue: (item: T) => unknown): Generator<string> {
  yield `  "${name}": [`
  for (let begin = 0; begin < items.length; begin += PIECE) {
    const lines = items.slice(begin, begin + PIECE).map((item) => `\n    ${JSON.stringify(toValue(item))}`)
    yield `${begin === 0 ? '' : ','}${lines.join(',')}`
  }
  yield items.length === 0 ? '],\n' : '\n  ],\n'
}

import { type FileHandle, mkdtemp, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Report, ReportRecord } from './report.ts'

/**
 * Writes the whole report as JSON beside its backup, or into a folder of its own. The file has the properties `success`, `namespace_id`, `totals`, `planned`, `problems`, `records`, and the API's `errors`, `messages`
 * and `result`. It has `namespace_title` when the API was asked for the namespace, `dry_run` for a dry run, and `ended`,
 * `cancelled_by` or `defect` for a run that was cut short.
 *
 * @param directory an existing folder outside the workspace, `RUNNER_TEMP`
 * @returns the file's absolute path
 */
export async function writeReportFile(report: Report, directory: string): Promise<string> {
  const { backup } = report
  const folder = backup ? dirname(backup.path) : await mkdtemp(join(directory, 'kv-put-action-'))
  const path = join(folder, 'report.json')
  const file = await open(path, 'wx')
  try {
    await writePieces(file, pieces(report))
  } finally {
    await file.close()
  }
  return path
}

// A text of V8 has at most 512 MiB, and a report of large lists can be longer. Small pieces would take a system call each.
const PIECE_CHARACTERS = 1 << 20

async function writePieces(file: FileHandle, texts: Iterable<string>): Promise<void> {
  let piece = ''
  for (const text of texts) {
    piece += text
    if (piece.length < PIECE_CHARACTERS) continue
    await file.appendFile(piece)
    piece = ''
  }
  await file.appendFile(piece)
}

function* pieces(report: Report): Generator<string> {
  const { problems, records, response } = report
  yield '{\n'
  for (const [name, value] of Object.entries(properties(report))) {
    if (value !== undefined) yield `  "${name}": ${json(value)},\n`
  }
  yield* array('problems', problems, ({ message }) => message)
  yield* array('records', records, recordOf)
  yield* array('errors', response.errors, (item) => item)
  yield* array('messages', response.messages, (item) => item)
  yield `  "result": ${json(response.result)}\n}\n`
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

function* array<T>(name: string, items: readonly T[], toValue: (item: T) => unknown): Generator<string> {
  yield `  "${name}": [`
  for (const [index, item] of items.entries()) yield `${index === 0 ? '' : ','}\n    ${json(toValue(item), 4)}`
  yield items.length === 0 ? '],\n' : '\n  ],\n'
}

/** Returns a value as indented JSON, its first line without indentation. */
function json(value: unknown, indentation = 2): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${' '.repeat(indentation)}`)
}

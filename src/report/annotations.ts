import * as core from '@actions/core'
import { type Diagnostic, isInWorkspace, type Location } from '../shared/diagnostics.ts'
import { counted, quoted, shortened } from '../shared/text.ts'
import type { Report, ReportRecord } from './report.ts'

// The runner keeps ten annotations of each kind for a step, of at most 4,096 characters each. The tenth error is the
// step's own failure.
const MAX_ANNOTATIONS = 9
const MAX_LENGTH = 4000

/** Annotates the first nine files that could not be published, and logs the number of the others. */
export function annotateFailures({ records, problems, ended }: Report): void {
  // The files that were in flight are not the cause.
  if (ended !== undefined) return
  const failures = problems.length > 0 ? problems : records.flatMap(failureOf)
  const located = failures.flatMap(({ message, location }) => (location ? [{ message, location }] : []))
  for (const { message, location } of located.slice(0, MAX_ANNOTATIONS)) {
    core.error(shortened(message, MAX_LENGTH), { title: 'Not written to Workers KV', ...placeOf(location) })
  }
  const rest = located.length - MAX_ANNOTATIONS
  if (rest > 0) core.info(`${counted(rest, 'more file')} failed; see the report`)
}

/** GitHub would look for a file of RUNNER_TEMP in the repository. */
function placeOf(location: Location): core.AnnotationProperties {
  if (!isInWorkspace(location)) return {}
  const { file, line, column } = location
  return {
    file,
    ...(line !== undefined && { startLine: line }),
    ...(column !== undefined && { startColumn: column })
  }
}

function failureOf({ entry, status, error }: ReportRecord): Diagnostic[] {
  if (status !== 'failed' || error === undefined) return []
  return [
    {
      message: `key ${quoted(entry.key)} was not written: ${error}`,
      ...(entry.location && { location: entry.location })
    }
  ]
}

import type { Entry } from '../../src/entries/entry.ts'
import type { Outcome, OutcomeStatus } from '../../src/publish/outcome.ts'
import { type Change, isDeletion, isWrite } from '../../src/plan/change.ts'
import type { Diagnostic } from '../../src/shared/diagnostics.ts'
import { type Report, reportRun, type RunEnd } from '../../src/report/report.ts'

export const NAMESPACE_ID = '0f2ac74b498b48028cb68387c421e279'

/** Returns an outcome for `key`, from the file of the same name; failed when `error` is given. */
export function outcome(key: string, error?: string): Outcome & { readonly entry: Entry } {
  const entry = { key, value: { path: `/work/${key}`, size: 10 }, source: key, location: { file: key } }
  return error === undefined ? { entry, status: 'written' } : { entry, status: 'failed', error }
}

const END = { namespaceId: NAMESPACE_ID, dryRun: false, compares: false, items: [], problems: [] }

/** Returns the report of a run with `outcomes`, which did not compare. */
export function reportOf(outcomes: readonly Outcome[], response: Partial<Report['response']> = {}): Report {
  const changes = outcomes.map(({ entry }): Change => {
    return entry.value ? { entry, status: 'to-write' } : { entry, status: 'to-delete' }
  })
  const result = { outcomes, response: { errors: [], messages: [], result: null, ...response } }
  return reportRun({ ...END, plan: { changes }, result })
}

/** Returns the report of a run that compared, with what became of each change: all that was planned, unless `statuses` says otherwise. */
export function publishReport(
  changes: readonly Change[],
  statuses: readonly (OutcomeStatus | undefined)[] = []
): Report {
  const outcomes = changes.map((change, index): Outcome => {
    const { entry, status } = change
    const done = isWrite(change) ? 'written' : isDeletion(change) ? 'deleted' : (status as OutcomeStatus)
    return { entry, status: statuses[index] ?? done }
  })
  const result = { outcomes, response: { errors: [], messages: [], result: null } }
  return reportRun({ ...END, compares: true, plan: { changes }, result })
}

/** Returns the report of a dry run that compared and planned `changes`. */
export function planReport(changes: readonly Change[], end: Partial<RunEnd> = {}): Report {
  return reportRun({ ...END, dryRun: true, compares: true, plan: { changes }, ...end })
}

/** Returns the report of a run that ended with `problems` before it wrote anything. */
export function problemReport(
  namespaceId: string,
  entries: readonly Entry[],
  problems: readonly Diagnostic[],
  response?: Report['response']
): Report {
  return reportRun({ ...END, namespaceId, items: entries, problems, response })
}

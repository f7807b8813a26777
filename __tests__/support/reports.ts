import type { Entry } from '../../src/entries/entry.ts'
import type { Outcome } from '../../src/publish/outcome.ts'
import type { Change } from '../../src/plan/change.ts'
import type { Diagnostic } from '../../src/shared/diagnostics.ts'
import { type Report, reportPlanned, reportProblems, reportPublished } from '../../src/report/report.ts'

export const NAMESPACE_ID = '0f2ac74b498b48028cb68387c421e279'

/** Returns an outcome for `key`, from the file of the same name; failed when `error` is given. */
export function outcome(key: string, error?: string): Outcome & { readonly entry: Entry } {
  const entry = { key, value: { path: `/work/${key}`, size: 10 }, source: key, location: { file: key } }
  return error === undefined ? { entry, status: 'written' } : { entry, status: 'failed', error }
}

/** Returns the report of a run with `outcomes`. */
export function reportOf(outcomes: readonly Outcome[], response: Partial<Report['response']> = {}): Report {
  const changes = outcomes.map(({ entry }) =>
    entry.value ? ({ entry, status: 'to-write' } as const) : ({ entry, status: 'to-delete' } as const)
  )
  return reportPublished(
    NAMESPACE_ID,
    { changes },
    { outcomes, response: { errors: [], messages: [], result: null, ...response } }
  )
}

/** Returns the report of a dry run that planned `changes`. */
export function planReport(changes: readonly Change[]): Report {
  return reportPlanned(NAMESPACE_ID, { changes })
}

/** Returns the report of a run that ended with `problems` before it wrote anything. */
export function problemReport(
  namespaceId: string,
  entries: readonly Entry[],
  problems: readonly Diagnostic[],
  response?: Report['response']
): Report {
  return reportProblems(entries, { namespaceId, dryRun: false, problems, response })
}

import type { Entry } from '../../src/entries/entry.ts'
import type { Outcome } from '../../src/publish/outcome.ts'
import { type Report, reportWrites } from '../../src/report/report.ts'

export const NAMESPACE_ID = '0f2ac74b498b48028cb68387c421e279'

/** Returns an outcome for `key`, from the file of the same name; failed when `error` is given. */
export function outcome(key: string, error?: string): Outcome & { readonly entry: Entry } {
  const entry = { key, value: { path: `/work/${key}`, size: 10 }, source: key, location: { file: key } }
  return error === undefined ? { entry, status: 'written' } : { entry, status: 'failed', error }
}

/** Returns the report of a run that came to `outcomes`. */
export function reportOf(outcomes: readonly Outcome[], response: Partial<Report['response']> = {}): Report {
  return reportWrites(NAMESPACE_ID, {
    outcomes,
    response: { errors: [], messages: [], result: null, ...response }
  })
}

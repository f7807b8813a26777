import type { Deletion, Entry } from '../entries/entry.ts'
import { type Change, type ChangeStatus, isDeletion, isWrite, type Plan } from '../plan/change.ts'
import type { ShownValues } from '../plan/show-values.ts'
import {
  type ApiResponse,
  type Backup,
  isFailure,
  type Outcome,
  type OutcomeStatus,
  type PublishResult
} from '../publish/outcome.ts'
import type { Diagnostic } from '../shared/diagnostics.ts'
import { shortened } from '../shared/text.ts'

/** How many keys a run wrote, found unchanged, deleted, failed to write or delete, and kept. */
export interface Totals {
  readonly written: number
  readonly unchanged: number
  readonly deleted: number
  readonly failed: number
  /** Keys left alone by `if-key-exists: keep`. */
  readonly kept: number
}

/** One key of a report: an outcome, or a change where nothing was carried out. */
export interface ReportRecord {
  readonly entry: Entry | Deletion
  /** `checked` when there is no plan, since the run had no credentials. */
  readonly status: ChangeStatus | OutcomeStatus | 'checked'
  /** What the plan does with the key. Left out when there is no plan. */
  readonly planned?: ChangeStatus
  /** Whether the namespace held the key, and this set did not write it. */
  readonly isForeign?: true
  /** Whether the API refused this key, rather than the whole request or run. */
  readonly isRefused?: true
  /** Why it was not done, as one line. Never contains a value. */
  readonly error?: string
}

/** Everything that a run reports. */
export interface Report {
  /** True when there was no problem, and every planned key was written or deleted. */
  readonly success: boolean
  /** Empty when the input that names it is wrong. */
  readonly namespaceId: string
  /** Left out when the API was not asked. */
  readonly namespaceTitle?: string | undefined
  /** Whether the run only planned. Its records are changes, and none of them was carried out. */
  readonly dryRun: boolean
  /** Whether the run compared with what the namespace holds, or would have. */
  readonly compares: boolean
  readonly totals: Totals
  /** How many keys the plan writes and deletes. Undefined when there is no plan. */
  readonly planned?: { readonly toWrite: number; readonly toDelete: number } | undefined
  /** The ID of the plan of a run that compares. Undefined otherwise. */
  readonly planId?: string | undefined
  /** One for each planned key, in plan order, then one for each key to delete. */
  readonly records: readonly ReportRecord[]
  readonly response: ApiResponse
  /** Why nothing was written, when the inputs or the plan had a problem. */
  readonly problems: readonly Diagnostic[]
  /** Path of the backup that the run restores, if it restores one. */
  readonly restores?: string | undefined
  /** How values change, when that is to be shown. Only for the summary and the comment. */
  readonly values?: ShownValues | undefined
  /** The backup, when one was made. */
  readonly backup?: Backup | undefined
  /** Why the run ended before every request was sent, unless it was cancelled. */
  readonly ended?: string | undefined
  /** The signal that cancelled the run. */
  readonly cancelledBy?: string
  /** A defect of the action that ended the run. It is not known what was written. */
  readonly defect?: string
}

/** How a run ended: with what became of its plan, with a plan that it did not carry out, or without a plan. */
export interface RunEnd extends Pick<Report, 'namespaceId' | 'dryRun' | 'compares' | 'problems' | 'values'> {
  /** What is to be written and deleted. */
  readonly items: readonly (Entry | Deletion)[]
  readonly plan?: Plan | undefined
  readonly result?: PublishResult | undefined
  /** What the API answered, when that ended the run. */
  readonly response?: ApiResponse | undefined
}

const NO_RESPONSE: ApiResponse = { errors: [], messages: [], result: null }

/** Returns the report of a run. */
export function reportRun(end: RunEnd): Report {
  const { namespaceId, dryRun, compares, problems, plan, values, result, response = NO_RESPONSE } = end
  const records = recordsOf(end)
  const totals = countTotals(records)
  return {
    success: totals.failed === 0 && problems.length === 0,
    namespaceId,
    dryRun,
    compares,
    totals,
    planned: plan && {
      toWrite: plan.changes.filter(isWrite).length,
      toDelete: plan.changes.filter(isDeletion).length
    },
    planId: plan?.planId,
    records,
    response: result?.response ?? response,
    problems,
    ended: result?.ended,
    values,
    backup: result?.backup
  }
}

/** Returns the report of a run that a defect of the action ended. */
export function reportDefect(namespaceId: string, defect: string): Report {
  const end = { namespaceId, dryRun: false, compares: false, items: [], problems: [] }
  return { ...reportRun(end), success: false, defect }
}

/** Returns in two or three words how a run ended. It says "Nothing was written" only when that is certain. */
export function verdictOf({ success, dryRun, compares, totals, records, defect }: Report): string {
  if (defect !== undefined) return 'Unexpected error'
  if (dryRun && compares) return success ? 'Plan' : 'Plan failed'
  if (dryRun) return success ? 'Check passed' : 'Check failed'
  const isChanged = totals.written + totals.deleted > 0
  if (success) return isChanged ? 'Published' : 'Nothing to change'
  const isUnknown = records.some(({ status }) => status === 'unknown')
  return isChanged || isUnknown ? 'Partly published' : 'Nothing was written'
}

function recordsOf({ dryRun, items, problems, plan, result }: RunEnd): ReportRecord[] {
  if (plan && result) {
    return result.outcomes.map((outcome, index) => ({ ...outcome, ...plannedOf(plan.changes[index]) }))
  }
  if (plan) return plan.changes.map((change) => ({ ...change, ...plannedOf(change), status: statusOf(change, dryRun) }))
  if (dryRun && problems.length === 0) return items.map((entry) => ({ entry, status: 'checked' }))
  const errors = errorsByKey(problems)
  return items.map((entry): Outcome => {
    const error = errors.get(entry.key)
    return error === undefined ? { entry, status: 'not-started' } : { entry, status: 'failed', error }
  })
}

function plannedOf(change: Change | undefined): Partial<ReportRecord> {
  return change ? { planned: change.status, ...(change.isForeign && { isForeign: true }) } : {}
}

function statusOf(change: Change, dryRun: boolean): ReportRecord['status'] {
  return !dryRun && (isWrite(change) || isDeletion(change)) ? 'not-started' : change.status
}

const MAX_ERROR_LENGTH = 2000

function errorsByKey(problems: readonly Diagnostic[]): Map<string | undefined, string> {
  const grouped = [...Map.groupBy(problems, ({ key }) => key)]
  const join = (found: readonly Diagnostic[]): string => found.map(({ message }) => message).join('; ')
  return new Map(grouped.map(([key, found]) => [key, shortened(join(found), MAX_ERROR_LENGTH)]))
}

function countTotals(records: readonly ReportRecord[]): Totals {
  const count = (wanted: OutcomeStatus): number => records.filter(({ status }) => status === wanted).length
  return {
    written: count('written'),
    unchanged: count('unchanged'),
    deleted: count('deleted'),
    failed: records.filter(isFailure).length,
    kept: count('kept')
  }
}

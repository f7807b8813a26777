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
import { counted, shortened } from '../shared/text.ts'

/** How many keys a run wrote, found unchanged, deleted, failed to write or delete, and kept. */
export interface Totals {
  readonly written: number
  readonly unchanged: number
  readonly deleted: number
  readonly failed: number
  /** Keys left alone by `if-key-exists: keep`. */
  readonly kept: number
}

/** How many keys the plan writes and deletes. */
export interface PlannedTotals {
  readonly toWrite: number
  readonly toDelete: number
}

/** What a dry run says, in the summary and in the log. */
export const DRY_RUN = 'Dry run: nothing was written'

/** One key of a report: an outcome, or a change where nothing was carried out. */
export interface ReportRecord {
  readonly entry: Entry | Deletion
  /** `checked` when there is no plan, since the run had no credentials. */
  readonly status: ChangeStatus | OutcomeStatus | 'checked'
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
  readonly namespaceTitle?: string
  /** Whether the run only planned. Its records are changes, and none of them was carried out. */
  readonly dryRun: boolean
  readonly totals: Totals
  /** Undefined when there is no plan. */
  readonly planned: PlannedTotals | undefined
  /** The ID of the plan of a run that compares. Undefined otherwise. */
  readonly planId?: string | undefined
  /** One for each planned key, in plan order, then one for each key to delete. */
  readonly records: readonly ReportRecord[]
  readonly response: ApiResponse
  /** Why nothing was written, when the inputs or the plan had a problem. */
  readonly problems: readonly Diagnostic[]
  /** Path of the backup that the run restores, if it restores one. */
  readonly restores?: string
  /** How values change, when that is to be shown. Only for the summary and the comment. */
  readonly values?: ShownValues
  /** The backup, when one was made. */
  readonly backup?: Backup
  /** Why the run ended before every request was sent, unless it was cancelled. */
  readonly ended?: string
  /** The signal that cancelled the run. */
  readonly cancelledBy?: string
  /** A defect of the action that ended the run. It is not known what was written. */
  readonly defect?: string
}

const NO_RESPONSE: ApiResponse = { errors: [], messages: [], result: null }

/** Returns the report of a run that carried out its plan, as far as it could. */
export function reportPublished(
  namespaceId: string,
  { changes, planId }: Plan,
  { outcomes, response, ended, backup }: PublishResult
): Report {
  return {
    ...report(namespaceId, outcomes, { response, planned: countPlanned(changes), planId }),
    ...(ended !== undefined && { ended }),
    ...(backup && { backup })
  }
}

/** What a plan that is not carried out has besides its changes. */
export interface PlannedContext {
  /** Whether the run only plans; true when left out. */
  readonly dryRun?: boolean
  /** Why the plan may not be carried out. */
  readonly problems?: readonly Diagnostic[]
}

/**
 * Returns the report of a plan that was not carried out: of a dry run, or with the problems for which nothing was sent. A
 * dry run has the plan's changes as records. Another run has outcomes: what is to be written or deleted was not started.
 */
export function reportPlanned(
  namespaceId: string,
  { changes, planId }: Plan,
  { dryRun = true, problems = [] }: PlannedContext = {}
): Report {
  const records = dryRun ? changes : changes.map(notStarted)
  return report(namespaceId, records, { dryRun, problems, planned: countPlanned(changes), planId })
}

function notStarted(change: Change): ReportRecord {
  return isWrite(change) || isDeletion(change) ? { entry: change.entry, status: 'not-started' } : change
}

/** Returns the report of a dry run without credentials, which has checked files and values and has no plan. */
export function reportChecked(items: readonly (Entry | Deletion)[]): Report {
  const records = items.map((entry) => ({ entry, status: 'checked' }) as const)
  return report('', records, { dryRun: true })
}

/** What is known when a run ends before it writes. */
export interface ProblemContext {
  readonly namespaceId: string
  readonly dryRun: boolean
  readonly problems: readonly Diagnostic[]
  /** What the API answered, if it was asked. */
  readonly response?: ApiResponse | undefined
}

// A key usually has one problem. Thousands of entries with the same key have thousands, and each entry would repeat
// them all.
const MAX_PROBLEMS_PER_KEY = 3
const MAX_PROBLEM_LENGTH = 1000

/** Returns the report of a run that wrote nothing because of problems with its inputs or its plan. */
export function reportProblems(items: readonly (Entry | Deletion)[], context: ProblemContext): Report {
  const errors = errorsByKey(context.problems)
  const outcomes = items.map((entry): Outcome => {
    const error = errors.get(entry.key)
    return error === undefined ? { entry, status: 'not-started' } : { entry, status: 'failed', error }
  })
  return report(context.namespaceId, outcomes, context)
}

function errorsByKey(problems: readonly Diagnostic[]): Map<string | undefined, string> {
  const grouped = Map.groupBy(problems, ({ key }) => key)
  return new Map([...grouped].map(([key, found]) => [key, joinProblems(found)]))
}

function joinProblems(problems: readonly Diagnostic[]): string {
  const messages = problems.slice(0, MAX_PROBLEMS_PER_KEY).map(({ message }) => shortened(message, MAX_PROBLEM_LENGTH))
  const rest = problems.length - messages.length
  return [...messages, ...(rest > 0 ? [`and ${counted(rest, 'more problem')}`] : [])].join('; ')
}

/** Returns the report of a run that a defect of the action ended. */
export function reportDefect(namespaceId: string, defect: string): Report {
  return { ...report(namespaceId, [], {}), success: false, defect }
}

interface ReportDetails {
  readonly dryRun?: boolean
  readonly planned?: PlannedTotals
  readonly planId?: string | undefined
  readonly response?: ApiResponse | undefined
  readonly problems?: readonly Diagnostic[]
}

function report(
  namespaceId: string,
  records: readonly ReportRecord[],
  { dryRun = false, planned, planId, response = NO_RESPONSE, problems = [] }: ReportDetails
): Report {
  const count = (wanted: OutcomeStatus): number => records.filter(({ status }) => status === wanted).length
  const totals = {
    written: count('written'),
    unchanged: count('unchanged'),
    deleted: count('deleted'),
    failed: records.filter(isFailure).length,
    kept: count('kept')
  }
  const success = totals.failed === 0 && problems.length === 0
  return {
    success,
    namespaceId,
    dryRun,
    totals,
    planned,
    ...(planId !== undefined && { planId }),
    records,
    response,
    problems
  }
}

function countPlanned(changes: readonly Change[]): PlannedTotals {
  return { toWrite: changes.filter(isWrite).length, toDelete: changes.filter(isDeletion).length }
}

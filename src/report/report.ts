import type { Diagnostic } from '../shared/diagnostics.ts'
import type { Entry } from '../entries/entry.ts'
import type { WriteResult } from '../publish/outcomes.ts'
import { type ApiResponse, isDeleted, isFailure, isWritten, type Outcome } from '../publish/outcome.ts'
import { counted, formatCount, printable, quoted } from '../shared/text.ts'

/** How many keys a run wrote, left as they were, deleted, and did not write. */
export interface Totals {
  readonly written: number
  readonly unchanged: number
  readonly deleted: number
  readonly failed: number
}

/** All there is to tell of a run. */
export interface Report {
  /** True when there was no problem, and every planned key was written and every other deleted that was to be. */
  readonly success: boolean
  /** Empty when the input that names it was wrong. */
  readonly namespaceId: string
  readonly totals: Totals
  /** Whether it is a dry run, whose totals are those that a run would have in which all goes well. */
  readonly dryRun?: true
  /** One for each planned key, in plan order, and then one for each key to delete. */
  readonly outcomes: readonly Outcome[]
  readonly response: ApiResponse
  /** Why nothing was written, when the inputs or the plan had a problem. */
  readonly problems: readonly Diagnostic[]
  /** Why the run ended before every request was sent, other than by being cancelled. */
  readonly ended?: string
  /** The signal that cancelled the run. */
  readonly cancelledBy?: string
  /** A defect of the action that ended the run, after which it is not known what was written. */
  readonly defect?: string
}

const NO_RESPONSE: ApiResponse = { errors: [], messages: [], result: null }

/** Returns the report of a run that wrote what it had planned, as far as it could. */
export function reportWrites(namespaceId: string, { outcomes, response, ended }: WriteResult): Report {
  return { ...report(namespaceId, outcomes, response, []), ...(ended !== undefined && { ended }) }
}

/** Returns the report of a dry run: what a run would write, leave and delete. */
export function reportPlanned(namespaceId: string, changes: readonly Outcome[]): Report {
  return { ...report(namespaceId, changes, NO_RESPONSE, []), dryRun: true }
}

/**
 * Returns the report of a run that wrote nothing because of `problems`.
 *
 * @param response what the API said, when it was asked at all
 */
export function reportProblems(
  namespaceId: string,
  entries: readonly Entry[],
  problems: readonly Diagnostic[],
  response: ApiResponse = NO_RESPONSE
): Report {
  const messages = Map.groupBy(problems, ({ key }) => key)
  const outcomes = entries.map((entry): Outcome => {
    const found = messages.get(entry.key)
    if (!found) return { entry, status: 'not-started' }
    return { entry, status: 'failed', error: found.map(({ message }) => message).join('; ') }
  })
  return report(namespaceId, outcomes, response, problems)
}

/** Returns the report of a run that a defect of the action ended. */
export function reportDefect(namespaceId: string, defect: string): Report {
  return { ...report(namespaceId, [], NO_RESPONSE, []), success: false, defect }
}

function report(
  namespaceId: string,
  outcomes: readonly Outcome[],
  response: ApiResponse,
  problems: readonly Diagnostic[]
): Report {
  const totals = {
    written: outcomes.filter(isWritten).length,
    unchanged: outcomes.filter(({ status }) => status === 'unchanged').length,
    deleted: outcomes.filter(isDeleted).length,
    failed: outcomes.filter(isFailure).length
  }
  return { success: totals.failed === 0 && problems.length === 0, namespaceId, totals, outcomes, response, problems }
}

/** Problems that are told one by one; past them, their number. */
export const MAX_PROBLEMS = 20
const MAX_NAMES = 10
const MAX_CAUSES = 3

/** Returns the sentence with which the step fails: what was not written, and why. Undefined when all went well. */
export function failureMessage(report: Report): string | undefined {
  const { success, namespaceId, problems, outcomes, defect, cancelledBy } = report
  if (success) return undefined
  if (defect !== undefined) return `Unexpected error, after which it is not known what was written: ${defect}`
  const [problem] = problems
  if (problem && problems.length === 1) return `Nothing was written: ${problem.message}`
  if (problem) return `Nothing was written, for ${counted(problems.length, 'problem')}:\n${problemList(problems)}`
  const removals = outcomes.filter(({ entry }) => !entry.value)
  const writes = outcomes.filter(({ entry }) => entry.value)
  const parts = [...failures(writes, `written to ${namespaceId}`), ...failures(removals, `deleted from ${namespaceId}`)]
  const failure = parts.join('. ')
  return cancelledBy === undefined ? failure : `Cancelled by ${cancelledBy}. ${failure}`
}

function failures(outcomes: readonly Outcome[], done: string): string[] {
  const failed = outcomes.filter(isFailure)
  if (failed.length === 0) return []
  const some = `${formatCount(failed.length)} of ${counted(outcomes.length, 'key')}`
  return [`${some} ${outcomes.length === 1 ? 'was' : 'were'} not ${done}: ${causes(failed)}`]
}

function problemList(problems: readonly Diagnostic[]): string {
  const lines = problems.slice(0, MAX_PROBLEMS).map(({ message }) => `- ${message}`)
  return [...lines, ...more(problems.length - MAX_PROBLEMS, 'more')].join('\n')
}

/** The keys, under the error that they share. */
function causes(failed: readonly Outcome[]): string {
  const keysByError = new Map<string, string[]>()
  for (const { entry, error = 'not started' } of failed) {
    const keys = keysByError.get(error)
    if (keys) keys.push(entry.key)
    else keysByError.set(error, [entry.key])
  }
  const groups = [...keysByError].slice(0, MAX_CAUSES).map(([error, keys]) => {
    const names = [...keys.slice(0, MAX_NAMES).map(keyName), ...more(keys.length - MAX_NAMES, 'more')]
    return `${names.join(', ')} (${error})`
  })
  return [...groups, ...more(keysByError.size - MAX_CAUSES, 'more errors')].join('; ')
}

function more(count: number, what: string): string[] {
  return count > 0 ? [`and ${formatCount(count)} ${what}`] : []
}

/** A key as it is, or in quotes where it would not be seen for what it is. */
function keyName(key: string): string {
  return key === '' || /[\s,()]/.test(key) || printable(key) !== key ? quoted(key) : key
}

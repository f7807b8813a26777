import * as core from '@actions/core'
import { isFailure, statusWord } from '../publish/outcome.ts'
import { type Diagnostic, isInWorkspace, type Location } from '../shared/diagnostics.ts'
import { counted, formatCount, keyName, printable, quoted, shortened } from '../shared/text.ts'
import { type Report, type ReportRecord, verdictOf } from './report.ts'

/** How many problems are listed. For the others, only their number is given. */
const MAX_PROBLEMS = 20
const MAX_NAMES = 10
const MAX_NAME_LENGTH = 60
const MAX_CAUSES = 3
const MAX_CAUSE_LENGTH = 600

/** Maximum characters of a problem in the log, and in a failure message that is too long, where 20 must fit. */
const MAX_PROBLEM_LENGTH = 1000
const SHORT_PROBLEM_LENGTH = 170

// The runner keeps ten annotations of each kind for a step, of at most 4,096 characters each. The tenth error is the
// failure message.
const MAX_ANNOTATIONS = 9
const MAX_LENGTH = 4000

const MORE_IN_LOG = '\nThe rest is in the log.'

/** Returns the failure message in at most 4,000 characters: with shorter problems, or cut, which refers to the log. */
export function fitFailureMessage(report: Report, message: string): string {
  if (message.length <= MAX_LENGTH) return message
  const short = failureMessage(report, SHORT_PROBLEM_LENGTH) ?? ''
  if (short.length <= MAX_LENGTH) return short
  return `${shortened(short, MAX_LENGTH - MORE_IN_LOG.length)}${MORE_IN_LOG}`
}

/**
 * Returns the sentence with which the step fails: what was not written, and why. Undefined when the run succeeded.
 *
 * @param maxLength characters of each of several problems
 */
export function failureMessage(report: Report, maxLength = MAX_PROBLEM_LENGTH): string | undefined {
  const { success, namespaceId, problems, records, defect, cancelledBy } = report
  if (success) return undefined
  if (defect !== undefined)
    return `Unexpected error, after which it is not known what was written: ${defect}. Report this error in the action, with the log of the step`
  const [problem] = problems
  if (problem && problems.length === 1) return `${verdictOf(report)}: ${problem.message}`
  if (problem)
    return `${verdictOf(report)}, for ${counted(problems.length, 'problem')}:\n${problemList(problems, maxLength)}`
  const deletions = records.filter(({ entry }) => !entry.value)
  const writes = records.filter(({ entry }) => entry.value)
  const parts = [
    ...failures(writes, `written to ${namespaceId}`),
    ...failures(deletions, `deleted from ${namespaceId}`)
  ]
  const failure = parts.join('. ')
  return cancelledBy === undefined ? failure : `Cancelled by ${cancelledBy}. ${failure}`
}

/** Counts only the keys that were to be changed. */
function failures(all: readonly ReportRecord[], done: string): string[] {
  const records = all.filter(({ status }) => status !== 'unchanged' && status !== 'kept')
  const failed = records.filter(isFailure)
  if (failed.length === 0) return []
  const some = `${formatCount(failed.length)} of ${counted(records.length, 'key')}`
  return [`${some} ${records.length === 1 ? 'was' : 'were'} not ${done}${countStatuses(failed)}: ${causes(failed)}`]
}

/** Tells refused keys from those that failed for another reason, those that were not tried, and those in doubt. */
function countStatuses(failed: readonly ReportRecord[]): string {
  const words = [...Map.groupBy(failed, statusWord)]
  return words.length > 1 ? ` (${words.map(([word, { length }]) => `${formatCount(length)} ${word}`).join(', ')})` : ''
}

function problemList(problems: readonly Diagnostic[], maxLength: number): string {
  const texts = problems.slice(0, MAX_PROBLEMS).map(({ message }) => printable(shortened(message, maxLength)))
  return [...texts.map((text) => `- ${text}`), ...more(problems.length - MAX_PROBLEMS, 'more')].join('\n')
}

/** Each error, followed by the keys that it affects: the cause must not be cut off after long keys. */
function causes(failed: readonly ReportRecord[]): string {
  const byError = Map.groupBy(failed, ({ error = 'not tried' }) => error)
  const groups = [...byError].slice(0, MAX_CAUSES).map(([error, affected]) => {
    const names = affected.slice(0, MAX_NAMES).map(({ entry }) => keyName(entry.key, MAX_NAME_LENGTH))
    const all = [...names, ...more(affected.length - MAX_NAMES, 'more')]
    return `${shortened(error, MAX_CAUSE_LENGTH)} (${all.join(', ')})`
  })
  return [...groups, ...more(byError.size - MAX_CAUSES, 'more errors')].join('; ')
}

function more(count: number, what: string): string[] {
  return count > 0 ? [`and ${formatCount(count)} ${what}`] : []
}

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
  return { file, ...(line && { startLine: line }), ...(column && { startColumn: column }) }
}

function failureOf({ entry, status, error }: ReportRecord): Diagnostic[] {
  if (status !== 'failed' || error === undefined) return []
  const message = `key ${quoted(entry.key)} was not written: ${error}`
  return [{ message, ...(entry.location && { location: entry.location }) }]
}

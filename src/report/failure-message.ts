import { isFailure, statusWord } from '../publish/outcome.ts'
import type { Diagnostic } from '../shared/diagnostics.ts'
import { counted, formatCount, keyName, printable, shortened } from '../shared/text.ts'
import { type Report, type ReportRecord, verdictOf } from './report.ts'

/** How many problems are listed. For the others, only their number is given. */
const MAX_PROBLEMS = 20
const MAX_NAMES = 10
const MAX_NAME_LENGTH = 60
const MAX_CAUSES = 3
const MAX_CAUSE_LENGTH = 600

// The runner keeps 4,096 characters of an annotation, and the failure message is one.
const MAX_MESSAGE_LENGTH = 4000

/** Maximum characters of a problem in the log, and in the failure message, where 20 must fit. */
const MAX_PROBLEM_LENGTH = 1000
const SHORT_PROBLEM_LENGTH = 170

/**
 * Returns the failure message in at most 4,000 characters. If it is longer, shortens each problem. If that is not
 * enough, cuts the message and refers to the log.
 */
export function fitFailureMessage(report: Report, message: string): string {
  if (message.length <= MAX_MESSAGE_LENGTH) return message
  const short = failureMessage(report, SHORT_PROBLEM_LENGTH) ?? ''
  if (short.length <= MAX_MESSAGE_LENGTH) return short
  return `${shortened(short, MAX_MESSAGE_LENGTH - MORE_IN_LOG.length)}${MORE_IN_LOG}`
}

const MORE_IN_LOG = '\nThe rest is in the log.'

/**
 * Returns the sentence with which the step fails: what was not written, and why. Undefined when the run succeeded.
 *
 * @param maxProblemLength characters of each of several problems
 */
export function failureMessage(report: Report, maxProblemLength = MAX_PROBLEM_LENGTH): string | undefined {
  const { success, namespaceId, problems, records, defect, cancelledBy } = report
  if (success) return undefined
  if (defect !== undefined)
    return `Unexpected error, after which it is not known what was written: ${defect}. Report this error in the action, with the log of the step`
  const [problem] = problems
  if (problem && problems.length === 1) return `${verdictOf(report)}: ${problem.message}`
  if (problem)
    return `${verdictOf(report)}, for ${counted(problems.length, 'problem')}:\n${problemList(problems, maxProblemLength)}`
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
  const lines = problems.slice(0, MAX_PROBLEMS).map(({ message }) => `- ${printable(shortened(message, maxLength))}`)
  return [...lines, ...more(problems.length - MAX_PROBLEMS, 'more')].join('\n')
}

/** Each error, followed by the keys that it affects: the cause must not be cut off after long keys. */
function causes(failed: readonly ReportRecord[]): string {
  const keysByError = new Map<string, string[]>()
  for (const { entry, error = 'not tried' } of failed) {
    const keys = keysByError.get(error)
    if (keys) keys.push(entry.key)
    else keysByError.set(error, [entry.key])
  }
  const groups = [...keysByError].slice(0, MAX_CAUSES).map(([error, keys]) => {
    const names = [
      ...keys.slice(0, MAX_NAMES).map((key) => keyName(key, MAX_NAME_LENGTH)),
      ...more(keys.length - MAX_NAMES, 'more')
    ]
    return `${shortened(error, MAX_CAUSE_LENGTH)} (${names.join(', ')})`
  })
  return [...groups, ...more(keysByError.size - MAX_CAUSES, 'more errors')].join('; ')
}

function more(count: number, what: string): string[] {
  return count > 0 ? [`and ${formatCount(count)} ${what}`] : []
}

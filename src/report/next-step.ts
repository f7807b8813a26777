import { foremost, type Remedy } from '../shared/remedy.ts'
import type { Report } from './report.ts'

/** What to do first. Then comes the step, or its approval, again. */
const FIRST: Readonly<Record<Remedy, string>> = {
  credentials: 'Fix the credentials first (the token, its permissions, or <code>account-id</code>). ',
  target: 'Fix <code>account-id</code> or <code>namespace</code> first. ',
  fix: 'Fix what is listed above. ',
  approve: 'If <code>expected-plan-id</code> is not the <code>plan-id</code> of the approved dry run, correct it. ',
  wait: 'Wait until the daily limit ends at 00:00 UTC, or use the paid plan. ',
  again: ''
}

/** Returns what the reader can do now, as HTML; undefined after a run that succeeded. */
export function describeNextStep(report: Report): string | undefined {
  const { dryRun, planned, success, problems, defect, header, totals } = report
  if (defect !== undefined) return 'This is an error in the action. Report it with the log of the step.'
  if (problems.length === 0 && dryRun) return planned ? APPLY : CHECKED
  if (success) return undefined
  const remedy = remedyOf(report)
  const first = FIRST[remedy]
  const repeat = (sentence: string): string => (first ? `${first}Then ${sentence}` : capitalized(sentence))
  if (report.isApproved) return repeat('plan and approve again, with “Re-run all jobs”.')
  const again = repeat('run the step again.')
  const isUntouched = totals.written + totals.deleted === 0 && (remedy === 'credentials' || remedy === 'target')
  if (problems.length > 0 || isUntouched) return again
  return `${again} ${header ? MISSING : MISSING_IF_SKIPPED}`
}

function capitalized(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function remedyOf({ problems, remedy, cancelledBy }: Report): Remedy {
  const ofProblems = foremost(problems.map(({ remedy = 'fix' }) => remedy))
  return ofProblems ?? (cancelledBy === undefined ? remedy : undefined) ?? 'again'
}

// It is read in a comment on a pull request too, where nobody should apply the plan by hand.
const APPLY = 'Nothing was written. The plan is applied when the step runs without <code>dry-run</code>.'
const CHECKED = 'Without credentials, only files and values were checked.'
const MISSING = 'Only what is missing is written then.'
const MISSING_IF_SKIPPED = 'With <code>skip-unchanged</code>, only what is missing is written.'

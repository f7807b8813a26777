import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import * as core from '@actions/core'
import { hideSecrets, hideSecretsIn } from '../shared/secrets.ts'
import { counted, printable, shortened } from '../shared/text.ts'
import type { CommentSettings } from './comment.ts'
import { annotateFailures, failureMessage, fitFailureMessage } from './failure-message.ts'
import { writeReportFile } from './file.ts'
import { setOutputs } from './outputs.ts'
import type { Report } from './report.ts'
import { commitOf, describeVerdict, writeSummary } from './summary.ts'

/** Where and how a run is reported. */
export interface PublishReportOptions {
  /** Warnings of the run. */
  readonly warnings: readonly string[]
  /** The input `namespace` as it was given. */
  readonly namespace: string
  /** Whether to write the job summary. */
  readonly summary: boolean
  /** Undefined when no comment is wanted. */
  readonly comment: CommentSettings | undefined
  /** Aborted when the run is cancelled. */
  readonly cancelled: AbortSignal
}

/**
 * Reports a run in every place: the log, annotations, the report file, outputs, the job summary and a comment. Fails the
 * step when the run failed. When one place cannot be written, a warning says so, and the others are still written.
 */
export async function publishReport(given: Report, options: PublishReportOptions): Promise<void> {
  const report = withoutSecrets(given)
  // A token in the wrong input must not reach the summary or a comment, which the runner does not mask.
  const context = { namespace: hideSecrets(options.namespace), commit: commitOf(process.env['GITHUB_SHA']) }
  logWarnings(options.warnings)
  annotateFailures(report)
  if (report.dryRun && report.success) core.info(describeDryRun(report))
  failStep(report)
  const reportFolder = resolve(process.env['RUNNER_TEMP'] || tmpdir())
  const reportPath = await warnOnFailure('report', () => writeReportFile(report, reportFolder))
  await warnOnFailure('outputs', () => {
    setOutputs(report, reportPath ?? '')
  })
  if (options.summary && process.env['GITHUB_STEP_SUMMARY']) {
    await warnOnFailure('summary', () => writeSummary(report, context))
  }
  const { comment } = options
  if (comment) {
    await warnOnFailure('comment', async () => {
      const { upsertComment } = await import('./comment.ts')
      await upsertComment(report, context, comment, options.cancelled)
    })
  }
}

/** Hides secrets that a result, an error message or a title repeats. They are already hidden in the API's errors. */
function withoutSecrets(report: Report): Report {
  const { problems, records, response, namespaceTitle } = report
  return {
    ...report,
    ...(namespaceTitle !== undefined && { namespaceTitle: hideSecrets(namespaceTitle) }),
    problems: problems.map((problem) => ({ ...problem, message: hideSecrets(problem.message) })),
    records: records.map((record) => (record.error ? { ...record, error: hideSecrets(record.error) } : record)),
    response: { ...response, result: hideSecretsIn(response.result) }
  }
}

// The runner keeps ten warnings of a step as annotations, of 4,096 characters each. The others are only in the log.
const MAX_WARNINGS = 100
const MAX_LENGTH = 4000

function logWarnings(warnings: readonly string[]): void {
  for (const message of warnings.slice(0, MAX_WARNINGS)) core.warning(printable(shortened(message, MAX_LENGTH)))
  const rest = warnings.length - MAX_WARNINGS
  if (rest > 0) core.warning(`and ${counted(rest, 'more warning')}`)
}

/** A plan has been logged already, a check has not. */
function describeDryRun(report: Report): string {
  return `${report.compares ? '' : `${describeVerdict(report)}. `}Dry run: nothing was written`
}

function failStep(report: Report): void {
  const failure = failureMessage(report)
  if (failure === undefined) return
  const message = fitFailureMessage(report, failure)
  if (message !== failure) core.info(failure)
  core.setFailed(message)
}

async function warnOnFailure<T>(what: string, write: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await write()
  } catch (error) {
    core.warning(`The ${what} could not be written: ${hideSecrets((error as Error).message)}`)
    return undefined
  }
}

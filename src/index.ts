// The first, so that it listens while the others load.
import { cancellation } from './cancellation.ts'
import { tmpdir } from 'node:os'
import { resolve } from 'node:path'
import * as core from '@actions/core'
import { systemClock } from './shared/clock.ts'
import { Diagnostics } from './shared/diagnostics.ts'
import { type Inputs, readInputs } from './inputs/inputs.ts'
import { annotateFailures } from './report/annotations.ts'
import { writeReportFile } from './report/file.ts'
import { setOutputs } from './report/outputs.ts'
import { failureMessage, fitFailureMessage } from './report/failure-message.ts'
import { type Report, reportDefect } from './report/report.ts'
import { type RunContext, writeSummary } from './report/summary.ts'
import { knownId, run } from './run.ts'
import { hideSecrets, hideSecretsIn } from './shared/secrets.ts'

const diagnostics = new Diagnostics()
let inputs: Inputs | undefined
let report: Report
try {
  inputs = await readInputs(Date.now(), diagnostics)
  report = await run(inputs, diagnostics, { log: core.info, clock: systemClock, signal: cancellation.signal })
} catch (error) {
  const { message, stack } = Error.isError(error) ? error : new Error(String(error))
  // For those who turn on debug logging.
  core.debug(hideSecrets(stack ?? message))
  report = reportDefect(knownId(inputs?.target), hideSecrets(message))
}
await publish(withoutSecrets(cancellation.by ? { ...report, cancelledBy: cancellation.by } : report))
if (cancellation.exitCode !== undefined) process.exitCode = cancellation.exitCode

/** What a server gave back in a result or as the name of something. Errors have lost their secrets by now. */
function withoutSecrets(report: Report): Report {
  const { problems, records, response } = report
  return {
    ...report,
    problems: problems.map((problem) => ({ ...problem, message: hideSecrets(problem.message) })),
    records: records.map((record) => (record.error ? { ...record, error: hideSecrets(record.error) } : record)),
    response: { ...response, result: hideSecretsIn(response.result) }
  }
}

/** Tells a run in every place there is. A place that fails does not keep it from the others. */
async function publish(report: Report): Promise<void> {
  for (const { message } of diagnostics.warnings) core.warning(message)
  annotateFailures(report)
  const failure = failureMessage(report)
  if (failure !== undefined) {
    const message = fitFailureMessage(failure)
    if (message !== failure) core.info(failure)
    core.setFailed(message)
  }
  const reportFolder = resolve(process.env['RUNNER_TEMP'] || tmpdir())
  const reportPath = await warnOnFailure('report', () => writeReportFile(report, reportFolder))
  await warnOnFailure('outputs', () => {
    setOutputs(report, reportPath ?? '')
  })
  if (inputs?.summary !== false && process.env['GITHUB_STEP_SUMMARY']) {
    await warnOnFailure('summary', () => writeSummary(report, currentContext()))
  }
  const { comment } = inputs ?? {}
  if (comment) {
    await warnOnFailure('comment', async () => {
      const { upsertComment } = await import('./report/comment.ts')
      await upsertComment(report, currentContext(), comment, cancellation.signal)
    })
  }
}

function currentContext(): RunContext {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha } = process.env
  const commit = server && repository && sha ? { sha, url: `${server}/${repository}/commit/${sha}` } : undefined
  // A token in the wrong place must not reach a comment, which the runner does not mask.
  return { namespace: hideSecrets(inputs?.namespace ?? ''), commit }
}

async function warnOnFailure<T>(what: string, write: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await write()
  } catch (error) {
    core.warning(`The ${what} could not be written: ${hideSecrets((error as Error).message)}`)
    return undefined
  }
}

import { tmpdir } from 'node:os'
import * as core from '@actions/core'
import { Diagnostics } from './diagnostics.ts'
import { readInputs } from './inputs.ts'
import { annotateFailures } from './report/annotations.ts'
import { writeReportFile } from './report/file.ts'
import { setOutputs } from './report/outputs.ts'
import { failureMessage, type Report, reportProblems } from './report/report.ts'
import { type Commit, writeSummary } from './report/summary.ts'
import { run } from './run.ts'

const diagnostics = new Diagnostics()
const inputs = await readInputs(Date.now(), diagnostics)
const report = await run(inputs, diagnostics, { log: core.info, now: Date.now }).catch(reportDefect)
await publish(report)

async function publish(report: Report): Promise<void> {
  for (const { message } of diagnostics.warnings) core.warning(message)
  annotateFailures(report)
  const reportPath = await writeReportFile(report, process.env['RUNNER_TEMP'] || tmpdir()).catch(warnOf('report'))
  if (inputs.summary && process.env['GITHUB_STEP_SUMMARY']) {
    await writeSummary(report, currentCommit()).catch(warnOf('summary'))
  }
  setOutputs(report, reportPath ?? '')
  const failure = failureMessage(report)
  if (failure !== undefined) core.setFailed(failure)
}

function currentCommit(): Commit | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_SHA: sha } = process.env
  return server && repository && sha ? { sha, url: `${server}/${repository}/commit/${sha}` } : undefined
}

/** What was written stays written when it can't be told in one of the places. */
function warnOf(what: string): (error: Error) => undefined {
  return ({ message }) => {
    core.warning(`The ${what} could not be written: ${message}`)
  }
}

/** A defect of ours still sets the outputs. Its stack is for those who turn on debug logging. */
function reportDefect(error: Error): Report {
  core.debug(error.stack ?? error.message)
  return reportProblems(inputs.target?.namespaceId ?? '', [], [{ message: `Unexpected error: ${error.message}` }])
}

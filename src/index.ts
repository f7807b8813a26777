// The first import, so that it listens while the others load.
import { cancelled } from './cancellation.ts'
import * as core from '@actions/core'
import { type Inputs, readInputs } from './inputs/inputs.ts'
import { knownId } from './kv/lookup.ts'
import { findNotices } from './notices.ts'
import { publishReport } from './report/publish-report.ts'
import { type Report, reportDefect } from './report/report.ts'
import { run } from './run.ts'
import { systemClock } from './shared/clock.ts'
import { Diagnostics } from './shared/diagnostics.ts'
import { hideSecrets } from './shared/secrets.ts'

const diagnostics = new Diagnostics()
let inputs: Inputs | undefined
let report: Report
try {
  inputs = await readInputs(Date.now(), diagnostics)
  // Before the first request: it may be time to cancel the run.
  for (const { level, message } of findNotices(inputs, process.env['GITHUB_EVENT_NAME'])) core[level](message)
  report = await run(inputs, diagnostics, { log: core.info, clock: systemClock, signal: cancelled })
} catch (error) {
  const { message, stack } = Error.isError(error) ? error : new Error(String(error))
  // Shown when debug logging is on.
  core.debug(hideSecrets(stack ?? message))
  report = reportDefect(knownId(inputs?.target), hideSecrets(message))
}
await publishReport(cancelled.aborted ? { ...report, cancelledBy: String(cancelled.reason) } : report, {
  warnings: diagnostics.warnings.map(({ message }) => message),
  namespace: inputs?.namespace ?? '',
  summary: inputs?.summary ?? true,
  comment: inputs?.comment,
  cancelled
})

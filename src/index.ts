// The first import, so that it listens while the others load.
import { cancellation } from './cancellation.ts'
import * as core from '@actions/core'
import { systemClock } from './shared/clock.ts'
import { Diagnostics } from './shared/diagnostics.ts'
import { type Inputs, readInputs } from './inputs/inputs.ts'
import { knownId } from './kv/lookup.ts'
import { findNotices } from './notices.ts'
import { publishReport } from './report/publish-report.ts'
import { type Report, reportDefect } from './report/report.ts'
import { run } from './run.ts'
import { hideSecrets } from './shared/secrets.ts'

const diagnostics = new Diagnostics()
let inputs: Inputs | undefined
let report: Report
try {
  inputs = await readInputs(Date.now(), diagnostics)
  announce(inputs)
  report = await run(inputs, diagnostics, { log: core.info, clock: systemClock, signal: cancellation.signal })
} catch (error) {
  const { message, stack } = Error.isError(error) ? error : new Error(String(error))
  // Shown when debug logging is on.
  core.debug(hideSecrets(stack ?? message))
  report = reportDefect(knownId(inputs?.target), hideSecrets(message))
}
await publishReport(cancellation.by ? { ...report, cancelledBy: cancellation.by } : report, {
  warnings: diagnostics.warnings.map(({ message }) => message),
  namespace: inputs?.namespace ?? '',
  summary: inputs?.summary ?? true,
  comment: inputs?.comment,
  cancelled: cancellation.signal
})
if (cancellation.exitCode !== undefined) process.exitCode = cancellation.exitCode

/** Before the first request, not with the warnings of the report: it may be time to cancel the run. */
function announce(given: Inputs): void {
  const { warnings, lines } = findNotices(given, process.env['GITHUB_EVENT_NAME'])
  for (const warning of warnings) core.warning(warning)
  for (const line of lines) core.info(line)
}

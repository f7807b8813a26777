/** The signals with which the runner cancels a step, each with its usual exit code: 128 plus its number. */
const EXIT_CODES: Readonly<Record<string, number>> = { SIGINT: 130, SIGTERM: 143 }

// The runner sends SIGINT, then SIGTERM after 7.5 s, and kills the process 2.5 s later:
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation
const controller = new AbortController()
for (const name of Object.keys(EXIT_CODES)) {
  process.on(name, () => {
    controller.abort(name)
  })
}

/**
 * Aborted when the runner cancels the step. The reason is the name of the first signal. Signals are listened for as soon
 * as this module is loaded, so that none is missed while other modules load.
 */
export const cancelled = controller.signal

// Node's own clean-up removes the listeners first. A signal that arrived during it would kill the process.
process.on('exit', (code) => {
  process.exit(EXIT_CODES[String(cancelled.reason)] ?? code)
})

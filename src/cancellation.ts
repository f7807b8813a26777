/** The signals with which the runner cancels a step, each with its usual exit code: 128 plus its number. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const

/** Whether and how the runner has cancelled the step. */
export interface Cancellation {
  /** Aborted when the runner cancels the step. */
  readonly signal: AbortSignal
  /** The first signal received; undefined before. */
  readonly by: keyof typeof EXIT_CODES | undefined
  /** The exit code for that signal. */
  readonly exitCode: number | undefined
}

// The runner sends SIGINT, then SIGTERM after 7.5 s, and kills the process 2.5 s later:
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-cancellation
function listen(): Cancellation {
  const controller = new AbortController()
  const { signal } = controller
  for (const name of Object.keys(EXIT_CODES)) {
    process.on(name, () => {
      controller.abort(name)
    })
  }
  return {
    signal,
    get by() {
      return signal.aborted ? (signal.reason as keyof typeof EXIT_CODES) : undefined
    },
    get exitCode() {
      return this.by && EXIT_CODES[this.by]
    }
  }
}

/** Listens as soon as this module is loaded, so that a signal is not missed while other modules load. */
export const cancellation = listen()

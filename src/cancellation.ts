/** The signals with which the runner cancels a step, and the exit code that a process ended by each has. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const

/** Whether and how the runner has cancelled the step. */
export interface Cancellation {
  /** Aborted when the runner cancels. */
  readonly signal: AbortSignal
  /** The first signal that came; undefined while there is none. */
  readonly by: keyof typeof EXIT_CODES | undefined
  /** The exit code that goes with it. */
  readonly exitCode: number | undefined
}

// The runner sends SIGINT, SIGTERM after 7.5 s, and kills 2.5 s later:
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

/** Listens from the moment that this module is loaded, so that a signal that comes while others load is not missed. */
export const cancellation = listen()

import { createContext, Script, type RunningScriptInNewContextOptions } from 'node:vm'

/**
 * Milliseconds that one value may take. A value of 25 MiB takes far less, and a pattern that backtracks without end
 * would take forever.
 */
export const TIME_LIMIT = 10_000

/** Milliseconds after which signals are listened for. Listening at once would lose one that arrives as it begins or ends. */
const QUICK = 300

/** Thrown when a time limit is reached. */
export class TimeLimitReached extends Error {
  override readonly name = 'TimeLimitReached'
}

/** Thrown when SIGINT ended what ran. Its listeners have been called. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
}

const script = new Script('run()')

/**
 * Returns what `run` returns, unless it takes longer than `milliseconds`: then it is stopped wherever it is, in the middle
 * of a regular expression too. SIGINT stops it as well: the runner cancels a step with it.
 *
 * @param run synchronous, and without effects that must not be left half done. It is called again when it takes long.
 * @param quick milliseconds before it is called again; 0 to call it only once
 * @throws TimeLimitReached, Interrupted, or what `run` throws
 */
export function withTimeLimit<T>(run: () => T, milliseconds: number, quick = QUICK): T {
  try {
    if (quick > 0) return runAtMost(run, { timeout: Math.min(quick, milliseconds) })
  } catch (error) {
    if (codeOf(error) !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
  }
  try {
    return runAtMost(run, { timeout: milliseconds, breakOnSigint: true })
  } catch (error) {
    if (codeOf(error) === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') {
      process.emit('SIGINT', 'SIGINT')
      throw new Interrupted('was interrupted')
    }
    if (codeOf(error) !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new TimeLimitReached(`took longer than ${milliseconds / 1000} seconds`)
  }
}

function runAtMost<T>(run: () => T, options: RunningScriptInNewContextOptions): T {
  return script.runInContext(createContext({ run }), options) as T
}

/** The errors are of the new context's own realm, so not instances of Error here. */
function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code
}

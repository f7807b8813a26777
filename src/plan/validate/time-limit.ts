import { createContext, Script } from 'node:vm'

/** Milliseconds that one value may take. Far more than 25 MiB take; a pattern that backtracks without end takes for ever. */
export const TIME_LIMIT = 10_000

/** Thrown when a time limit is reached. */
export class TimeLimitReached extends Error {
  override readonly name = 'TimeLimitReached'
}

const script = new Script('run()')

/**
 * Returns what `run` returns, unless it takes longer than `milliseconds`: then it is stopped wherever it is, in the middle
 * of a regular expression too.
 *
 * @param run synchronous, and without effects that must not be left half done
 * @throws TimeLimitReached, or what `run` throws
 */
export function withTimeLimit<T>(run: () => T, milliseconds: number): T {
  const context = createContext({ run })
  try {
    return script.runInContext(context, { timeout: milliseconds }) as T
  } catch (error) {
    // An error of the new context's own realm, so not an instance of Error here.
    if ((error as { code?: unknown } | null)?.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error
    throw new TimeLimitReached(`took longer than ${milliseconds / 1000} seconds`)
  }
}

import { isAbsolute, normalize, sep } from 'node:path'

/** A place in a file, for an annotation. */
export interface Location {
  /** Path relative to the workspace, with `/`, or as it was given when the file lies elsewhere, as in `RUNNER_TEMP`. */
  readonly file: string
  /** Line, counted from 1. */
  readonly line?: number
  /** Column, counted from 1 in UTF-16 code units. Only with a line. */
  readonly column?: number
}

/** Whether a place lies in the workspace. GitHub can show no other. */
export function isInWorkspace({ file }: Location): boolean {
  return !isAbsolute(file) && !`${normalize(file)}${sep}`.startsWith(`..${sep}`)
}

/** What a diagnostic is about, where it is known. An `Entry` is one. */
export interface Subject {
  readonly key?: string
  readonly location?: Location
}

/** A problem or a remark about what the user gave, found before anything is sent. */
export interface Diagnostic extends Subject {
  readonly message: string
}

/** Thrown by a parser for a value that a user can correct. Its message starts with a verb: `must be …`, `is not …`. */
export class InvalidValue extends Error {
  override readonly name = 'InvalidValue'
}

/** How many errors are kept. A list can have millions, and nobody reads more than this. */
const MAX_ERRORS = 10_000

/** Collects the problems of a run, so that all of them can be reported together. */
export class Diagnostics {
  readonly errors: Diagnostic[] = []
  readonly warnings: Diagnostic[] = []

  /** Whether no more errors are kept, so that the search for problems can stop. */
  get isFull(): boolean {
    return this.errors.length > MAX_ERRORS
  }

  /** Records a problem that stops the run before anything is written. The first 10,000 are kept. */
  error(message: string, { key, location }: Subject = {}): void {
    if (this.isFull) return
    if (this.errors.length === MAX_ERRORS) {
      this.errors.push({ message: 'there are more problems than these: fix these first' })
      return
    }
    const subject = { ...(key !== undefined && { key }), ...(location && { location }) }
    this.errors.push({ message, ...subject })
  }

  /** Records a remark. The run goes on. */
  warning(message: string): void {
    this.warnings.push({ message })
  }

  /**
   * Returns what `parse` returns. When it throws an `InvalidValue`, records an error and returns undefined. Any other
   * error is a defect and is thrown.
   *
   * @param name of the input, with which the error begins; empty when its message names the input
   */
  attempt<T>(name: string, parse: () => T): T | undefined {
    try {
      return parse()
    } catch (error) {
      this.#noteInvalid(name, error)
      return undefined
    }
  }

  /** Like `attempt`, for a parser that reads a file or loads a module. */
  async attemptAsync<T>(name: string, parse: () => Promise<T>): Promise<T | undefined> {
    try {
      return await parse()
    } catch (error) {
      this.#noteInvalid(name, error)
      return undefined
    }
  }

  #noteInvalid(name: string, error: unknown): void {
    if (!(error instanceof InvalidValue)) throw error
    this.error(`${name} ${error.message}`.trimStart())
  }
}

/** A place in a file of the workspace, for an annotation. */
export interface Location {
  /** Path relative to the workspace, with `/`. */
  readonly file: string
  /** Line, counted from 1. */
  readonly line?: number
}

/** What a diagnostic is about, as far as it is known. An `Entry` is one. */
export interface Subject {
  readonly key?: string
  readonly location?: Location
}

/** Something to tell about what the user gave, found before anything is sent. */
export interface Diagnostic extends Subject {
  readonly message: string
}

/** Thrown by a parser for a value that a user can correct. Its message starts with a verb: `must be …`, `is not …`. */
export class InvalidValue extends Error {
  override readonly name = 'InvalidValue'
}

/** Collects every problem of a run, so that all of them can be told at once. */
export class Diagnostics {
  readonly errors: Diagnostic[] = []
  readonly warnings: Diagnostic[] = []

  /** Notes a problem for which nothing may be written. */
  error(message: string, { key, location }: Subject = {}): void {
    this.errors.push({ message, ...(key !== undefined && { key }), ...(location && { location }) })
  }

  /** Notes a remark that does not stop the run. */
  warning(message: string): void {
    this.warnings.push({ message })
  }

  /**
   * Returns what `parse` returns. When it throws an `InvalidValue`, notes an error that begins with `name`, of an input or
   * empty when the message names it itself, and returns undefined. Anything else that it throws is a defect and passes
   * through.
   */
  async attempt<T>(name: string, parse: () => T | Promise<T>): Promise<T | undefined> {
    try {
      return await parse()
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error
      this.error(`${name} ${error.message}`.trimStart())
      return undefined
    }
  }
}

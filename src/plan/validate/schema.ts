import type { ValidateFunction } from 'ajv'
import { describeErrors, type Violation } from './describe.ts'
import { TIME_LIMIT, withTimeLimit } from './time-limit.ts'

/**
 * All violations are reported for a value of up to this many bytes. Each takes memory, so for a larger value only the
 * first is reported.
 */
const THOROUGH_BYTES = 1 << 20

/** Makes the function that validates: one that finds all violations in a value, or one that stops at the first. */
export type CompileSchema = (allErrors: boolean) => ValidateFunction

/** A JSON Schema that is ready to validate values. */
export class Schema {
  /** Path relative to the workspace. */
  readonly file: string
  readonly #compile: CompileSchema
  readonly #compiled = new Map<boolean, ValidateFunction>()

  readonly #timeLimit: number

  /** @param timeLimit milliseconds that one value may take */
  constructor(file: string, compile: CompileSchema, timeLimit = TIME_LIMIT) {
    this.file = file
    this.#compile = compile
    this.#timeLimit = timeLimit
  }

  /** Whether `validate` looks for all violations in a value of `size` bytes. */
  findsAll(size: number): boolean {
    return size <= THOROUGH_BYTES
  }

  /**
   * Returns what is wrong with a value, nothing when it matches. Of a value over 1 MiB, only the first violation.
   *
   * @param value parsed JSON
   * @param size bytes of the JSON
   * @throws TimeLimitReached, and RangeError when the schema or the value is nested too deeply, or references form a
   * cycle
   */
  validate(value: unknown, size: number): readonly Violation[] {
    const isThorough = this.findsAll(size)
    return withTimeLimit(() => {
      const validate = this.#compiled.get(isThorough) ?? this.#compile(isThorough)
      this.#compiled.set(isThorough, validate)
      return validate(value) ? [] : describeErrors(validate.errors ?? [])
    }, this.#timeLimit)
  }
}

import * as core from '@actions/core'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { keepSecret } from '../shared/secrets.ts'

type Parse<T> = (text: string) => T | Promise<T>

/** Reads inputs one at a time, and notes an error for each that is wrong. */
export class InputReader {
  readonly diagnostics: Diagnostics

  constructor(diagnostics: Diagnostics) {
    this.diagnostics = diagnostics
  }

  /**
   * Returns the parsed input, or the parsed `fallback` when the input is empty. Undefined when the input is invalid.
   */
  input<T>(name: string, fallback: string, parse: Parse<T>): Promise<T | undefined> {
    return this.diagnostics.attempt(name, () => parse(core.getInput(name) || fallback))
  }

  /**
   * Like `input`, but returns the parsed `fallback` for an invalid input too, so that there is always a value to
   * continue with.
   */
  async setting<T>(name: string, fallback: string, parse: Parse<T>): Promise<T> {
    return (await this.input(name, fallback, parse)) ?? parse(fallback)
  }

  /** The input parsed; undefined when it is empty or wrong. */
  async optional<T>(name: string, parse: Parse<T>): Promise<T | undefined> {
    return core.getInput(name) ? this.input(name, '', parse) : undefined
  }
}

/** Returns an input, or the environment variable of the same meaning, and has the runner mask it. */
export function secret(name: string, variable = ''): string {
  const value = core.getInput(name) || environment(variable)
  if (value) core.setSecret(value)
  keepSecret(value)
  return value
}

/** Returns an environment variable without white space around it; empty when it is not set. */
export function environment(name: string): string {
  return process.env[name]?.trim() ?? ''
}

import * as core from '@actions/core'
import type { Credential } from '../plan/validate.ts'
import { type Diagnostics, InvalidValue } from '../shared/diagnostics.ts'
import { keepSecret } from '../shared/secrets.ts'
import { formatCount, quoted } from '../shared/text.ts'

/** The inputs in the order of action.yml, each with its default there. An expression as a default counts as none. */
export const INPUTS = {
  'api-token': '',
  'account-id': '',
  namespace: '',
  'wrangler-config': '',
  'wrangler-environment': '',
  'api-email': '',
  'api-key': '',
  'api-base-url': '',
  key: '',
  value: '',
  file: '',
  glob: '',
  'include-hidden-files': 'false',
  'if-no-files-found': 'error',
  entries: '',
  'entries-file': '',
  'base-dir': '',
  'key-prefix': '',
  'strip-extension': 'false',
  metadata: '',
  ttl: '',
  expiration: '',
  validate: 'none',
  schema: '',
  'dry-run': 'false',
  'show-values': 'false',
  'expected-plan-id': 'any',
  comment: 'false',
  'github-token': '',
  'skip-unchanged': 'false',
  'if-key-exists': 'overwrite',
  prune: 'false',
  'managed-by': '',
  'max-deletions': '30%',
  backup: 'false',
  concurrency: '4',
  'max-retries': '5',
  timeout: '120',
  summary: 'true'
} as const

export type InputName = keyof typeof INPUTS

/** Reads inputs one at a time. Records an error for each that is not valid, and goes on with its default. */
export class InputReader {
  readonly diagnostics: Diagnostics
  /** The credentials that were read. */
  readonly credentials: Credential[] = []

  constructor(diagnostics: Diagnostics) {
    this.diagnostics = diagnostics
  }

  /** Returns what `parse` makes of an input. Uses the default when the input is empty or not valid. */
  parsed<T>(name: InputName, parse: (text: string) => T): T {
    return this.diagnostics.attempt(name, () => parse(core.getInput(name) || INPUTS[name])) ?? parse(INPUTS[name])
  }

  /** Returns what `parse` makes of an input without a default; undefined when the input is empty or not valid. */
  optional<T>(name: InputName, parse: (text: string) => T): T | undefined {
    const text = core.getInput(name)
    return text ? this.diagnostics.attempt(name, () => parse(text)) : undefined
  }

  boolean(name: InputName): boolean {
    const text = core.getInput(name)
    try {
      if (text) return core.getBooleanInput(name)
    } catch {
      this.diagnostics.error(`${name} must be true or false, got ${quoted(text)}`)
    }
    return INPUTS[name] === 'true'
  }

  /** Returns a whole number from `min` to `max`. */
  integer(name: InputName, min: number, max: number): number {
    return this.parsed(name, (text) => {
      const number = /^\d+(\.0+)?$/.test(text) ? Number(text) : NaN
      if (number >= min && number <= max) return number
      const range = `${formatCount(min)} to ${formatCount(max)}`
      throw new InvalidValue(`must be a whole number from ${range}, got ${quoted(text)}`)
    })
  }

  choice<T extends string>(name: InputName, choices: readonly T[]): T {
    return this.parsed(name, (text) => {
      const choice = choices.find((candidate) => candidate === text)
      if (choice !== undefined) return choice
      throw new InvalidValue(`must be one of ${choices.join(', ')}; got ${quoted(text)}`)
    })
  }

  /** Returns a credential from an input or the environment variable of the same meaning, and has the runner mask it. */
  credential(input: InputName, variable = ''): string {
    const text = core.getInput(input) || environment(variable)
    if (!text) return ''
    core.setSecret(text)
    keepSecret(text)
    this.credentials.push({ input, text })
    return text
  }
}

/** Returns an environment variable without white space around it; empty when it is not set. */
export function environment(name: string): string {
  return process.env[name]?.trim() ?? ''
}

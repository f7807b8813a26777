import { InvalidValue } from '../shared/diagnostics.ts'
import { formatCount, quoted } from '../shared/text.ts'

/** Parses a whole number from `min` to `max`. Throws an InvalidValue that names both. */
export function parseInteger(text: string, min: number, max: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : NaN
  if (value >= min && value <= max) return value
  throw new InvalidValue(`must be a whole number from ${formatCount(min)} to ${formatCount(max)}, got ${quoted(text)}`)
}

/** Parses a boolean of YAML 1.2 (https://yaml.org/spec/1.2.2/#10212-boolean), as `core.getBooleanInput` does. */
export function parseBoolean(text: string): boolean {
  if (isTrue(text)) return true
  if (/^(false|False|FALSE)$/.test(text)) return false
  throw new InvalidValue(`must be true or false, got ${quoted(text)}`)
}

/** Whether a text is YAML 1.2's true. */
export function isTrue(text: string): boolean {
  return /^(true|True|TRUE)$/.test(text)
}

/** Parses one of some words. Throws an InvalidValue that names them all. */
export function parseChoice<T extends string>(text: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === text)
  if (choice !== undefined) return choice
  throw new InvalidValue(`must be one of ${choices.join(', ')}; got ${quoted(text)}`)
}

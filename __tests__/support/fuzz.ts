import { expect } from '@jest/globals'
import fc from 'fast-check'
import { InvalidValue } from '../../src/shared/diagnostics.ts'

// The same cases in every run, so that a change fails for what it changes alone. `FUZZ_SEED=2 npm test` tries others.
const seed = Number(process.env['FUZZ_SEED'] ?? 1)

/** How often a property is tried, and with which cases. */
export function times(numRuns: number): { readonly numRuns: number; readonly seed: number } {
  return { numRuns, seed }
}

/** How often a parser is tried: less for a mutant of Stryker's, of which there are thousands. */
export const MANY = times(process.env['STRYKER_MUTATOR_WORKER'] === undefined ? 2000 : 100)

/** Any text: some random, some made of `parts` that a parser looks for, some of those repeated very often. */
export function anyText(...parts: readonly string[]): fc.Arbitrary<string> {
  const part = fc.oneof(fc.constantFrom(...parts), fc.string({ unit: 'binary', maxLength: 4 }))
  return fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.constantFrom(...parts), { maxLength: 12 }).map((some) => some.join('')),
    fc.array(part, { maxLength: 12 }).map((some) => some.join('')),
    fc.tuple(fc.constantFrom(...parts), fc.nat(20_000), part).map(([text, times, end]) => text.repeat(times) + end)
  )
}

/** Returns what `parse` returns, or the message of the InvalidValue that it throws. Anything else that it throws fails. */
export async function valueOrMessage<T>(parse: () => T | Promise<T>): Promise<{ value: T } | { message: string }> {
  try {
    return { value: await parse() }
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidValue)
    return { message: (error as InvalidValue).message }
  }
}

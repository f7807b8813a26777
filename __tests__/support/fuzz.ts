import { expect } from '@jest/globals'
import fc from 'fast-check'
import { InvalidValue } from '../../src/shared/diagnostics.ts'

// Every run has the same cases, so that a failure is caused by a change. `FUZZ_SEED=2 npm test` runs other cases.
const seed = Number(process.env['FUZZ_SEED'] ?? 1)
// `FUZZ_TIMES=10 npm test` runs ten times as many.
const factor = Number(process.env['FUZZ_TIMES'] ?? 1)

/** How often a property is tested, and with which seed. */
export function times(numRuns: number): { readonly numRuns: number; readonly seed: number } {
  return { numRuns: numRuns * factor, seed }
}

/** How often a parser is tested. Less often under Stryker, which has thousands of mutants. */
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

/** Returns the result of `parse`, or the message of the InvalidValue that it throws. Fails on any other error. */
export async function valueOrMessage<T>(parse: () => T | Promise<T>): Promise<{ value: T } | { message: string }> {
  try {
    return { value: await parse() }
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidValue)
    return { message: (error as InvalidValue).message }
  }
}

import { expect, test } from '@jest/globals'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { type Inputs, readInputs } from '../../src/inputs/inputs.ts'
import { useEnvironment } from './environment.ts'

export const NOW = Date.parse('2026-11-23T12:00:00Z')
export const NAMESPACE = '0f2ac74b498b48028cb68387c421e279'

/** A step with only the required inputs. */
export const VALID = {
  INPUT_NAMESPACE: NAMESPACE,
  'INPUT_API-TOKEN': 'token-1',
  'INPUT_ACCOUNT-ID': 'account',
  INPUT_KEY: 'flag',
  INPUT_VALUE: 'on'
}

export interface ReadInputs {
  readonly inputs: Inputs
  readonly errors: string[]
  readonly warnings: string[]
}

/** Lets each test of the file read inputs as a step with these variables would, and see what is printed. */
export function useInputs(): {
  readonly read: (variables: Readonly<Record<string, string>>) => Promise<ReadInputs>
  readonly printed: () => string
} {
  const environment = useEnvironment()
  return {
    read: async (variables) => {
      environment.set(variables)
      const diagnostics = new Diagnostics()
      const inputs = await readInputs(NOW, diagnostics)
      const [errors, warnings] = [diagnostics.errors, diagnostics.warnings].map((told) =>
        told.map(({ message }) => message)
      )
      return { inputs, errors: errors ?? [], warnings: warnings ?? [] }
    },
    printed: () => environment.printed()
  }
}

/** A problem, the variables that cause it, and the beginning of its message. */
export type Problem = readonly [what: string, variables: Readonly<Record<string, string>>, message: string]

/** Tests that each problem is the only one that is reported, and that its message has no secrets. */
export function testProblems(read: ReturnType<typeof useInputs>['read'], problems: readonly Problem[]): void {
  test.each(problems)('%s', async (_what, variables, message) => {
    const { errors } = await read({ ...VALID, ...variables })
    expect(errors.map((told) => told.slice(0, message.length))).toEqual([message])
    expect(errors[0]).not.toMatch(/token-1|key-1|me@example\.com|my secret|:secret/)
  })
}

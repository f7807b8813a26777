import { afterEach, beforeEach, jest } from '@jest/globals'

// Windows needs them to find its folders, and Stryker to choose a mutant.
const KEPT = ['PATH', 'TEMP', 'TMP', 'SystemRoot', '__STRYKER_ACTIVE_MUTANT__']

/** Lets each test of the file set the environment as the runner would, and collects what it prints. */
export function useEnvironment(): { set(variables: Readonly<Record<string, string>>): void; printed(): string } {
  const original = process.env
  const lines: string[] = []

  beforeEach(() => {
    // A step does not see the variables of the machine that runs these tests.
    process.env = Object.fromEntries(
      KEPT.flatMap((name) => (original[name] === undefined ? [] : [[name, original[name]]]))
    )
    lines.length = 0
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => lines.push(String(text)) > 0)
  })

  afterEach(() => {
    process.env = original
    process.exitCode = undefined
    jest.restoreAllMocks()
  })

  return {
    set: (variables) => {
      Object.assign(process.env, variables)
    },
    printed: () => lines.join('')
  }
}

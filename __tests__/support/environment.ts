import { afterEach, beforeEach, jest } from '@jest/globals'

/** Lets each test of the file set the environment as the runner would, and collects what it prints. */
export function useEnvironment(): { set(variables: Readonly<Record<string, string>>): void; printed(): string } {
  const original = process.env
  const lines: string[] = []

  beforeEach(() => {
    // A step sees none of the variables of the machine that these tests run on.
    process.env = { PATH: original['PATH'] }
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

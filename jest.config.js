import { env } from 'node:process'

const project = (displayName, pattern) => ({
  displayName,
  testEnvironment: 'node',
  testMatch: [`<rootDir>/__tests__/${pattern}`],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/jest.strip-types.js' }
})

export default {
  projects: [
    project('unit', '**/*.test.ts'),
    // Needs a Chromium.
    project('browser', 'browser/**/*.browser.ts'),
    // Needs the packages in `e2e/`.
    project('e2e', 'e2e/**/*.e2e.ts')
  ],
  // What CI has with the tests, so as not to run them twice.
  collectCoverage: env.COVERAGE === 'true',
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.d.ts'],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
  coverageProvider: 'v8',
  coverageReporters: [env.COVERAGE === 'true' ? 'text-summary' : 'text', 'lcov']
}

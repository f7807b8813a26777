import { env } from 'node:process'

export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/jest.strip-types.js' },
  // Tests of the bundle start a process for each run, and some store 25 MiB.
  testTimeout: 60_000,
  // Most of them wait for a process, and not for this one.
  maxWorkers: '100%',
  // What CI has with the tests, so as not to run them twice.
  collectCoverage: env.COVERAGE === 'true',
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.d.ts'],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
  coverageProvider: 'v8',
  coverageReporters: [env.COVERAGE === 'true' ? 'text-summary' : 'text', 'lcov']
}

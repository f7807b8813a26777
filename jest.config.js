export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '\\.ts$': '<rootDir>/jest.strip-types.js' },
  // Tests of the bundle start a process for each run, and some store 25 MiB.
  testTimeout: 60_000,
  // What is left out holds types alone, of which nothing runs.
  collectCoverageFrom: ['src/**/*.ts', '!src/**/*.d.ts', '!src/outcome.ts', '!src/target.ts', '!src/entries/entry.ts'],
  coverageThreshold: { global: { lines: 95, branches: 95 } },
  coverageProvider: 'v8',
  coverageReporters: ['text', 'lcov']
}

import jest from './jest.config.js'

const [{ testMatch, extensionsToTreatAsEsm, transform }] = jest.projects

export default {
  mutate: ['src/**/*.ts', '!src/**/*.d.ts'],
  testRunner: 'jest',
  testRunnerNodeArgs: ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'],
  jest: {
    config: {
      // The settings of one project take the place of `projects`, which hides each test's coverage.
      projects: undefined,
      testMatch,
      extensionsToTreatAsEsm,
      transform,
      testPathIgnorePatterns: [
        // Tests that start processes run the bundle or a script, in which there are no mutants.
        '/__tests__/action/',
        '/__tests__/scripts/',
        // Thousands of random cases for every mutant take days, and notice little that tables of cases do not.
        '-fuzz\\.test|any-text\\.test|-series\\.test|-schedules\\.test'
      ]
    }
  },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 10_000,
  // Modules of ended runs stay in memory.
  maxTestRunnerReuse: 30,
  reporters: ['clear-text', 'html', 'json'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  htmlReporter: { fileName: 'coverage/mutation.html' },
  jsonReporter: { fileName: 'coverage/mutation.json' },
  tempDirName: 'coverage/mutation',
  thresholds: { high: 95, low: 90, break: 90 }
}

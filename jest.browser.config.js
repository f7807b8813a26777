import config from './jest.config.js'

// Apart from the other tests, since they need a Chromium.
export default { ...config, testMatch: ['<rootDir>/__tests__/browser/**/*.browser.ts'] }

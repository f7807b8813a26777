import config from './jest.config.js'

// Apart from the other tests, since they need the packages in `e2e/`.
export default { ...config, testMatch: ['<rootDir>/__tests__/e2e/**/*.e2e.ts'] }

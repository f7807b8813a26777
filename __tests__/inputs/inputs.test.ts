import { join, resolve } from 'node:path'
import { expect, test } from '@jest/globals'
import { makeFolder } from '../support/folders.ts'
import { NAMESPACE, useInputs, VALID } from '../support/inputs.ts'

const { read } = useInputs()

test('a step with only the required inputs gets the defaults for the others', async () => {
  const { inputs, errors, warnings } = await read({ ...VALID, GITHUB_WORKSPACE: '/work/space' })
  expect(inputs).toMatchObject({
    target: {
      credentials: { apiToken: 'token-1' },
      accountId: 'account',
      accountIdSource: 'input account-id',
      namespace: { id: NAMESPACE },
      baseUrl: 'https://api.cloudflare.com/client/v4'
    },
    selection: { key: 'flag', value: 'on' },
    entrySettings: { keyPrefix: '', defaults: {} },
    workspace: { root: resolve('/work/space') },
    sync: { dryRun: false, skipUnchanged: false, prune: false },
    concurrency: 4,
    maxRetries: 5,
    timeout: 120,
    summary: true,
    comment: undefined
  })
  expect([errors, warnings]).toEqual([[], []])
})

test('a step with every input gets the given values', async () => {
  const { inputs, errors } = await read({
    ...VALID,
    INPUT_KEY: '',
    INPUT_VALUE: '',
    INPUT_GLOB: 'config/**\n!config/*.md',
    'INPUT_BASE-DIR': 'config',
    'INPUT_KEY-PREFIX': 'v2/',
    'INPUT_STRIP-EXTENSION': 'true',
    'INPUT_IF-NO-FILES-FOUND': 'warn',
    INPUT_METADATA: '{ "a": 1 }',
    INPUT_EXPIRATION: '2026-12-01T00:00:00Z',
    'INPUT_API-BASE-URL': 'https://api.example.com/client/v4/',
    INPUT_CONCURRENCY: '32',
    'INPUT_MAX-RETRIES': '0',
    INPUT_TIMEOUT: '5',
    INPUT_SUMMARY: 'false'
  })
  expect(errors).toEqual([])
  expect(inputs).toMatchObject({
    target: { baseUrl: 'https://api.example.com/client/v4' },
    selection: { glob: 'config/**\n!config/*.md', baseDir: 'config', stripExtension: true, ifNoFilesFound: 'warn' },
    entrySettings: {
      keyPrefix: 'v2/',
      defaults: { metadata: '{"a":1}', expiry: { expiration: Date.parse('2026-12-01T00:00:00Z') / 1000 } }
    },
    concurrency: 32,
    maxRetries: 0,
    timeout: 5,
    summary: false
  })
})

test('files may be in the workspace or in the folder for temporary files', async () => {
  const [root, temp] = [makeFolder({ a: 'x' }), makeFolder({ b: 'xy' })]
  const { workspace } = (await read({ ...VALID, GITHUB_WORKSPACE: root, RUNNER_TEMP: temp })).inputs
  expect([workspace.file('a').size, workspace.file(join(temp, 'b')).size]).toEqual([1, 2])
})

test('empty inputs use the environment variables of wrangler and the SDKs', async () => {
  const { inputs, errors } = await read({
    ...VALID,
    'INPUT_API-TOKEN': '',
    'INPUT_ACCOUNT-ID': '',
    'INPUT_API-BASE-URL': '',
    CLOUDFLARE_API_TOKEN: ' token-2\n',
    CLOUDFLARE_ACCOUNT_ID: 'account-2',
    CLOUDFLARE_API_BASE_URL: 'http://127.0.0.1:8787/client/v4'
  })
  expect(errors).toEqual([])
  expect(inputs.target).toEqual({
    credentials: { apiToken: 'token-2' },
    accountId: 'account-2',
    accountIdSource: 'environment variable CLOUDFLARE_ACCOUNT_ID',
    namespace: { id: NAMESPACE },
    baseUrl: 'http://127.0.0.1:8787/client/v4'
  })
})

test('an input takes precedence over its environment variable', async () => {
  const { inputs } = await read({
    ...VALID,
    CLOUDFLARE_API_TOKEN: 'x',
    CLOUDFLARE_ACCOUNT_ID: 'x',
    CLOUDFLARE_API_BASE_URL: 'x',
    'INPUT_API-BASE-URL': 'https://api.example.com'
  })
  expect(inputs.target).toMatchObject({
    credentials: { apiToken: 'token-1' },
    accountId: 'account',
    baseUrl: 'https://api.example.com'
  })
})

test('problems of all inputs are reported together', async () => {
  const { errors, inputs } = await read({
    ...VALID,
    'INPUT_API-TOKEN': '',
    INPUT_NAMESPACE: '',
    INPUT_GLOB: '**',
    INPUT_TTL: '30',
    INPUT_CONCURRENCY: '0'
  })
  expect(errors.map((message) => message.split(' ')[0])).toEqual([
    'api-token',
    'namespace',
    'key',
    'ttl',
    'concurrency'
  ])
  expect(inputs).toMatchObject({ target: undefined, selection: undefined })
})

import { describe, expect, test } from '@jest/globals'
import { Diagnostics } from '../src/diagnostics.ts'
import { type Inputs, readInputs } from '../src/inputs.ts'
import { useEnvironment } from './support/environment.ts'
import { makeFolder } from './support/folders.ts'

const NOW = Date.parse('2026-11-23T12:00:00Z')
const NAMESPACE = '0f2ac74b498b48028cb68387c421e279'
const VALID = {
  INPUT_NAMESPACE: NAMESPACE,
  'INPUT_API-TOKEN': 'token-1',
  'INPUT_ACCOUNT-ID': 'account',
  INPUT_KEY: 'flag',
  INPUT_VALUE: 'on'
}

const environment = useEnvironment()

async function read(
  variables: Readonly<Record<string, string>>
): Promise<{ inputs: Inputs; errors: string[]; warnings: string[] }> {
  environment.set(variables)
  const diagnostics = new Diagnostics()
  const inputs = await readInputs(NOW, diagnostics)
  const errors = diagnostics.errors.map(({ message }) => message)
  return { inputs, errors, warnings: diagnostics.warnings.map(({ message }) => message) }
}

test('a step with the least inputs gets the defaults for the rest', async () => {
  const { inputs, errors, warnings } = await read({ ...VALID, GITHUB_WORKSPACE: '/work/space', RUNNER_TEMP: '/tmp' })
  expect(inputs).toMatchObject({
    target: {
      credentials: { apiToken: 'token-1' },
      accountId: 'account',
      namespace: { id: NAMESPACE },
      baseUrl: 'https://api.cloudflare.com/client/v4'
    },
    selection: { key: 'flag', value: 'on' },
    shape: { keyPrefix: '', defaults: {} },
    workspace: { root: '/work/space' },
    concurrency: 4,
    timeout: 120,
    summary: true
  })
  expect([errors, warnings]).toEqual([[], []])
})

test('a step with every input gets what it asks for', async () => {
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
    INPUT_TIMEOUT: '5',
    INPUT_SUMMARY: 'false'
  })
  expect(errors).toEqual([])
  expect(inputs).toMatchObject({
    target: { baseUrl: 'https://api.example.com/client/v4' },
    selection: { glob: 'config/**\n!config/*.md', baseDir: 'config', stripExtension: true, ifNoFilesFound: 'warn' },
    shape: {
      keyPrefix: 'v2/',
      defaults: { metadata: '{"a":1}', expiry: { expiration: Date.parse('2026-12-01T00:00:00Z') / 1000 } }
    },
    concurrency: 32,
    timeout: 5,
    summary: false
  })
})

test('a value keeps its white space, and a key loses what is around it', async () => {
  const { inputs } = await read({ ...VALID, INPUT_KEY: ' flag\n', INPUT_VALUE: ' \n' })
  expect(inputs.selection).toEqual({ key: 'flag', value: ' \n' })
})

test('the variables of wrangler and the SDKs stand in for inputs that are empty', async () => {
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
    namespace: { id: NAMESPACE },
    baseUrl: 'http://127.0.0.1:8787/client/v4'
  })
})

test('an input wins over its variable', async () => {
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

describe('credentials', () => {
  test.each([
    ['both inputs', { 'INPUT_API-EMAIL': 'me@example.com', 'INPUT_API-KEY': 'key-1' }],
    ['both variables', { CLOUDFLARE_EMAIL: 'me@example.com', CLOUDFLARE_API_KEY: 'key-1' }],
    ['one of each', { 'INPUT_API-EMAIL': 'me@example.com', CLOUDFLARE_API_KEY: 'key-1' }]
  ])('may be e-mail and key, from %s', async (_from, pair) => {
    const { inputs, errors } = await read({ ...VALID, 'INPUT_API-TOKEN': '', ...pair })
    expect(errors).toEqual([])
    expect(inputs.target?.credentials).toEqual({ apiEmail: 'me@example.com', apiKey: 'key-1' })
  })

  test('are the token when there is one', async () => {
    const { inputs } = await read({ ...VALID, 'INPUT_API-EMAIL': 'me@example.com', CLOUDFLARE_API_KEY: 'key-1' })
    expect(inputs.target?.credentials).toEqual({ apiToken: 'token-1' })
  })

  test('are masked, all that are given', async () => {
    await read({ ...VALID, 'INPUT_API-EMAIL': 'me@example.com', CLOUDFLARE_API_KEY: 'key-1' })
    expect(environment.printed().split('\n')).toEqual(
      expect.arrayContaining(['::add-mask::token-1', '::add-mask::me@example.com', '::add-mask::key-1'])
    )
  })
})

test('ttl wins over expiration, and a warning says so', async () => {
  const { inputs, warnings } = await read({ ...VALID, INPUT_TTL: '1h', INPUT_EXPIRATION: '2026-12-01T00:00:00Z' })
  expect(inputs.shape.defaults).toEqual({ expiry: { expirationTtl: 3600 } })
  expect(warnings).toEqual(['ttl and expiration are both given: ttl wins, as in the API'])
})

describe('a problem is told for', () => {
  const cases: [string, Record<string, string>, string][] = [
    ['no credentials', { 'INPUT_API-TOKEN': '' }, 'api-token is missing: give an API token with the permission'],
    [
      'e-mail without key',
      { 'INPUT_API-TOKEN': '', 'INPUT_API-EMAIL': 'me@example.com' },
      'api-email needs api-key too'
    ],
    ['key without e-mail', { 'INPUT_API-TOKEN': '', CLOUDFLARE_API_KEY: 'key-1' }, 'api-key needs api-email too'],
    ['a token of two words', { 'INPUT_API-TOKEN': 'Bearer token-1' }, 'api-token must be one word of ASCII'],
    ['a token over two lines', { 'INPUT_API-TOKEN': 'tok\nen' }, 'api-token must be one word of ASCII'],
    [
      'no account',
      { 'INPUT_ACCOUNT-ID': '' },
      'account-id is missing: give it as the input or as the environment variable'
    ],
    ['a long account ID', { 'INPUT_ACCOUNT-ID': 'a'.repeat(33) }, 'account-id must be at most 32 characters, got 33'],
    ['an account ID that is a path', { 'INPUT_ACCOUNT-ID': '..' }, 'account-id must be made of letters and digits'],
    ['no namespace', { INPUT_NAMESPACE: '' }, 'namespace is missing: give the ID (32 hex digits) or the title'],
    [
      'no source',
      { INPUT_KEY: '', INPUT_VALUE: '' },
      'nothing to write: give exactly one of key (with value or file), glob, entries and entries-file'
    ],
    ['two sources', { INPUT_GLOB: '**' }, 'key and glob are both given: give exactly one of them'],
    [
      'all of the sources',
      { INPUT_GLOB: '**', INPUT_ENTRIES: 'a: 1', 'INPUT_ENTRIES-FILE': 'a.yaml' },
      'key, glob, entries and entries-file are all given: give exactly one of them'
    ],
    ['value with entries', { INPUT_KEY: '', INPUT_ENTRIES: 'a: 1' }, 'value goes with key, not with entries'],
    [
      'a list of white space',
      { INPUT_KEY: '', INPUT_VALUE: '', INPUT_ENTRIES: ' \n' },
      'nothing to write: give exactly one of key (with value or file), glob, entries and entries-file'
    ],
    ['value with file', { INPUT_FILE: 'a.json' }, 'value and file are both given: give exactly one of them with key'],
    ['value with glob', { INPUT_KEY: '', INPUT_GLOB: '**' }, 'value goes with key, not with glob'],
    [
      'file with glob',
      { INPUT_KEY: '', INPUT_VALUE: '', INPUT_FILE: 'a', INPUT_GLOB: '**' },
      'file goes with key, not with glob'
    ],
    ['value without key', { INPUT_KEY: '' }, 'key is empty: give the key for value, 1 to 512 bytes'],
    ['file without key', { INPUT_KEY: '', INPUT_VALUE: '', INPUT_FILE: 'a' }, 'key is empty: give the key for file'],
    [
      'key alone',
      { INPUT_VALUE: '' },
      'key needs value or file, and both are empty; for an empty value, give file an empty file'
    ],
    [
      'metadata that is not JSON',
      { INPUT_METADATA: '{"a": oops}' },
      'metadata is not valid JSON: invalid symbol at line 1, column 7'
    ],
    ['metadata that is too long', { INPUT_METADATA: `"${'a'.repeat(1023)}"` }, 'metadata is 1,025 bytes as JSON'],
    [
      'a TTL in words',
      { INPUT_TTL: 'one hour' },
      'ttl must be a whole number of seconds, or one followed by s, m, h or d'
    ],
    ['a TTL under 60 seconds', { INPUT_TTL: '30' }, 'ttl must be at least 60 seconds, got "30"'],
    ['an expiration in the past', { INPUT_EXPIRATION: '2026-11-23T11:00:00Z' }, 'expiration is in the past'],
    ['an expiration without a zone', { INPUT_EXPIRATION: '2026-12-23T11:00:00' }, 'expiration needs a zone'],
    ['a concurrency of 0', { INPUT_CONCURRENCY: '0' }, 'concurrency must be a whole number from 1 to 32, got "0"'],
    ['a concurrency over 32', { INPUT_CONCURRENCY: '33' }, 'concurrency must be a whole number from 1 to 32, got "33"'],
    [
      'a concurrency in words',
      { INPUT_CONCURRENCY: 'four' },
      'concurrency must be a whole number from 1 to 32, got "four"'
    ],
    ['a timeout of 0', { INPUT_TIMEOUT: '0' }, 'timeout must be a whole number from 1 to 86,400, got "0"'],
    [
      'a timeout with a fraction',
      { INPUT_TIMEOUT: '1.5' },
      'timeout must be a whole number from 1 to 86,400, got "1.5"'
    ],
    [
      'a base URL over plain http',
      { 'INPUT_API-BASE-URL': 'http://api.example.com' },
      'api-base-url must be https: (plain http: is for loopback hosts alone)'
    ],
    [
      'a host that only begins like loopback',
      { 'INPUT_API-BASE-URL': 'http://127.0.0.1.example.com' },
      'api-base-url must be https:'
    ],
    [
      'a host that only ends like loopback',
      { 'INPUT_API-BASE-URL': 'http://example.localhost' },
      'api-base-url must be https:'
    ],
    [
      'another scheme',
      { 'INPUT_API-BASE-URL': 'ftp://127.0.0.1' },
      'api-base-url must be a URL that starts with https://'
    ],
    [
      'a base URL that is none',
      { CLOUDFLARE_API_BASE_URL: 'api.example.com' },
      'api-base-url must be a URL that starts with https://'
    ],
    [
      'a base URL with a query',
      { 'INPUT_API-BASE-URL': 'https://api.example.com/?a=b' },
      'api-base-url must end with its path'
    ],
    [
      'a base URL with a password',
      { 'INPUT_API-BASE-URL': 'https://me:secret@api.example.com' },
      'api-base-url must not hold a user name or password'
    ],
    [
      'a base URL with an empty query',
      { 'INPUT_API-BASE-URL': 'https://api.example.com/?' },
      'api-base-url must end with its path'
    ],
    [
      'a base URL with an empty fragment',
      { 'INPUT_API-BASE-URL': 'https://api.example.com/#' },
      'api-base-url must end with its path'
    ],
    [
      'another scheme with a password',
      { 'INPUT_API-BASE-URL': 'ftp://me:secret@h/' },
      'api-base-url must not hold a user name or password'
    ],
    [
      'metadata that is nested too deeply and not closed',
      { INPUT_METADATA: '['.repeat(50_000) },
      'metadata is nested too deeply'
    ],
    [
      'metadata that is nested too deeply',
      { INPUT_METADATA: '['.repeat(50_000) + ']'.repeat(50_000) },
      'metadata is nested too deeply'
    ],
    ['a boolean in words', { INPUT_SUMMARY: 'yes' }, 'summary must be true or false, got "yes"'],
    ['another boolean in words', { 'INPUT_STRIP-EXTENSION': '1' }, 'strip-extension must be true or false, got "1"'],
    [
      'a choice that is none',
      { 'INPUT_IF-NO-FILES-FOUND': 'fail' },
      'if-no-files-found must be one of error, warn, ignore; got "fail"'
    ]
  ]

  test.each(cases)('%s', async (_what, variables, message) => {
    const { errors } = await read({ ...VALID, ...variables })
    expect(errors).toHaveLength(1)
    expect(errors[0]).toContain(message)
  })

  test.each(cases)('%s, without repeating a secret', async (_what, variables) => {
    const { errors } = await read({ ...VALID, ...variables })
    expect(errors.join('\n')).not.toMatch(/token-1|key-1|me@example\.com|secret/)
  })

  test('every input at once', async () => {
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
})

test.each([
  'http://127.0.0.1:1/v4',
  'http://127.9.8.7',
  'http://localhost:1',
  'http://[::1]:1',
  'https://api.example.com'
])('a base URL may be %s', async (url) => {
  const { inputs, errors } = await read({ ...VALID, 'INPUT_API-BASE-URL': `${url}/` })
  expect(errors).toEqual([])
  expect(inputs.target?.baseUrl).toBe(url)
})

test('a namespace that is not an ID is a title', async () => {
  for (const title of ['feature-flags', NAMESPACE.slice(1)]) {
    const { inputs, errors } = await read({ ...VALID, INPUT_NAMESPACE: title })
    expect(errors).toEqual([])
    expect(inputs.target?.namespace).toEqual({ title })
  }
})

describe('with a configuration of wrangler', () => {
  const config = `account_id = "account-2"
kv_namespaces = [{ binding = "FLAGS", id = "${NAMESPACE}" }, { binding = "NEW" }]
[env.staging]
`
  const given = {
    ...VALID,
    'INPUT_ACCOUNT-ID': '',
    INPUT_NAMESPACE: 'FLAGS',
    'INPUT_WRANGLER-CONFIG': 'wrangler.toml',
    GITHUB_WORKSPACE: makeFolder({ 'wrangler.toml': config })
  }

  test('a namespace is a binding, and the account is that of the configuration', async () => {
    const { inputs, errors } = await read(given)
    expect(errors).toEqual([])
    expect(inputs.target).toMatchObject({ accountId: 'account-2', namespace: { id: NAMESPACE } })
  })

  test('a namespace may still be an ID, and inputs and variables win for the account', async () => {
    const id = 'b1946ac92492d2347c6235b4d2611184'
    const { inputs } = await read({ ...given, INPUT_NAMESPACE: id, CLOUDFLARE_ACCOUNT_ID: 'account-3' })
    expect(inputs.target).toMatchObject({ accountId: 'account-3', namespace: { id } })
  })

  test.each([
    ['a binding that is not there', { INPUT_NAMESPACE: 'FLAG' }, 'namespace must be a binding in kv_namespaces'],
    ['a binding without an ID', { INPUT_NAMESPACE: 'NEW' }, 'namespace "NEW" has no id in wrangler-config'],
    [
      'an environment that is not there',
      { 'INPUT_WRANGLER-ENVIRONMENT': 'stagign' },
      'wrangler-environment must be an environment of wrangler-config, which has "staging"; got "stagign"'
    ],
    [
      'an environment without a configuration',
      { 'INPUT_WRANGLER-CONFIG': '', 'INPUT_WRANGLER-ENVIRONMENT': 'staging' },
      'wrangler-environment needs wrangler-config'
    ],
    [
      'a configuration that is not there',
      { 'INPUT_WRANGLER-CONFIG': 'wrangler.json' },
      'wrangler-config "wrangler.json" is not there'
    ],
    ['no namespace', { INPUT_NAMESPACE: '' }, 'namespace is missing']
  ])('%s is told, and nothing that follows from it', async (_what, inputs, message) => {
    const { errors, inputs: result } = await read({ ...given, ...inputs })
    expect(errors).toEqual([expect.stringContaining(message)])
    expect(result.target).toBeUndefined()
  })
})

test.each([
  [{ INPUT_ENTRIES: ' a: 1\n' }, { entries: ' a: 1\n' }],
  [{ 'INPUT_ENTRIES-FILE': ' flags.yaml ' }, { entriesFile: 'flags.yaml' }]
])('pairs may come from a list: %j', async (variables, selection) => {
  const { inputs, errors } = await read({ ...VALID, INPUT_KEY: '', INPUT_VALUE: '', ...variables })
  expect(errors).toEqual([])
  expect(inputs.selection).toEqual(selection)
})

test('a namespace ID may be in upper case', async () => {
  const { inputs } = await read({ ...VALID, INPUT_NAMESPACE: NAMESPACE.toUpperCase() })
  expect(inputs.target?.namespace).toEqual({ id: NAMESPACE })
})

test('every contradiction of the sources is told', async () => {
  const { errors } = await read({ ...VALID, INPUT_GLOB: '**', INPUT_FILE: 'a.json' })
  expect(errors).toEqual([
    'key and glob are both given: give exactly one of them',
    'value and file are both given: give exactly one of them with key'
  ])
})

test.each(['true', 'True', 'TRUE', 'false', 'False', 'FALSE'])('a boolean may be %s', async (text) => {
  const { inputs, errors } = await read({ ...VALID, INPUT_SUMMARY: text })
  expect(errors).toEqual([])
  expect(inputs.summary).toBe(text.toLowerCase() === 'true')
})

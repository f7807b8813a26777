import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseAccountId, parseBaseUrl, parseCredentials, parseNamespace } from '../../src/inputs/connection.ts'
import { isLoopback } from '../../src/shared/http.ts'
import { hideSecrets } from '../../src/shared/secrets.ts'
import { anyText, times, valueOrMessage } from '../support/fuzz.ts'
import { NAMESPACE, testProblems, useInputs, VALID } from '../support/inputs.ts'

const { read, printed } = useInputs()

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

  test('are all masked', async () => {
    await read({ ...VALID, 'INPUT_API-EMAIL': 'me@example.com', CLOUDFLARE_API_KEY: 'key-1' })
    expect(printed().split('\n')).toEqual(
      expect.arrayContaining(['::add-mask::token-1', '::add-mask::me@example.com', '::add-mask::key-1'])
    )
  })

  test('are known as values that may not be published, except an e-mail address', async () => {
    const given = { 'INPUT_API-EMAIL': 'me@example.com', CLOUDFLARE_API_KEY: 'key-1', 'INPUT_GITHUB-TOKEN': 'token-2' }
    const { inputs } = await read({ ...VALID, ...given })
    expect(inputs.credentials).toEqual([
      { input: 'api-token', text: 'token-1' },
      { input: 'api-key', text: 'key-1' },
      { input: 'github-token', text: 'token-2' }
    ])
  })

  test('and passwords of proxies are hidden in messages of the action', async () => {
    const told = 'a-long-token by a-long-password'
    expect(hideSecrets(told)).toBe(told)
    await read({ ...VALID, 'INPUT_API-TOKEN': 'a-long-token', https_proxy: 'http://me:a-long-password@127.0.0.1:1' })
    expect(hideSecrets(told)).toBe('*** by ***')
  })
})

describe('a problem is reported for', () => {
  testProblems(read, [
    [
      'no credentials',
      { 'INPUT_API-TOKEN': '' },
      'api-token is missing: give an API token with the permission Workers KV Storage: Edit, as the input or as the environment variable CLOUDFLARE_API_TOKEN. A secret that is not set is empty, and pull requests from forks and from Dependabot get no secrets: use dry-run: true to check without secrets.'
    ],
    [
      'e-mail without key',
      { 'INPUT_API-TOKEN': '', 'INPUT_API-EMAIL': 'me@example.com' },
      'api-email needs api-key too'
    ],
    ['a token of two words', { 'INPUT_API-TOKEN': 'Bearer token-1' }, 'api-token must be one word of ASCII'],
    ['a token in quotes', { 'INPUT_API-TOKEN': '"token-1"' }, 'api-token must be one word of ASCII without quotes'],
    [
      'no account',
      { 'INPUT_ACCOUNT-ID': '' },
      'account-id is missing: give it as the input or as the environment variable'
    ],
    ['a long account ID', { 'INPUT_ACCOUNT-ID': 'a'.repeat(33) }, 'account-id must be at most 32 characters, got 33'],
    ['no namespace', { INPUT_NAMESPACE: '' }, 'namespace is missing: give the ID (32 hex digits) or the title'],
    [
      'a base URL over plain http',
      { 'INPUT_API-BASE-URL': 'http://api.example.com' },
      'api-base-url must be https: (plain http: is only for loopback hosts)'
    ],
    [
      'a host that only ends like loopback',
      { 'INPUT_API-BASE-URL': 'http://example.localhost' },
      'api-base-url must be https:'
    ],
    [
      'a base URL with a query',
      { 'INPUT_API-BASE-URL': 'https://api.example.com/?a=b' },
      'api-base-url must end with its path'
    ],
    [
      'a base URL with a password',
      { 'INPUT_API-BASE-URL': 'https://me:secret@api.example.com' },
      'api-base-url must not contain a user name or password'
    ]
  ])
})

test("a variable under its older name is named when today's is missing", async () => {
  const old = { CF_API_TOKEN: 'token-1', CF_ACCOUNT_ID: 'account' }
  const { errors } = await read({ ...VALID, ...old, 'INPUT_API-TOKEN': '', 'INPUT_ACCOUNT-ID': '' })
  expect(errors).toEqual([
    expect.stringMatching(/ CF_API_TOKEN is not read: rename it to CLOUDFLARE_API_TOKEN\. CF_ACCOUNT_ID is not read/),
    expect.stringMatching(/ CF_ACCOUNT_ID is not read: rename it to CLOUDFLARE_ACCOUNT_ID\.$/)
  ])
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

describe('for any text', () => {
  const SECRET = 'sesame'
  const RUNS = times(300)

  test('credentials are the given ones or an error that does not quote them', async () => {
    const text = fc.oneof(fc.constantFrom('', SECRET), anyText(SECRET, ' ', '\n', 'é', '\u0000', ':'))
    const property = fc.asyncProperty(text, text, text, async (token, email, key) => {
      const result = await valueOrMessage(() => parseCredentials(token, email, key))
      if ('message' in result) expect(result.message).not.toContain(SECRET)
      else expect(result.value).toEqual(token ? { apiToken: token } : { apiEmail: email, apiKey: key })
    })
    await fc.assert(property, RUNS)
  })

  test('an account ID is one segment of a path or an error that does not quote it', async () => {
    const property = fc.asyncProperty(anyText(SECRET, 'a', '0', '-', '_', '.', '/', '%', '\n'), async (text) => {
      const result = await valueOrMessage(() => parseAccountId(text))
      if ('message' in result) expect(result.message).not.toContain(SECRET)
      else expect([text, /^[A-Za-z0-9_-]{1,32}$/.test(text)]).toEqual([result.value, true])
    })
    await fc.assert(property, RUNS)
  })

  test('a namespace is an ID in lower case, an unchanged title, or missing', async () => {
    const property = fc.asyncProperty(anyText(NAMESPACE, NAMESPACE.toUpperCase(), 'a', ' ', '\n'), async (text) => {
      const result = await valueOrMessage(() => parseNamespace(text, undefined))
      const value = /^[0-9a-f]{32}$/i.test(text) ? { id: text.toLowerCase() } : { title: text }
      if (text === '') expect(result).toMatchObject({ message: expect.stringMatching(/^is missing: /) })
      else expect(result).toEqual({ value })
    })
    await fc.assert(property, RUNS)
  })

  test('a base URL is safe for a token and ends with its path, or is an error without the password', async () => {
    const parts = ['https://', 'http://', 'ftp://', 'localhost', '127.0.0.1', '[::1]', `me:${SECRET}@`, 'h', '.']
    const property = fc.asyncProperty(anyText(...parts, '/', '?', '#', ':', '8', '%40', '\\', ' '), async (text) => {
      const result = await valueOrMessage(() => parseBaseUrl(text))
      if ('message' in result) {
        expect(result.message).not.toContain(SECRET)
        return
      }
      const { protocol, hostname, username, password, search, hash } = new URL(result.value)
      expect(protocol === 'https:' || isLoopback(hostname)).toBe(true)
      expect([username, password, search, hash]).toEqual(['', '', '', ''])
      expect(result.value).not.toMatch(/\/$/)
    })
    await fc.assert(property, RUNS)
  })
})

import { beforeAll, describe, expect, test } from '@jest/globals'
import { hideSecrets, hideSecretsIn, keepProxyPasswords, keepSecret } from '../../src/shared/secrets.ts'
import { useEnvironment } from '../support/environment.ts'
import { formsOf } from '../support/leaks.ts'

const SECRET = 'to"ken/+1\\é?'

beforeAll(() => {
  expect(hideSecrets(SECRET)).toBe(SECRET)
  expect(hideSecretsIn([SECRET])).toEqual([SECRET])
  keepSecret('')
  keepSecret(SECRET)
})

describe('a secret is hidden', () => {
  test.each(Object.entries(formsOf(SECRET)))('%s', (_form, text) => {
    // In the base64 of a pair, the user name is still visible.
    expect(hideSecrets(`a ${text} b ${text}`)).toMatch(/^a (dXNlcjp)?\*\*\* b (dXNlcjp)?\*\*\*$/)
  })

  test.each(['', 'x', 'xy', 'xyz'])('in the base64 of a text that begins with "%s"', (before) => {
    const all = Buffer.from(`${before}${SECRET}${before}`).toString('base64')
    const hidden = hideSecrets(all)
    expect(hidden).toContain('***')
    expect(hidden.length).toBeLessThan(20)
  })

  test('in parsed JSON, even if it was written with escapes', () => {
    const parsed: unknown = JSON.parse(`[{"a":["\\u0074o\\"ken/+1\\\\\\u00e9?"],"n":1,"b":null}]`)
    expect(hideSecretsIn(parsed)).toEqual([{ a: ['***'], n: 1, b: null }])
    expect(hideSecretsIn(undefined)).toBeUndefined()
  })
})

test('the base64url of a secret is hidden where it differs from the base64', () => {
  const secret = '>>>???~~~'
  keepSecret(secret)
  expect(Buffer.from(secret).toString('base64')).toMatch(/\+.*\//)
  expect(hideSecrets(Buffer.from(secret).toString('base64url'))).toBe('***')
})

test('a secret that begins with another secret is hidden completely', () => {
  keepSecret('long-secret')
  keepSecret('long-secret-and-more')
  expect(hideSecrets('long-secret-and-more')).toBe('***')
})

test('a short word is not hidden', () => {
  keepSecret('token-1')
  expect(hideSecrets('token-1')).toBe('token-1')
})

test.each([
  ['is cut off', 'kv-1234567890-abcdef', 'token kv-123456789…', 'token ***…'],
  ['is cut off in its percent-encoding', 'kv/1234567890', 'at kv%2F1234567', 'at ***'],
  ['is cut off too early to matter', 'kx-1234567890', 'token kx-12345678', undefined],
  [
    'is an e-mail address that begins with a word',
    'developers@example.com',
    'see developers.cloudflare.com',
    undefined
  ],
  ['is an e-mail address', 'developers@example.com', 'for developers@example.com', 'for ***']
])('a secret that %s', (_what, secret, text, shown = text) => {
  keepSecret(secret)
  expect(hideSecrets(text)).toBe(shown)
})

test('secrets are hidden in the names of properties', () => {
  keepSecret('name-secret-1')
  expect(hideSecretsIn({ a: { 'x name-secret-1': [null, 1] } })).toEqual({ a: { 'x ***': [null, 1] } })
  expect(hideSecretsIn(JSON.parse('{"__proto__":"name-secret-1"}'))).toEqual(JSON.parse('{"__proto__":"***"}'))
})

test('a text without a secret is unchanged', () => {
  expect(hideSecrets('Authentication error')).toBe('Authentication error')
  expect(hideSecretsIn({ code: 10000, message: 'Authentication error' })).toEqual({
    code: 10000,
    message: 'Authentication error'
  })
})

describe('the password of a proxy', () => {
  const environment = useEnvironment()

  test.each([
    ['https_proxy', 'pass%20word', ['pass word', 'pass%20word']],
    ['HTTPS_PROXY', '%61ll-in-all', ['all-in-all', '%61ll-in-all']],
    ['http_proxy', 'in-the-clear', ['in-the-clear']],
    ['HTTP_PROXY', '100%sure', ['100%sure']]
  ])('is hidden as it is written in %s and as it is sent', (name, password, forms) => {
    environment.set({ [name]: `http://me:${password}@proxy.example:3128` })
    keepProxyPasswords()
    for (const form of forms) expect(hideSecrets(`me:${form}@`)).toBe('me:***@')
  })
})

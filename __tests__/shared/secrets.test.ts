import { beforeAll, describe, expect, test } from '@jest/globals'
import { hideSecrets, hideSecretsIn, hideValuesIn, keepProxyPasswords, keepSecret } from '../../src/shared/secrets.ts'
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
    // Of a pair, the user's name is left.
    expect(hideSecrets(`a ${text} b ${text}`)).toMatch(/^a (dXNlcjp)?\*\*\* b (dXNlcjp)?\*\*\*$/)
  })

  test.each(['', 'x', 'xy', 'xyz'])('in the base64 of a text that begins with "%s"', (before) => {
    const all = Buffer.from(`${before}${SECRET}${before}`).toString('base64')
    const hidden = hideSecrets(all)
    expect(hidden).toContain('***')
    expect(hidden.length).toBeLessThan(20)
  })

  test('in all that was parsed from JSON, however it is spelled there', () => {
    const parsed: unknown = JSON.parse(`[{"a":["\\u0074o\\"ken/+1\\\\\\u00e9?"],"n":1,"b":null}]`)
    expect(hideSecretsIn(parsed)).toEqual([{ a: ['***'], n: 1, b: null }])
    expect(hideSecretsIn(undefined)).toBeUndefined()
  })
})

test('the base64 for URLs of a secret is hidden, whatever of its letters differ there', () => {
  const secret = '>>>???~~~'
  keepSecret(secret)
  expect(Buffer.from(secret).toString('base64')).toMatch(/\+.*\//)
  expect(hideSecrets(Buffer.from(secret).toString('base64url'))).toBe('***')
})

test('nothing is left of a secret that begins as another does', () => {
  keepSecret('long-secret')
  keepSecret('long-secret-and-more')
  expect(hideSecrets('long-secret-and-more')).toBe('***')
})

test('a short word is no secret', () => {
  keepSecret('token-1')
  expect(hideSecrets('token-1')).toBe('token-1')
})

test('values of 8 characters or more are hidden as they are and without the white space around them', () => {
  const values = ['secret-value\n', '8 letter', '7 chars']
  expect(hideValuesIn({ a: ['x secret-value y', '8 letter 7 chars'] }, values)).toEqual({
    a: ['x *** y', '*** 7 chars']
  })
})

test('values are hidden as JSON has them, and nothing is left of one that begins as another does', () => {
  const values = ['a "quoted"\nvalue', 'a-long-value', 'a-long-value-and-more']
  const told = `got ${JSON.stringify(values[0])}, ${values[2]}`
  expect(hideValuesIn([told], values)).toEqual(['got "***", ***'])
})

test('a text without a secret stays as it is', () => {
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
  ])('is hidden as %s has it, and as it is sent', (name, password, forms) => {
    environment.set({ [name]: `http://me:${password}@proxy.example:3128` })
    keepProxyPasswords()
    for (const form of forms) expect(hideSecrets(`me:${form}@`)).toBe('me:***@')
  })
})

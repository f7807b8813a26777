import { afterEach, beforeAll, describe, expect, test } from '@jest/globals'
import { hideSecrets, hideSecretsIn, hideValuesIn, keepProxyPasswords, keepSecret } from '../src/secrets.ts'
import { formsOf } from './support/leaks.ts'

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

test('a short word is no secret', () => {
  keepSecret('token-1')
  expect(hideSecrets('token-1')).toBe('token-1')
})

test('values are hidden as they are and without the white space around them', () => {
  expect(hideValuesIn({ a: ['x secret-value y', 'on'] }, ['secret-value\n', 'on'])).toEqual({ a: ['x *** y', 'on'] })
})

test('a text without a secret stays as it is', () => {
  expect(hideSecrets('Authentication error')).toBe('Authentication error')
  expect(hideSecretsIn({ code: 10000, message: 'Authentication error' })).toEqual({
    code: 10000,
    message: 'Authentication error'
  })
})

describe('the password of a proxy', () => {
  const { https_proxy, HTTP_PROXY } = process.env

  afterEach(() => {
    for (const [name, value] of Object.entries({ https_proxy, HTTP_PROXY })) {
      if (value === undefined) Reflect.deleteProperty(process.env, name)
      else process.env[name] = value
    }
  })

  test('is hidden as the variable has it, and as it is sent', () => {
    process.env['https_proxy'] = 'http://me:pass%20word@proxy.example:3128'
    process.env['HTTP_PROXY'] = 'http://me:100%sure@proxy.example:3128'
    keepProxyPasswords()
    expect(hideSecrets('http://me:pass%20word@proxy.example:3128')).toBe('http://me:***@proxy.example:3128')
    expect(hideSecrets('pass word')).toBe('***')
    expect(hideSecrets('me:100%sure')).not.toContain('100%')
  })
})

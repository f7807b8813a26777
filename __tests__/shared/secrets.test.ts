import { describe, expect, test } from '@jest/globals'
import { hideSecrets, hideSecretsIn, keepProxyPasswords, keepSecret } from '../../src/shared/secrets.ts'
import { useEnvironment } from '../support/environment.ts'

const environment = useEnvironment()

test.each([
  ['wherever it is', 'to"ken/+1\\é?', 'a to"ken/+1\\é? b to"ken/+1\\é?', 'a *** b ***'],
  ['but not a word that is shorter than any credential', 'token-1', 'token-1', 'token-1']
])('a secret is hidden %s', (_where, secret, text, shown) => {
  expect(hideSecrets(text)).toBe(text)
  keepSecret(secret)
  expect(hideSecrets(text)).toBe(shown)
})

test('a secret that begins with another secret is hidden completely', () => {
  keepSecret('long-secret')
  keepSecret('long-secret-and-more')
  expect(hideSecrets('long-secret-and-more')).toBe('***')
})

test('secrets are hidden in parsed JSON, also in the names of properties', () => {
  keepSecret('name-secret-1')
  const given: unknown = JSON.parse(
    '[{"a name-secret-1":["\\u006eame-secret-1",null,1,true]},{"__proto__":"name-secret-1"}]'
  )
  expect(hideSecretsIn(given)).toEqual(JSON.parse('[{"a ***":["***",null,1,true]},{"__proto__":"***"}]'))
  expect(hideSecretsIn(undefined)).toBeUndefined()
})

describe('the password of a proxy', () => {
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

  test('in a variable that is not a URL is not looked for', () => {
    environment.set({ HTTPS_PROXY: 'not a URL' })
    expect(() => {
      keepProxyPasswords()
    }).not.toThrow()
  })
})

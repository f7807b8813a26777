import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseAccountId, parseBaseUrl, parseCredentials, parseNamespace } from '../../src/inputs/target.ts'
import { isLoopback } from '../../src/kv/loopback.ts'
import { anyText, MANY, valueOrMessage } from '../support/fuzz.ts'
import { NAMESPACE } from '../support/inputs.ts'

const SECRET = 'sesame'

describe('for any text', () => {
  test('credentials are the given ones or an error that does not quote them', async () => {
    const text = fc.oneof(fc.constantFrom('', SECRET), anyText(SECRET, ' ', '\n', 'é', '\u0000', ':'))
    const property = fc.asyncProperty(text, text, text, async (token, email, key) => {
      const result = await valueOrMessage(() => parseCredentials(token, email, key))
      if ('message' in result) expect(result.message).not.toContain(SECRET)
      else expect(result.value).toEqual(token ? { apiToken: token } : { apiEmail: email, apiKey: key })
    })
    await fc.assert(property, MANY)
  })

  test('an account ID is one segment of a path or an error that does not quote it', async () => {
    const property = fc.asyncProperty(anyText(SECRET, 'a', '0', '-', '_', '.', '/', '%', '\n'), async (text) => {
      const result = await valueOrMessage(() => parseAccountId(text))
      if ('message' in result) expect(result.message).not.toContain(SECRET)
      else expect([text, /^[A-Za-z0-9_-]{1,32}$/.test(text)]).toEqual([result.value, true])
    })
    await fc.assert(property, MANY)
  })

  test('a namespace is an ID in lower case, an unchanged title, or missing', async () => {
    const property = fc.asyncProperty(anyText(NAMESPACE, NAMESPACE.toUpperCase(), 'a', ' ', '\n'), async (text) => {
      const result = await valueOrMessage(() => parseNamespace(text, undefined))
      if (text === '') expect(result).toMatchObject({ message: expect.stringMatching(/^is missing: /) })
      else if (text.toLowerCase() === NAMESPACE) expect(result).toEqual({ value: { id: NAMESPACE } })
      else
        expect(result).toEqual({ value: /^[0-9a-f]{32}$/i.test(text) ? { id: text.toLowerCase() } : { title: text } })
    })
    await fc.assert(property, MANY)
  })

  test('a base URL is safe for a token and ends with its path, or is an error without the password', async () => {
    const parts = ['https://', 'http://', 'ftp://', 'localhost', '127.0.0.1', '[::1]', `me:${SECRET}@`, 'h', '.']
    const property = fc.asyncProperty(anyText(...parts, '/', '?', '#', ':', '8', '%40', '\\', ' '), async (text) => {
      const result = await valueOrMessage(() => parseBaseUrl(text))
      if ('message' in result) expect(result.message).not.toContain(SECRET)
      else {
        const url = new URL(result.value)
        expect(url.protocol === 'https:' || isLoopback(url.hostname)).toBe(true)
        expect([url.username, url.password, url.search, url.hash]).toEqual(['', '', '', ''])
        expect(result.value).not.toMatch(/\/$/)
      }
    })
    await fc.assert(property, MANY)
  })
})

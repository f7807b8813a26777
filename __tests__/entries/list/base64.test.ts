import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decodeBase64 } from '../../../src/entries/list/base64.ts'
import { anyText, MANY, valueOrMessage } from '../../support/fuzz.ts'

test('any bytes come back', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect([...decodeBase64(Buffer.from(bytes).toString('base64'))]).toEqual([...bytes])
    })
  )
})

test.each([
  ['QQ', 'it has 2 characters, and with its padding (=) that must be a multiple of 4'],
  ['QQ=', 'it has 3 characters'],
  ['QQ===', 'character 3 is none of'],
  ['QQ==QQ==', 'character 3 is none of'],
  ['=', 'it has 1 characters'],
  ['QUJD\n', 'character 5 is none of A to Z, a to z, 0 to 9, + and / (no white space either)'],
  ['-_-_', 'character 1 is none of'],
  ['QUJé', 'character 4 is none of']
])('%j is not base64', (text, message) => {
  expect(() => decodeBase64(text)).toThrow(`is not base64: ${message}`)
})

test('any text is decoded whole, or refused', async () => {
  const property = fc.asyncProperty(anyText('Q', 'A', '/', '+', '=', 'QUJD', '-', ' ', 'é'), async (text) => {
    const result = await valueOrMessage(() => decodeBase64(text))
    if ('message' in result) expect(result.message).toMatch(/^is not base64: (character|it has) /)
    else expect(result.value.length).toBe((text.length / 4) * 3 - (text.match(/=/g)?.length ?? 0))
  })
  await fc.assert(property, MANY)
})

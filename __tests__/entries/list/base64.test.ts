import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { decodeBase64 } from '../../../src/entries/list/base64.ts'
import { anyText, MANY, valueOrMessage } from '../../support/fuzz.ts'

test('any bytes are the same after encoding and decoding', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect([...decodeBase64(Buffer.from(bytes).toString('base64'))]).toEqual([...bytes])
    })
  )
})

test.each([
  ['QQ', 'it has 2 characters, and their number with the padding (=) must be a multiple of 4'],
  ['QQ=', 'it has 3 characters'],
  ['QQ===', 'character 3 must be one of'],
  ['QQ==QQ==', 'character 3 must be one of'],
  ['=', 'it has 1 characters'],
  ['QUJD ', 'character 5 must be one of A to Z, a to z, 0 to 9, + and /'],
  ['QU\nJD\r\n-', 'character 5 (not counting line breaks) must be one of'],
  ['QU\nJ', 'it has 3 characters (not counting line breaks), and'],
  ['-_-_', 'character 1 must be one of'],
  ['QUJé', 'character 4 must be one of']
])('%j is not base64', (text, message) => {
  expect(() => decodeBase64(text)).toThrow(`is not base64: ${message}`)
})

test.each(['QUJD\n', 'QU\r\nJD\r\n', '\nQUJD', 'Q\nUJD'])('line breaks in %j are ignored', (text) => {
  expect(String(decodeBase64(text))).toBe('ABC')
})

test('any text is decoded completely or refused', async () => {
  const property = fc.asyncProperty(anyText('Q', 'A', '/', '+', '=', 'QUJD', '-', ' ', 'é'), async (text) => {
    const result = await valueOrMessage(() => decodeBase64(text))
    if ('message' in result) expect(result.message).toMatch(/^is not base64: (character|it has) /)
    else expect(result.value.length).toBe((text.length / 4) * 3 - (text.match(/=/g)?.length ?? 0))
  })
  await fc.assert(property, MANY)
})

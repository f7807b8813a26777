import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { KvApiError } from '../../src/kv/envelope.ts'
import { parseEnvelope } from '../../src/kv/envelope-parser.ts'
import { anyText, MANY } from '../support/fuzz.ts'

const word = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('10000', 'toString', '::error::', '\n'))
const name = fc.oneof(
  fc.constantFrom(
    'code',
    'message',
    'source',
    'pointer',
    'documentation_url',
    'toString',
    'valueOf',
    'toJSON',
    '__proto__'
  ),
  fc.string()
)

/** Any JSON value, with the names that the code reads and names that are special in JavaScript. */
const { value: anyValue } = fc.letrec((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, fc.constantFrom(null, true), fc.double(), word, tie('array'), tie('object')),
  array: fc.array(tie('value'), { maxLength: 6 }),
  object: fc.dictionary(name, tie('value'), { maxKeys: 5 })
}))

const anyAnswer = fc
  .record({ success: fc.boolean(), errors: anyValue, messages: anyValue, result: anyValue, result_info: anyValue })
  .map((answer) => JSON.stringify(answer))

describe('any response', () => {
  test('is an envelope with arrays of errors and messages, or is not an envelope', () => {
    const parts = [
      '{"success":',
      'true',
      'false',
      ',"errors":',
      '[',
      ']',
      '{',
      '}',
      'null',
      '"',
      ',"result":',
      '1',
      ','
    ]
    fc.assert(
      fc.property(fc.oneof(anyAnswer, anyText(...parts)), (text) => {
        const envelope = parseEnvelope(text)
        if (envelope === undefined) return
        expect(typeof envelope.success).toBe('boolean')
        expect([envelope.errors, envelope.messages].every(Array.isArray)).toBe(true)
        expect(envelope.result).not.toBeUndefined()
      }),
      MANY
    )
  })

  test('is reported in one line of limited length', () => {
    const status = fc.constantFrom(200, 301, 400, 403, 429, 500)
    fc.assert(
      fc.property(status, anyAnswer, word, (status, text, rayId) => {
        const { message, codes } = new KvApiError(status, parseEnvelope(text), { rayId })
        expect(message).toMatch(/^[^\p{Cc}\p{Zl}\p{Zp}]+$/u)
        expect(message.length).toBeLessThan(5000)
        expect(codes.every((code) => typeof code === 'number')).toBe(true)
      }),
      MANY
    )
  })
})

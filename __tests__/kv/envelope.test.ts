import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { KvApiError, parseEnvelope } from '../../src/kv/envelope.ts'
import { keepSecret } from '../../src/shared/secrets.ts'
import { anyText, MANY } from '../support/fuzz.ts'

describe('an answer is an envelope', () => {
  test('with all its content as received', () => {
    const errors = [{ code: 10033, message: 'no', source: { pointer: '/expiration' }, error_chain: [{ code: 1 }] }]
    const text = JSON.stringify({ success: false, errors, messages: ['a'], result: { b: 1 }, result_info: { page: 1 } })
    expect(parseEnvelope(text)).toEqual({
      success: false,
      errors,
      messages: ['a'],
      result: { b: 1 },
      resultInfo: { page: 1 }
    })
  })

  test('when parts are missing or null', () => {
    expect(parseEnvelope('{"success":true,"errors":null}')).toEqual({
      success: true,
      errors: [],
      messages: [],
      result: null
    })
  })
})

describe('errors and messages', () => {
  function parse(errors: unknown, messages: unknown = []): ReturnType<typeof parseEnvelope> {
    return parseEnvelope(JSON.stringify({ success: false, errors, messages, result: null }))
  }

  test('have at most 100 items each, and a note about the others', () => {
    const many = Array.from({ length: 1101 }, (_, index) => index)
    const kept = [...many.slice(0, 100), { message: '1,001 more are left out' }]
    expect(parse(many, many)).toMatchObject({ errors: kept, messages: kept })
    expect(parse(many.slice(0, 100))?.errors).toHaveLength(100)
  })

  test('are cut to code and message when one is too large', () => {
    const error = { code: 10033, message: 'no'.repeat(4960), error_chain: [] }
    expect(parse([error])?.errors).toEqual([error])
    expect(parse([{ ...error, message: 'no'.repeat(5000) }])?.errors).toEqual([
      { code: 10033, message: `${'no'.repeat(499)}n…` }
    ])
    expect(parse([['x'.repeat(10_000)]])?.errors).toEqual([{ message: 'left out, since it is too large' }])
  })

  test('contain no secrets', () => {
    keepSecret('envelope-secret-1')
    const [text, shown] = ['token envelope-secret-1.', 'token ***.']
    const { errors, messages } = parse([{ [text]: text }, text], [{ message: text }, text]) ?? {}
    expect([errors, messages]).toEqual([
      [{ [shown]: shown }, shown],
      [{ message: shown }, shown]
    ])
  })
})

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

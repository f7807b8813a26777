import { describe, expect, test } from '@jest/globals'
import { KvApiError } from '../../src/kv/envelope.ts'
import { keepSecret } from '../../src/shared/secrets.ts'
import { parseEnvelope } from '../../src/kv/envelope-parser.ts'

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

  test('when its errors are not an array', () => {
    expect(parseEnvelope('{"success":false,"errors":"quota"}')?.errors).toEqual(['quota'])
  })

  test('when parts are missing or null', () => {
    expect(parseEnvelope('{"success":true,"errors":null}')).toEqual({
      success: true,
      errors: [],
      messages: [],
      result: null
    })
  })

  test.each([
    '',
    '<html>502</html>',
    '{"success":tru',
    '[]',
    'null',
    '"success"',
    '{}',
    '{"success":"true"}',
    '{"success":1}'
  ])('and %j is not', (text) => {
    expect(parseEnvelope(text)).toBeUndefined()
  })
})

describe('an error says', () => {
  function messageOf(status: number, errors?: unknown[], success = false): string {
    const envelope = errors && { success, errors, messages: [], result: null }
    return new KvApiError(status, envelope).message
  }

  test.each([
    ['code and message', [{ code: 10033, message: 'invalid expiration' }], '10033 invalid expiration'],
    [
      'where it is and where to read about it',
      [
        {
          code: 10033,
          message: 'invalid expiration.',
          source: { pointer: '/0/expiration' },
          documentation_url: 'https://example.com/10033'
        }
      ],
      '10033 invalid expiration, at /0/expiration, see https://example.com/10033'
    ],
    [
      'all errors',
      [
        { code: 1, message: 'a' },
        { code: 2, message: 'b' }
      ],
      '1 a; 2 b'
    ],
    ['a message without a code', [{ message: 'a' }], 'a'],
    ['a message with full stops in it', [{ message: 'a. b.c.' }], 'a. b.c'],
    ['null for an error that is null', [null], 'null'],
    ['the JSON of an error in another form', ['text', { reason: 'x' }], '"text"; {"reason":"x"}'],
    ['a message with control characters as escapes', [{ code: 1, message: 'a\n::error::b' }], '1 a\\n::error::b']
  ])('%s', (_what, errors, message) => {
    expect(messageOf(400, errors)).toBe(message)
  })

  test.each([
    [401, 10000, 'Check the credentials (api-token, or api-email and api-key) and account-id: they must be valid'],
    [403, 9109, 'Check the credentials'],
    [400, 9106, 'Check the credentials'],
    [400, 6003, 'Check the credentials'],
    [400, 6111, 'Check the credentials'],
    [404, 7003, 'Check account-id, and api-base-url if it is set'],
    [400, 10011, 'Check namespace: it must be the ID of a namespace'],
    [404, 10013, 'Check namespace and account-id: the account has no namespace with this ID'],
    [429, 10048, 'The free plan reached its daily limit']
  ])('what to do about HTTP %d with %d', (status, code, hint) => {
    expect(messageOf(status, [{ code, message: 'No.' }])).toContain(`${code} No. ${hint}`)
  })

  test('what to do about a code that is text', () => {
    expect(messageOf(404, [{ code: '10013' }])).toMatch(/^10013\. Check namespace/)
  })

  test('that there is no error message', () => {
    expect(messageOf(200, [])).toBe('HTTP 200 with success: false and no error message')
    expect(messageOf(500, [], true)).toBe('HTTP 500 with success: true and no error message')
  })

  test('that the answer is not one of the API', () => {
    expect(messageOf(502)).toBe("HTTP 502 with a body that is not a response of Cloudflare's API")
  })

  test('that a redirect is not followed', () => {
    expect(messageOf(300)).toBe('HTTP 300: redirects are not followed; check api-base-url')
    expect(messageOf(399)).toBe('HTTP 399: redirects are not followed; check api-base-url')
    expect(messageOf(400)).toContain('HTTP 400 with a body')
  })

  test('at most five errors of 500 characters', () => {
    const message = messageOf(
      400,
      Array.from({ length: 9 }, () => ({ message: 'x'.repeat(10_000) }))
    )
    expect(message.split('; ').map((part) => part.length)).toEqual([500, 500, 500, 500, 500])
  })

  test('the ID with which support finds the request', () => {
    const { message } = new KvApiError(502, undefined, { rayId: '8f1a2b3c4d5e6f70-AMS' })
    expect(message).toMatch(/ \[cf-ray 8f1a2b3c4d5e6f70-AMS\]$/)
  })
})

test.each(['{"toString":1}', '{"toString":1,"valueOf":1}', '[{"toString":1}]', 'null'])(
  'an error code that is %s is ignored',
  (code) => {
    const envelope = parseEnvelope(`{"success":false,"errors":[{"code":${code},"message":"no"}]}`)
    expect(new KvApiError(400, envelope).message).toBe('no')
  }
)

describe('an answer nested', () => {
  function nested(levels: number): string {
    return `{"success":true,"result":${'['.repeat(levels)}1${']'.repeat(levels)}}`
  }

  test('as deeply as metadata can be is an envelope', () => {
    expect(parseEnvelope(nested(999)) === undefined).toBe(false)
  })

  test.each([1000, 5000, 100_000])('%d levels deep, which is too deep to process, is not an envelope', (levels) => {
    // Compares booleans, because Jest would run out of memory when it prints such a value.
    expect(parseEnvelope(nested(levels)) === undefined).toBe(true)
    expect(parseEnvelope(nested(levels).replace('"result"', '"errors"')) === undefined).toBe(true)
  })
})

describe('errors and messages', () => {
  function parse(errors: unknown, messages: unknown = []): ReturnType<typeof parseEnvelope> {
    return parseEnvelope(JSON.stringify({ success: false, errors, messages, result: null }))
  }

  test('have at most 100 items each, and a note about the others', () => {
    const many = Array.from({ length: 1101 }, (_, index) => index)
    const note = { message: "1,001 more left out, since the API's response has too many" }
    expect(parse(many, many)).toMatchObject({
      errors: [...many.slice(0, 100), note],
      messages: [...many.slice(0, 100), note]
    })
    expect(parse(many.slice(0, 100))?.errors).toHaveLength(100)
  })

  test('have at most 100,000 characters each', () => {
    const items = Array.from({ length: 5 }, () => ({ message: 'x'.repeat(30_000) }))
    expect(parse(items)?.errors).toEqual([
      ...items.slice(0, 3),
      { message: "2 more left out, since the API's response has too many" }
    ])
  })

  test('are shortened to code and message when one is too large', () => {
    const error = { code: 10033, message: 'no'.repeat(60_000), error_chain: [] }
    expect(parse([error])?.errors).toEqual([{ code: 10033, message: `${'no'.repeat(499)}n…` }])
    expect(parse([['x'.repeat(100_000)]])?.errors).toEqual([{ message: 'left out, since it is too large' }])
  })

  test('of a response with a million messages take little time', () => {
    const text = `{"success":false,"errors":[],"messages":[${Array<string>(1_000_000).fill('"m"').join()}]}`
    const begin = performance.now()
    expect(parseEnvelope(text)?.messages).toHaveLength(101)
    expect(performance.now() - begin).toBeLessThan(3000)
  })

  test('contain no secrets, complete or cut off', () => {
    keepSecret('envelope-secret-1')
    const text = 'token envelope-secret-1, envelope-secr…'
    const shown = 'token ***, ***…'
    const { errors, messages } = parse([{ [text]: text }, text], [{ message: text }, text]) ?? {}
    expect(errors).toEqual([{ [shown]: shown }, shown])
    expect(messages).toEqual([{ message: shown }, shown])
  })
})

describe('the advice', () => {
  function messageOf(status: number, codes?: readonly number[]): string {
    const errors = codes?.map((code) => ({ code, message: 'no' }))
    const envelope = errors && { success: false, errors, messages: [], result: null }
    return new KvApiError(status, envelope, { account: 'account-id (from account_id in wrangler.toml)' }).message
  }

  const advice =
    'Check the credentials (api-token, or api-email and api-key) and account-id (from account_id in wrangler.toml): '

  test.each<[number, readonly number[] | undefined]>([
    [401, undefined],
    [401, []],
    [401, [10000]],
    [403, [10000]],
    [403, []],
    [400, [9106]]
  ])('about HTTP %d with codes %j names the account ID and where it was given, once', (status, codes) => {
    expect(messageOf(status, codes).split(advice)).toHaveLength(2)
  })

  test.each<[number, readonly number[] | undefined]>([
    [500, [10000]],
    [400, [10000]],
    [502, [9109]],
    [403, undefined],
    [403, [10042]]
  ])('about HTTP %d with codes %j says nothing about credentials', (status, codes) => {
    expect(messageOf(status, codes)).not.toContain('Check')
  })

  test.each([
    [404, 7003, 'Check account-id (from account_id in wrangler.toml), and api-base-url if it is set'],
    [400, 10004, 'Check account-id (from account_id in wrangler.toml): the API does not accept this account ID'],
    [404, 10013, 'Check namespace and account-id (from account_id in wrangler.toml): the account has no']
  ])('about HTTP %d with code %d says where the account ID was given', (status, code, text) => {
    expect(messageOf(status, [code, code]).split(text)).toHaveLength(2)
  })
})

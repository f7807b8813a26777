import { describe, expect, test } from '@jest/globals'
import { describeFailure } from '../../src/kv/api-failure.ts'
import { KvApiError } from '../../src/kv/envelope.ts'

const MARKS = [
  'isTransient',
  'isTooLarge',
  'isAboutPair',
  'isThrottle',
  'endsRun',
  'isUnanswered',
  'isUncertain'
] as const

function answered(status: number, codes?: readonly number[]): KvApiError {
  const errors = (codes ?? []).map((code) => ({ code, message: 'no' }))
  return new KvApiError(status, codes && { success: false, errors, messages: [], result: null })
}

describe('a response of the API is marked', () => {
  test.each<[number, readonly number[] | undefined, ...(typeof MARKS)[number][]]>([
    [200, [10033]],
    [200, undefined, 'isTransient', 'isUncertain'],
    [300, undefined],
    [400, [], 'isAboutPair'],
    [400, undefined],
    [400, [971], 'isTransient', 'isThrottle'],
    [401, undefined, 'endsRun'],
    [403, undefined],
    [403, [], 'endsRun'],
    [403, [10000], 'endsRun'],
    [403, [10001]],
    [403, [11000], 'endsRun'],
    [400, [1, 9106], 'endsRun'],
    [400, [10042], 'isAboutPair'],
    [400, [10042, 10011], 'endsRun'],
    [400, [10024], 'isTooLarge'],
    [403, [10037], 'endsRun'],
    [404, [10013], 'endsRun'],
    [404, [7003], 'endsRun'],
    [404, [10009]],
    [404, undefined],
    [502, [9109, 10013], 'isTransient', 'isUncertain'],
    [408, undefined, 'isTransient', 'isUncertain'],
    [413, undefined, 'isTooLarge'],
    [429, undefined, 'isTransient', 'isThrottle'],
    [429, [10048]],
    [429, [10022, 10048]],
    [499, [], 'isTransient', 'isUncertain'],
    [500, [10001], 'isTransient', 'isUncertain'],
    [503, [10048], 'isUncertain'],
    [524, undefined, 'isTransient', 'isTooLarge', 'isUnanswered', 'isUncertain']
  ])('HTTP %d with codes %j as %s %s', (status, codes, ...marks) => {
    const error = answered(status, codes)
    expect(MARKS.filter((mark) => error[mark])).toEqual(marks)
    expect(error).toMatchObject({ name: 'KvApiError', status, codes: codes ?? [], retryAfter: 0, attempts: 1 })
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
    ['a message with full stops in it', [{ message: 'a. b.c.' }], 'a. b.c'],
    ['the JSON of an error in another form', ['text', { reason: 'x' }], '"text"; {"reason":"x"}'],
    ['a message with control characters as escapes', [{ code: 1, message: 'a\n::error::b' }], '1 a\\n::error::b']
  ])('%s', (_what, errors, message) => {
    expect(messageOf(400, errors)).toBe(message)
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
})

describe('what to do', () => {
  function adviceFor(status: number, codes?: readonly number[], source = 'account-id'): string {
    return new KvApiError(status, answered(status, codes).envelope, { account: source }).advice
  }

  const CREDENTIALS =
    'Check the credentials (api-token, or api-email and api-key) and account-id: they must be valid, and the token needs'

  test.each<[number, readonly number[] | undefined, string]>([
    [401, undefined, CREDENTIALS],
    [403, [10000], CREDENTIALS],
    [400, [9106], CREDENTIALS],
    [400, [6003, 6111], CREDENTIALS],
    [
      404,
      [7003, 7003],
      'Check account-id, and api-base-url if it is set: the API has no such account or path. Are account'
    ],
    [400, [10004], 'Check account-id: the API does not accept this account ID'],
    [400, [10011], 'Check namespace: it must be the ID of a namespace'],
    [404, [10013], 'Check namespace and account-id: the account has no namespace with this ID'],
    [429, [10048], 'The free plan reached its daily limit'],
    [429, undefined, 'Cloudflare allows 1,200 requests in five minutes for a user or token'],
    [400, [971], 'Cloudflare allows 1,200 requests']
  ])('about HTTP %d with codes %j is said once', (status, codes, advice) => {
    expect(adviceFor(status, codes).split(advice)).toEqual(['', expect.any(String)])
  })

  test.each<[number, readonly number[] | undefined]>([
    [400, [10000]],
    [403, undefined],
    [403, [10042]]
  ])('about HTTP %d with codes %j is left to the message', (status, codes) => {
    expect(adviceFor(status, codes)).toBe('')
  })

  test.each([
    [401, 10000],
    [404, 7003],
    [400, 10004],
    [404, 10013]
  ])('about HTTP %d with code %d says where the account ID was given', (status, code) => {
    expect(adviceFor(status, [code], 'account-id (from account_id in wrangler.toml)')).toContain(
      ' account-id (from account_id in wrangler.toml)'
    )
  })

  test('follows the message and the number of attempts', () => {
    const errors = [{ code: '10013', message: 'No.' }]
    const failure = new KvApiError(404, { success: false, errors, messages: [], result: null })
    expect(describeFailure(failure)).toMatch(/^10013 No\. Check namespace and account-id/)
    failure.attempts = 2
    expect(describeFailure(failure)).toMatch(/^10013 No, after 2 attempts\. Check namespace/)
    expect(describeFailure(answered(500, [1]))).toBe('1 no [HTTP 500]')
  })
})

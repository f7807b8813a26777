import { describe, expect, test } from '@jest/globals'
import { KvApiError } from '../../src/kv/envelope.ts'

const MARKS = ['isTransient', 'isTooLarge', 'isThrottle', 'isUnauthorized', 'isUnanswered', 'isUncertain'] as const

function answered(status: number, codes?: readonly number[]): KvApiError {
  const errors = (codes ?? []).map((code) => ({ code, message: 'no' }))
  return new KvApiError(status, codes && { success: false, errors, messages: [], result: null })
}

describe('an answer of the API is marked', () => {
  test.each<[number, readonly number[] | undefined, ...(typeof MARKS)[number][]]>([
    [200, [10033]],
    [200, undefined, 'isTransient', 'isUncertain'],
    [299, undefined, 'isTransient', 'isUncertain'],
    [199, undefined],
    [300, undefined],
    [301, undefined],
    [400, []],
    [400, undefined],
    [400, [971], 'isTransient', 'isThrottle'],
    [400, [1, 10022], 'isTransient', 'isThrottle'],
    [400, [10046], 'isTransient', 'isThrottle'],
    [401, undefined, 'isUnauthorized'],
    [401, [], 'isUnauthorized'],
    [403, undefined],
    [403, [], 'isUnauthorized'],
    [403, [9999], 'isUnauthorized'],
    [403, [10000], 'isUnauthorized'],
    [403, [10001]],
    [403, [10999]],
    [403, [11000], 'isUnauthorized'],
    [400, [1, 9106], 'isUnauthorized'],
    [404, [10013]],
    [408, undefined, 'isTransient'],
    [408, [], 'isTransient'],
    [413, undefined, 'isTooLarge'],
    [429, undefined, 'isTransient', 'isThrottle'],
    [429, [10048]],
    [429, [10022, 10048]],
    [499, []],
    [500, undefined, 'isTransient', 'isUncertain'],
    [500, [10001], 'isTransient'],
    [503, [10048]],
    [524, undefined, 'isTransient', 'isTooLarge', 'isUnanswered', 'isUncertain']
  ])('HTTP %d with codes %j as %s %s', (status, codes, ...marks) => {
    const error = answered(status, codes)
    expect(MARKS.filter((mark) => error[mark])).toEqual(marks)
    expect(error).toMatchObject({ name: 'KvApiError', status, codes: codes ?? [], retryAfter: 0, attempts: 1 })
  })
})

describe('an answer that may be another in a while is told with what support asks for', () => {
  test.each([
    [500, [10001], ' no [HTTP 500, cf-ray ray-1]'],
    [500, [], 'no error that says why [cf-ray ray-1]'],
    [400, [10033], ' no [cf-ray ray-1]']
  ])('HTTP %d with codes %j', (status, codes, end) => {
    const { envelope } = answered(status, codes)
    const { message } = new KvApiError(status, envelope, { rayId: 'ray-1' })
    expect(message.slice(-end.length)).toBe(end)
  })

  test('and with nothing when there is nothing', () => {
    expect(answered(400, [10033]).message).toBe('10033 no')
    expect(answered(500, [10001]).message).toBe('10001 no [HTTP 500]')
  })
})

import { describe, expect, test } from '@jest/globals'
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
    [299, undefined, 'isTransient', 'isUncertain'],
    [199, undefined],
    [300, undefined],
    [301, undefined],
    [400, [], 'isAboutPair'],
    [400, undefined],
    [400, [971], 'isTransient', 'isThrottle'],
    [400, [1, 10022], 'isTransient', 'isThrottle'],
    [400, [10046], 'isTransient', 'isThrottle'],
    [401, undefined, 'endsRun'],
    [401, [], 'endsRun'],
    [403, undefined],
    [403, [], 'endsRun'],
    [403, [9999], 'endsRun'],
    [403, [10000], 'endsRun'],
    [403, [10001]],
    [403, [10999]],
    [403, [11000], 'endsRun'],
    [400, [1, 9106], 'endsRun'],
    [400, [10000], 'isAboutPair'],
    [400, [10042], 'isAboutPair'],
    [400, [10042, 10011], 'endsRun'],
    [400, [10025]],
    [400, [10024], 'isTooLarge'],
    [401, [10000], 'endsRun'],
    [403, [10037], 'endsRun'],
    [404, [10013], 'endsRun'],
    [404, [7003], 'endsRun'],
    [404, [10003], 'endsRun'],
    [404, [10009]],
    [404, undefined],
    [500, [10000], 'isTransient'],
    [502, [9109, 10013], 'isTransient'],
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

describe('the message has the details that support needs', () => {
  test.each([
    [500, [10001], ' no [HTTP 500, cf-ray ray-1]'],
    [500, [], 'no error message [cf-ray ray-1]'],
    [400, [10033], ' no [cf-ray ray-1]']
  ])('HTTP %d with codes %j', (status, codes, end) => {
    const { envelope } = answered(status, codes)
    const { message } = new KvApiError(status, envelope, { rayId: 'ray-1' })
    expect(message.slice(-end.length)).toBe(end)
  })

  test('but no details that are missing', () => {
    expect(answered(400, [10033]).message).toBe('10033 no')
    expect(answered(500, [10001]).message).toBe('10001 no [HTTP 500]')
  })
})

import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseRatelimit, parseRetryAfter } from '../../src/kv/headers.ts'

describe('Retry-After', () => {
  const now = Date.parse('2026-11-24T12:00:00Z')

  test.each([
    ['0', 0],
    ['30', 30_000],
    [' 1.5 ', 1500],
    ['Tue, 24 Nov 2026 12:00:30 GMT', 30_000],
    ['Tuesday, 24-Nov-26 12:00:30 GMT', 30_000],
    ['Tue Nov 24 12:00:30 2026', 30_000],
    ['Tue, 24 Nov 2026 11:59:00 GMT', 0],
    ['', 0],
    ['-5', 0],
    ['soon', 0],
    ['Tue, soon', 0],
    ['2026-11-24T12:00:30Z', 0]
  ])('%j asks to wait %d ms', (text, milliseconds) => {
    expect(parseRetryAfter(text, now)).toBe(milliseconds)
  })

  test('is a number of milliseconds, whatever it says', () => {
    const text = fc.oneof(fc.string(), fc.date({ noInvalidDate: true }).map(String), fc.nat().map(String))
    fc.assert(
      fc.property(text, (text) => {
        const milliseconds = parseRetryAfter(text, now)
        expect(milliseconds >= 0).toBe(true)
      }),
      { numRuns: 3000 }
    )
  })
})

describe('Ratelimit', () => {
  test.each([
    ['"default";r=50;t=30', { remaining: 50, reset: 30 }],
    ['default;r=0;t=1', { remaining: 0, reset: 1 }],
    ['"default"; t=30; r=50', { remaining: 50, reset: 30 }],
    ['"a";r=50;t=30, "b";r=2;t=9', { remaining: 2, reset: 9 }],
    ['"a";r=2;t=9, "b";r=2;t=30', { remaining: 2, reset: 30 }],
    ['"a";q=100;r=7;w=300;t=4', { remaining: 7, reset: 4 }]
  ])('%j says %j', (text, quota) => {
    expect(parseRatelimit(text)).toEqual(quota)
  })

  test.each(['', '"default"', '"default";r=50', '"default";t=30', '"default";r=x;t=30', '50', '"default";r=-1;t=30'])(
    '%j says nothing',
    (text) => {
      expect(parseRatelimit(text)).toBeUndefined()
    }
  )

  test('is a quota or nothing, whatever it says', () => {
    const part = fc.constantFrom(';r=', ';t=', ',', '"', ';', '0', '12', 'r', ' ')
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(part).map((parts) => parts.join(''))
        ),
        (text) => {
          const quota = parseRatelimit(text)
          expect(quota === undefined || (quota.remaining >= 0 && quota.reset >= 0)).toBe(true)
        }
      ),
      { numRuns: 3000 }
    )
  })
})

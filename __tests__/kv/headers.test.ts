import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseRatelimit, parseRetryAfter } from '../../src/kv/pacer.ts'
import { anyText, MANY } from '../support/fuzz.ts'

describe('Retry-After', () => {
  const now = Date.parse('2026-11-24T12:00:00Z')

  test.each([
    ['0', 0],
    ['30', 30_000],
    ['1.25', 1250],
    ['Tue, 24 Nov 2026 12:00:30 GMT', 30_000],
    ['Tue, 24 Nov 2026 11:59:00 GMT', 0],
    ['', 0],
    ['Tue, soon', 0],
    ['2026-11-24T12:00:30Z', 0]
  ])('%j asks to wait %d ms', (text, milliseconds) => {
    expect(parseRetryAfter(text, now)).toBe(milliseconds)
  })

  test('is a number of milliseconds for any text', () => {
    const parts = ['Tue, ', '24 Nov 2026 ', '12:00:30', ' GMT', '0', '9', '.', '-', ' ', 'e', '\t']
    const text = fc.oneof(anyText(...parts), fc.date({ noInvalidDate: true }).map(String), fc.nat().map(String))
    fc.assert(
      fc.property(text, (text) => {
        expect(parseRetryAfter(text, now)).toBeGreaterThanOrEqual(0)
      }),
      MANY
    )
  })
})

describe('Ratelimit', () => {
  test.each([
    ['"default";r=50;t=30', { remaining: 50, reset: 30 }],
    ['default;r=0;t=1', { remaining: 0, reset: 1 }],
    ['"a";r=50;t=30, "b";r=2;t=9', { remaining: 2, reset: 9 }],
    ['"a";q=100;r=7;w=300;t=4', { remaining: 7, reset: 4 }]
  ])('%j says %j', (text, quota) => {
    expect(parseRatelimit(text)).toEqual(quota)
  })

  test.each(['', '"default"', '"default";r=50', '"default";t=30', '"default";r=x;t=30', '50', '"default";r=-1;t=30'])(
    '%j has no quota',
    (text) => {
      expect(parseRatelimit(text)).toBeUndefined()
    }
  )

  test('is a quota or nothing for any text', () => {
    fc.assert(
      fc.property(anyText(';r=', ';t=', ',', '"', ';', '0', '12', 'r', ' ', '-', '.'), (text) => {
        const { remaining, reset } = parseRatelimit(text) ?? { remaining: 0, reset: 0 }
        expect(Math.min(remaining, reset)).toBeGreaterThanOrEqual(0)
      }),
      MANY
    )
  })
})

import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { UnexpectedAnswer } from '../../src/kv/api-failure.ts'
import { parsePage } from '../../src/kv/page.ts'
import { SUCCESS } from '../support/fake-api.ts'
import { MANY } from '../support/fuzz.ts'

test.each([
  [[], undefined, ''],
  [
    [
      { name: 'a', expiration: 1.5 },
      { name: '', metadata: 1, expiration: null }
    ],
    null,
    ''
  ],
  [[{ name: 'a' }], { cursor: 'next' }, 'next'],
  [[], { cursor: '' }, ''],
  [[], { cursor: null }, ''],
  [[], 'cursor', '']
])('a page of %j with %j has the cursor %j', (result, resultInfo, cursor) => {
  expect(parsePage({ ...SUCCESS, result, resultInfo })).toEqual({ keys: result, cursor })
})

test.each([
  null,
  {},
  'a',
  1,
  { keys: [] },
  [null],
  [{}],
  ['a'],
  [{ name: 1 }],
  [{ name: 'a', expiration: '1' }],
  [{ name: 'a', expiration: {} }],
  [{ name: 'a' }, {}],
  [{}, { name: 'a' }]
])('%j is an error and not an empty page', (result) => {
  const parse = (): unknown => parsePage({ ...SUCCESS, result })
  expect(parse).toThrow(UnexpectedAnswer)
  expect(parse).toThrow('the API answered a listing of keys with an unexpected response')
})

test.each([7, {}, '\ud800', 'x'.repeat(4097)])('the cursor %j is an error and not the end of the listing', (cursor) => {
  const parse = (): unknown => parsePage({ ...SUCCESS, result: [], resultInfo: { cursor } })
  expect(parse).toThrow(UnexpectedAnswer)
  expect(parse).toThrow('the API answered a listing of keys with an unexpected cursor')
})

test('a page has at most 1,000 keys', () => {
  const keys = Array.from({ length: 1001 }, (_, index) => ({ name: String(index) }))
  expect(parsePage({ ...SUCCESS, result: keys.slice(1) }).keys).toHaveLength(1000)
  expect(() => parsePage({ ...SUCCESS, result: keys })).toThrow('an unexpected response')
})

test('a response that is not a page is not retried', () => {
  expect(new UnexpectedAnswer('no')).toMatchObject({
    name: 'UnexpectedAnswer',
    isTransient: false,
    isTooLarge: false,
    isThrottle: false,
    endsRun: false,
    isUnanswered: false,
    isUncertain: false
  })
})

test('any response is a page or an error', () => {
  const key = fc.record({ name: fc.string(), metadata: fc.jsonValue() }, { requiredKeys: ['name'] })
  const result = fc.oneof(fc.array(key), fc.array(fc.oneof(key, fc.jsonValue())), fc.jsonValue())
  const resultInfo = fc.oneof(fc.record({ cursor: fc.jsonValue() }), fc.jsonValue())
  fc.assert(
    fc.property(result, resultInfo, (result, resultInfo) => {
      try {
        const { keys, cursor } = parsePage({ ...SUCCESS, result, resultInfo })
        expect(keys).toBe(result)
        expect(keys.every(({ name }) => typeof name === 'string')).toBe(true)
        expect(typeof cursor).toBe('string')
      } catch (error) {
        if (!(error instanceof UnexpectedAnswer)) throw error
      }
    }),
    MANY
  )
})

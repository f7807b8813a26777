import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parsePage, UnexpectedAnswer } from '../../src/kv/page.ts'
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
  [[], { cursor: 7 }, ''],
  [[], 'cursor', '']
])('a page of %j with %j goes on at %j', (result, resultInfo, cursor) => {
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
])('%j is no page, and never taken for an empty one', (result) => {
  const parse = (): unknown => parsePage({ ...SUCCESS, result })
  expect(parse).toThrow(UnexpectedAnswer)
  expect(parse).toThrow('the API answered a listing of keys with something else')
})

test('something else than a page will be that in a second too, and says nothing of anything else', () => {
  expect(new UnexpectedAnswer('no')).toMatchObject({
    name: 'UnexpectedAnswer',
    isTransient: false,
    isTooLarge: false,
    isThrottle: false,
    isUnauthorized: false,
    isUnanswered: false,
    isUncertain: false
  })
})

test('whatever comes is a page or none', () => {
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

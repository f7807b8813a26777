import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { commonPrefix } from '../../src/kv/held.ts'
import { SUCCESS } from '../support/fake-api.ts'
import { MANY } from '../support/fuzz.ts'
import { asked, endless, openApi, page, pairs, readerOf } from './listings.ts'

describe('reading some keys', () => {
  test('sends no request if there are no keys', async () => {
    const api = await openApi(() => page([]))
    expect(pairs(await readerOf(api).ofKeys([]))).toEqual([])
    expect(asked(api)).toEqual([])
  })

  test('returns those of them that a listing has, with their metadata', async () => {
    const api = await openApi(() => page(['a/1', 'a/2', 'a/9'], '', { n: 1 }))
    expect(pairs(await readerOf(api).ofKeys(['a/1', 'a/2', 'a/3', 'a/4', 'a/5']))).toEqual([
      ['a/1', { n: 1 }],
      ['a/2', { n: 1 }]
    ])
    expect(asked(api)).toEqual(['keys&prefix=a%2F'])
  })

  test('returns a key without metadata', async () => {
    const api = await openApi(() => page(['a']))
    expect(pairs(await readerOf(api).ofKeys(['a']))).toEqual([['a', undefined]])
  })

  test.each([
    [1_900_000_000, { metadata: undefined, expiration: 1_900_000_000 }],
    [null, { metadata: undefined }],
    [undefined, { metadata: undefined }]
  ])('returns the expiration of a key: %j', async (expiration, held) => {
    const api = await openApi(() => ({ body: { ...SUCCESS, result: [{ name: 'a', expiration }] } }))
    expect([...(await readerOf(api).ofKeys(['a']))]).toEqual([['a', held]])
    expect([...(await readerOf(api).under('', () => true))]).toEqual([['a', held]])
  })

  test('stops the listing when all keys were found', async () => {
    const keys = ['x1', 'x2', 'x3', 'x4', 'x5']
    const api = await openApi(() => page(keys, '1'))
    expect((await readerOf(api).ofKeys(keys)).size).toBe(5)
    expect(asked(api)).toEqual(['keys&prefix=x'])
  })

  test('reads no key one by one after a complete listing', async () => {
    const api = await openApi(() => page(['x1']))
    expect((await readerOf(api).ofKeys(['x1', 'x2'])).size).toBe(1)
    expect(asked(api)).toEqual(['keys&prefix=x'])
  })

  test.each([
    [4, 1],
    [5, 2],
    [8, 2],
    [9, 3]
  ])('reads %d keys one by one after %d pages of other keys', async (count, pages) => {
    const keys = Array.from({ length: count }, (_, index) => `${index}`)
    const api = await openApi((asked, query) => {
      if (asked === 'keys') return endless(query)
      return asked === 'key/0' ? page(['0', '01'], '', { n: 1 }) : page([])
    })
    expect(pairs(await readerOf(api).ofKeys(keys))).toEqual([['0', { n: 1 }]])
    expect(asked(api).filter((one) => one.startsWith('keys'))).toHaveLength(pages)
    const read = asked(api).filter((one) => one.startsWith('key/'))
    expect(read.toSorted()).toEqual(keys.map((key) => `key/${key}`))
  })
})

describe('reading a prefix', () => {
  test('returns the wanted keys of all pages', async () => {
    const api = await openApi((_asked, query) =>
      query.has('cursor') ? page(['p/c', 'p/d'], '', 2) : page(['p/a', 'p/b'], 'next', 1)
    )
    const held = await readerOf(api).under('p/', ({ name, metadata }) => name !== 'p/a' || metadata !== 1)
    expect(pairs(held)).toEqual([
      ['p/b', 1],
      ['p/c', 2],
      ['p/d', 2]
    ])
    expect(asked(api)).toEqual(['keys&prefix=p%2F', 'keys&prefix=p%2F&cursor=next'])
  })
})

describe('the longest common prefix', () => {
  test.each([
    [[], ''],
    [['abc'], 'abc'],
    [['abc', 'abd'], 'ab'],
    [['abc', 'ab', 'abd'], 'ab'],
    [['a', 'b'], ''],
    [['', 'b'], ''],
    [['🙂🙂a', '🙂🙂b'], '🙂🙂'],
    [['a🙂', 'a🙃'], 'a']
  ])('of %j is %j', (keys, prefix) => {
    expect(commonPrefix(keys)).toBe(prefix)
  })

  test('is a prefix of all keys, and no longer prefix is', () => {
    const key = fc.string({ unit: fc.constantFrom('a', 'b', '🙂', '🙃'), maxLength: 8 })
    fc.assert(
      fc.property(fc.array(key, { minLength: 1, maxLength: 4 }), (keys) => {
        const prefix = commonPrefix(keys)
        expect(keys.every((key) => key.startsWith(prefix))).toBe(true)
        const [next = ''] = (keys[0] ?? '').slice(prefix.length)
        expect(next !== '' && keys.every((key) => key.startsWith(prefix + next))).toBe(false)
      }),
      MANY
    )
  })
})

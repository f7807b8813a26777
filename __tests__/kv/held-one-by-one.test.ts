import { describe, expect, test } from '@jest/globals'
import { SUCCESS } from '../support/fake-api.ts'
import { asked, endless, NOT_FOUND, openApi, page, pairs, readerOf } from './listings.ts'

describe('keys that are read one by one', () => {
  const keys = ['a', 'b', 'c', 'd']

  test('have null if they have no metadata, and are not requested if a page had them', async () => {
    const api = await openApi((asked) => (asked === 'keys' ? page(['b'], '1') : page([asked.slice(-1)], '', null)))
    expect(pairs(await readerOf(api).ofKeys(keys))).toEqual([
      ['a', null],
      ['b', undefined],
      ['c', null],
      ['d', null]
    ])
    expect(asked(api)).not.toContain('key/b')
  })

  test('have their expiration', async () => {
    const result = [{ name: 'a', metadata: 1, expiration: 1_900_000_000 }]
    const api = await openApi((asked) => {
      if (asked === 'keys') return page(['x'], '1')
      return asked === 'key/a' ? { body: { ...SUCCESS, result } } : page([])
    })
    expect([...(await readerOf(api).ofKeys(keys))]).toEqual([['a', { metadata: 1, expiration: 1_900_000_000 }]])
  })

  test('are read by their metadata if their listing does not have them and has more pages', async () => {
    const api = await openApi((asked) => {
      if (asked.startsWith('key')) return page(['ab'], '1')
      return asked === 'metadata/a' ? { body: { ...SUCCESS, result: { n: 1 } } } : NOT_FOUND
    })
    expect([...(await readerOf(api).ofKeys(['a', 'b']))]).toEqual([['a', { metadata: { n: 1 } }]])
    expect(asked(api).toSorted()).toEqual(['key/a', 'key/b', 'keys', 'metadata/a', 'metadata/b'])
  })

  test('are requested with at most the given concurrency', async () => {
    let inFlight = 0
    let most = 0
    const api = await openApi(async (asked, query) => {
      if (asked === 'keys') return endless(query)
      most = Math.max(most, ++inFlight)
      await new Promise((resolve) => setTimeout(resolve, 20))
      inFlight -= 1
      return page([])
    })
    await readerOf(api, { concurrency: 2 }).ofKeys(keys)
    expect(most).toBe(2)
  })

  test('are retried after a transient error', async () => {
    const answers = [{ status: 500 }, page(['a'], '', 1)]
    const api = await openApi((asked, query) => {
      if (asked === 'keys') return endless(query)
      return asked === 'key/a' ? (answers.shift() ?? page([])) : page([])
    })
    expect(pairs(await readerOf(api, { concurrency: 1, maxRetries: 1 }).ofKeys(keys))).toEqual([['a', 1]])
  })

  test.each([
    ['retried', { status: 500 }],
    ['followed by others', page([])]
  ])('are not %s after one of them failed', async (_what, late) => {
    const api = await openApi(async (asked, query) => {
      if (asked === 'keys') return endless(query)
      if (asked === 'key/a') return { status: 400 }
      // The other response arrives long after the failure.
      await new Promise((resolve) => setTimeout(resolve, 200))
      return late
    })
    const held = readerOf(api, { concurrency: 2, maxRetries: 3 }).ofKeys(keys)
    await expect(held).rejects.toThrow('HTTP 400')
    expect(asked(api).slice(1).toSorted()).toEqual(['key/a', 'key/b'])
  })
})

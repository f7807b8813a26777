import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Entry } from '../../src/entries/entry.ts'
import { ItemRequest } from '../../src/publish/item-request.ts'
import { ApiFailure } from '../../src/kv/api-failure.ts'
import { KvApiError } from '../../src/kv/envelope.ts'
import type { Item, Prepared } from '../../src/publish/operation.ts'
import { SUCCESS } from '../support/fake-api.ts'
import { MANY } from '../support/fuzz.ts'
import { entry } from './fake-writes.ts'

const [a, b, c] = ['a', 'b', 'c'].map((key) => entry(key)) as [Entry, Entry, Entry]

/** A request whose attempts are answered with `results` in turn. */
function requestOf(
  items: readonly Entry[],
  results: unknown[],
  kind: 'written' | 'deleted' = 'written'
): ItemRequest<Item> {
  const send = (): Promise<typeof SUCCESS> => Promise.resolve({ ...SUCCESS, result: results.shift() as object })
  const given = items.map((item): Item => (kind === 'written' ? item : { key: item.key, source: item.source }))
  return new ItemRequest(given, (items) =>
    Promise.resolve({ items, unsendable: new Map(), rest: [], send, isBulk: true })
  )
}

function keysOf(items: readonly Item[]): string[] {
  return items.map(({ key }) => key)
}

describe('keys that the API did not process stay pending', () => {
  test.each<['written' | 'deleted', object, string, string[]]>([
    ['written', { unsuccessful_keys: ['b'] }, 'did not write this key (unsuccessful_keys)', ['b']],
    ['deleted', { unsuccessful_keys: ['b', 'a'] }, 'did not delete this key (unsuccessful_keys)', ['a', 'b']],
    ['written', { successful_key_count: 2 }, 'the API wrote 2 of 3 keys and did not say which', ['a', 'b', 'c']],
    ['deleted', { successful_key_count: 0 }, 'the API deleted 0 of 3 keys and did not say', ['a', 'b', 'c']],
    ['written', { successful_key_count: 1, unsuccessful_keys: ['a'] }, '1 of 3 keys', ['a', 'b', 'c']],
    ['written', { successful_key_count: 2, unsuccessful_keys: ['a'] }, '(unsuccessful_keys)', ['a']]
  ])('when they should be %s, after %j', async (kind, result, message, pending) => {
    const request = requestOf([a, b, c], [result], kind)
    const attempt = request.attempt()
    await expect(attempt).rejects.toThrow(message)
    await expect(attempt).rejects.toMatchObject({ name: 'ApiFailure', isTransient: true })
    expect(keysOf(request.pending)).toEqual(pending)
  })
})

test.each<[unknown, string]>([
  [{ successful_key_count: '2' }, 'successful_key_count'],
  [{ successful_key_count: 3 }, 'successful_key_count'],
  [{ unsuccessful_keys: 'a' }, 'unsuccessful_keys'],
  [{ unsuccessful_keys: ['a', 'other'] }, 'unsuccessful_keys']
])('a result of %j is not accepted as a success', async (result, what) => {
  const request = requestOf([a, b], [result])
  await expect(request.attempt()).rejects.toMatchObject({
    name: 'ApiFailure',
    message: `the API answered a bulk request with an unexpected ${what}`,
    isTransient: false,
    isUncertain: true
  })
  expect([keysOf(request.pending), request.done]).toEqual([['a', 'b'], []])
})

describe('a failed response is trusted about the keys that it wrote', () => {
  function failed(result: unknown, status = 400): ItemRequest<Entry> {
    const envelope = { success: false, errors: [{ code: 10042 }], messages: [], result }
    const send = (): Promise<never> => Promise.reject(new KvApiError(status, envelope))
    return new ItemRequest([a, b, c], (items) =>
      Promise.resolve({ items, unsendable: new Map(), rest: [], send, isBulk: true })
    )
  }

  test.each([200, 400, 404, 429, 500])('when the numbers add up: HTTP %d', async (status) => {
    const request = failed({ successful_key_count: 1, unsuccessful_keys: ['c', 'a'] }, status)
    await expect(request.attempt()).rejects.toThrow(KvApiError)
    expect([keysOf(request.pending), keysOf([...request.doubtful])]).toEqual([['a', 'c'], []])
    expect(request.done).toEqual([{ items: [b], envelope: undefined }])
  })

  test.each<[unknown, boolean]>([
    [{ successful_key_count: 2, unsuccessful_keys: ['a', 'b'] }, true],
    [{ successful_key_count: 1, unsuccessful_keys: ['a', 'a'] }, true],
    [{ successful_key_count: 2, unsuccessful_keys: ['other'] }, true],
    [{ successful_key_count: 3 }, true],
    [{ unsuccessful_keys: ['a'] }, false],
    [null, false]
  ])('but not with the result %j (in doubt: %s)', async (result, isInDoubt) => {
    const request = failed(result)
    await expect(request.attempt()).rejects.toThrow(KvApiError)
    expect([keysOf(request.pending), request.done, request.doubtful.size > 0]).toEqual([['a', 'b', 'c'], [], isInDoubt])
  })
})

test('entries that did not fit into an attempt are kept in order, and so are unreadable entries', async () => {
  const send = (): Promise<never> => Promise.reject(new TypeError('reset'))
  const prepared: Prepared<Entry>[] = [
    { items: [a, b], unsendable: new Map(), rest: [c], send, isBulk: true },
    { items: [a], unsendable: new Map(), rest: [b], send, isBulk: true },
    { items: [], unsendable: new Map([[a, 'gone']]), rest: [], send, isBulk: true }
  ]
  const request = new ItemRequest<Entry>([a, b, c], (items) => {
    const [next] = prepared.splice(0, 1)
    if (!next) throw new Error(`Nothing is prepared for ${keysOf(items).join()}`)
    return Promise.resolve(next)
  })
  expect(request.rest).toEqual([])
  await expect(request.attempt()).rejects.toThrow('reset')
  await expect(request.attempt()).rejects.toThrow('reset')
  expect(keysOf(request.rest)).toEqual(['b', 'c'])
  await request.attempt()
  expect([request.pending, request.done, [...request.unsendable]]).toEqual([[], [], [[a, 'gone']]])
})

test('for any response, each key is either done or pending, and the attempt fails if one is pending', async () => {
  const named = fc.oneof(fc.subarray(['a', 'b', 'c', 'other']), fc.array(fc.jsonValue()), fc.jsonValue())
  const count = fc.oneof(fc.integer({ min: -1, max: 4 }), fc.double(), fc.jsonValue())
  const result = fc.oneof(fc.record({ successful_key_count: count, unsuccessful_keys: named }), fc.jsonValue())
  await fc.assert(
    fc.asyncProperty(result, async (result) => {
      const request = requestOf([a, b, c], [result])
      const error: unknown = await request.attempt().catch((error: unknown) => error)
      const done = request.done.flatMap(({ items }) => keysOf(items))
      expect([...done, ...keysOf(request.pending)].toSorted()).toEqual(['a', 'b', 'c'])
      expect(error instanceof ApiFailure).toBe(request.pending.length > 0)
      expect(error === undefined).toBe(request.pending.length === 0)
    }),
    MANY
  )
})

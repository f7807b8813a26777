import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { ApiFailure } from '../../src/kv/api-failure.ts'
import { commonPrefix, type Held, HeldReader, parsePage } from '../../src/kv/listing.ts'
import { Namespace } from '../../src/kv/namespace.ts'
import type { TransportOptions } from '../../src/kv/transport.ts'
import { type Answer, type FakeApi, SUCCESS } from '../support/fake-api.ts'
import { MANY } from '../support/fuzz.ts'
import { connectTo, open } from './servers.ts'

const ID = '0f2ac74b498b48028cb68387c421e279'

/** What a request asks for: `keys`, or `key/<key>` for a listing of that key only. */
type Answers = (asked: string, query: URLSearchParams) => Answer | Promise<Answer>

/** Starts an API for the current test. */
function openApi(answers: Answers): Promise<FakeApi> {
  return open(({ url = '' }) => {
    const { searchParams } = new URL(url, 'http://api')
    return answers(searchParams.get('limit') === '10' ? `key/${searchParams.get('prefix')}` : 'keys', searchParams)
  })
}

function readerOf(
  { baseUrl }: FakeApi,
  options: Partial<TransportOptions> = {},
  signal = new AbortController().signal
): HeldReader {
  const transport = connectTo(baseUrl, options, { signal })
  return new HeldReader(new Namespace(transport, 'account', ID), options.concurrency ?? 4, () => undefined)
}

/** What the requests asked for, without the parameters that all listings share. */
function asked({ requests }: FakeApi): string[] {
  return requests.map(({ url = '' }) =>
    (url.split(`/${ID}/`)[1] ?? '').replace('keys?limit=1000', 'keys').replace('keys?limit=10&prefix=', 'key/')
  )
}

function page(names: readonly string[], cursor = '', metadata?: unknown): Answer {
  const result = names.map((name) => ({ name, ...(metadata !== undefined && { metadata }) }))
  return { body: { ...SUCCESS, result, result_info: { cursor } } }
}

/** A page of an endless listing, with one key. */
function endless(query: URLSearchParams): Answer {
  const next = Number(query.get('cursor') ?? 0) + 1
  return page([`other/${next}`], String(next))
}

/** The metadata that was found, by key. */
function pairs(held: Held): [string, unknown][] {
  return [...held].map(([key, { metadata }]): [string, unknown] => [key, metadata]).toSorted()
}

describe('reading some keys', () => {
  test('returns those of them that a listing has, with their metadata', async () => {
    const api = await openApi(() => page(['a/1', 'a/2', 'a/9'], '', { n: 1 }))
    expect(pairs(await readerOf(api).ofKeys(['a/1', 'a/2', 'a/3', 'a/4', 'a/5']))).toEqual([
      ['a/1', { n: 1 }],
      ['a/2', { n: 1 }]
    ])
    expect(asked(api)).toEqual(['keys&prefix=a%2F'])
  })

  test.each([
    [1_900_000_000, 1_900_000_000],
    [null, undefined],
    [undefined, undefined]
  ])('returns the expiration %j of a key as %j', async (expiration, expected) => {
    const api = await openApi(() => ({ body: { ...SUCCESS, result: [{ name: 'a', expiration }] } }))
    expect((await readerOf(api).ofKeys(['a'])).get('a')?.expiration).toBe(expected)
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

describe('keys that are read one by one', () => {
  const keys = ['a', 'b', 'c', 'd']

  test('are not requested if a page of the listing had them', async () => {
    const api = await openApi((asked) => (asked === 'keys' ? page(['b'], '1') : page([asked.slice(-1)], '', null)))
    expect(pairs(await readerOf(api).ofKeys(keys))).toEqual([
      ['a', null],
      ['b', undefined],
      ['c', null],
      ['d', null]
    ])
    expect(asked(api)).not.toContain('key/b')
  })

  test('have their expiration, also after pages that are empty', async () => {
    const result = [{ name: 'a', metadata: 1, expiration: 1_900_000_000 }]
    const api = await openApi((asked, query) => {
      if (asked === 'keys') return page(['x'], '1')
      if (query.get('cursor') === '2') return asked === 'key/a' ? { body: { ...SUCCESS, result } } : page([])
      return page([], query.has('cursor') ? '2' : '1')
    })
    expect([...(await readerOf(api).ofKeys(keys))]).toEqual([['a', result[0]]])
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

  test.each([
    ['retried', { status: 500 }],
    ['followed by others', page([])]
  ])('are not %s after one of them failed', async (_what, late) => {
    const failed = Promise.withResolvers<Answer>()
    const api = await openApi((asked, query) => {
      if (asked === 'keys') return endless(query)
      return asked === 'key/a' ? { status: 400 } : failed.promise
    })
    const held = readerOf(api, { concurrency: 2, maxRetries: 3 }).ofKeys(keys)
    // The other response arrives after the failure.
    setTimeout(() => {
      failed.resolve(late)
    }, 100)
    await expect(held).rejects.toThrow('HTTP 400')
    expect(asked(api).slice(1).toSorted()).toEqual(['key/a', 'key/b'])
  })
})

describe('reading the namespace fails', () => {
  test.each([
    ['one attempt', 0, ''],
    ['several attempts', 2, ', after 3 attempts']
  ])('after %s that failed', async (_what, maxRetries, attempts) => {
    const api = await openApi(() => ({ status: 500 }))
    await expect(readerOf(api, { maxRetries }).ofKeys(['a'])).rejects.toMatchObject({
      name: 'HeldUnknown',
      message: `the keys of namespace "${ID}" could not be read: HTTP 500 with a body that is not a response of Cloudflare's API${attempts}`,
      cause: { name: 'KvApiError', attempts: maxRetries + 1 }
    })
    expect(asked(api)).toHaveLength(maxRetries + 1)
  })

  test.each([
    ['the same page again', ['1'], 2],
    ['pages in a circle', ['1', '2', '3'], 4]
  ])('when the API gives %s', async (_what, cursors, requests) => {
    let next = 0
    const api = await openApi(() => page(['x'], cursors[next++ % cursors.length]))
    await expect(Array.fromAsync(readerOf(api).under(''))).rejects.toThrow(
      `the keys of namespace "${ID}" could not be read: the listing of the API does not end`
    )
    expect(asked(api)).toHaveLength(requests)
  })
})

describe('a page', () => {
  test('is what any response holds, or it is an error and not an empty page', () => {
    const key = fc.record({ name: fc.string(), metadata: fc.jsonValue() }, { requiredKeys: ['name'] })
    const result = fc.oneof(fc.array(key), fc.array(fc.oneof(key, fc.jsonValue())), fc.jsonValue())
    const resultInfo = fc.oneof(fc.record({ cursor: fc.jsonValue() }), fc.jsonValue())
    fc.assert(
      fc.property(result, resultInfo, (result, resultInfo) => {
        try {
          const { keys, cursor } = parsePage({ ...SUCCESS, result, resultInfo })
          expect(keys.map((key) => key.name)).toEqual((result as { name: string }[]).map(({ name }) => name))
          expect(keys.every(({ name }) => typeof name === 'string')).toBe(true)
          expect(typeof cursor).toBe('string')
        } catch (error) {
          expect(error).toBeInstanceOf(ApiFailure)
        }
      }),
      MANY
    )
  })

  test.each([
    [[{ name: 'a', expiration: '1' }], ''],
    [[{ name: 'a' }, {}], ''],
    [[], 7],
    [[], '\ud800']
  ])('is not %j with the cursor %j', (result, cursor) => {
    expect(() => parsePage({ ...SUCCESS, result, resultInfo: { cursor } })).toThrow(
      'the API answered a listing of keys with an unexpected response'
    )
  })
})

describe('the longest common prefix', () => {
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

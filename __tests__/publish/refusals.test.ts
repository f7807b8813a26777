import { describe, expect, test } from '@jest/globals'
import type { Entry } from '../../src/entries/entry.ts'
import { KvApiError } from '../../src/kv/envelope.ts'
import { MAX_EXTRA_REQUESTS, namedItems } from '../../src/publish/worker.ts'
import { type Answer, type ReceivedRequest, SUCCESS } from '../support/fake-api.ts'
import { pairsOf } from '../support/faults.ts'
import { entry, useFakeWrites } from './fake-writes.ts'

const writes = useFakeWrites()
const ILLEGAL = { code: 10042, message: 'illegal key name' }

function refusal(status = 400, errors: readonly object[] = [ILLEGAL], result: unknown = null): Answer {
  return { status, body: { success: false, errors, messages: [], result } }
}

function entries(count: number): Entry[] {
  return Array.from({ length: count }, (_, index) => entry(`key${index}`))
}

/** An API that refuses every request with a pair whose key is in `keys`. */
function refusing(keys: readonly string[], answer = (): Answer => refusal()) {
  return (request: ReceivedRequest): Answer => {
    const pairs = pairsOf(request)
    return keys.some((key) => pairs.has(key)) ? answer() : { body: SUCCESS }
  }
}

describe('only the refused pairs of a bulk request fail', () => {
  test.each([
    ['the first of 1,000', ['key0'], 20],
    ['the last of 1,000', ['key999'], 20],
    ['five of 1,000', ['key3', 'key250', 'key499', 'key500', 'key998'], 75],
    ['a hundred adjacent pairs of 1,000', Array.from({ length: 100 }, (_, index) => `key${index + 450}`), 221]
  ])('%s, in few requests (case %#)', async (_what, keys, most) => {
    writes().answer = refusing(keys)
    const result = await writes().write([entries(1000)], { maxBodyBytes: 100_000 })
    const failed = result.outcomes.filter(({ status }) => status !== 'written')
    expect(failed.map(({ entry: { key }, error }) => [key, error])).toEqual(
      keys.map((key) => [key, '10042 illegal key name'])
    )
    expect(result.response.errors).toEqual(keys.map(() => ILLEGAL))
    expect(writes().requests.length - 1).toBeLessThanOrEqual(most)
  })

  test('by halving, without a request that is known to be refused', async () => {
    const lines: string[] = []
    writes().answer = refusing(['key6'])
    await writes().write([entries(8)], { lines })
    expect(writes().sent()).toEqual([
      '[key0 key1 key2 key3 key4 key5 key6 key7]',
      '[key0 key1 key2 key3]',
      '[key4 key5]',
      'key6',
      'key7'
    ])
    expect(lines).toEqual([
      'Request for 8 keys (first "key0") refused: 10042 illegal key name; looking for the refused keys'
    ])
  })
})

describe('a pair that the API names by its index', () => {
  test('is sent separately, and the others together', async () => {
    const error = { ...ILLEGAL, source: { pointer: '/5/key' } }
    writes().answer = refusing(['key5'], () => refusal(400, [error]))
    const result = await writes().write([entries(8)])
    expect(writes().sent().slice(1)).toEqual(['key5', '[key0 key1 key2 key3 key4 key6 key7]'])
    expect(result.outcomes.filter(({ status }) => status === 'failed')).toHaveLength(1)
  })

  test.each([
    ['/1', ['b']],
    ['#/1/expiration', ['b']],
    ['/body/2/value', ['c']],
    ['/3', []],
    ['/key1', []],
    ['', []]
  ])('is found by %j', (pointer, expected) => {
    const errors = [{ source: { pointer } }, { source: { pointer } }]
    const failure = new KvApiError(400, { success: false, errors, messages: [], result: null })
    expect(namedItems(failure, ['a', 'b', 'c'])).toEqual(new Set(expected))
  })
})

describe('a run sends at most 300 extra requests', () => {
  test('and the other keys are not-started, with the reason', async () => {
    writes().answer = () => refusal()
    const lines: string[] = []
    const batches = [entries(1000), entries(1000)].map((batch, index) =>
      batch.map((entry) => ({ ...entry, key: `${index}/${entry.key}` }))
    )
    const result = await writes().write(batches, { maxBodyBytes: 100_000, lines })
    expect(writes().requests).toHaveLength(2 + MAX_EXTRA_REQUESTS)
    const [alone, together] = [true, false].map((isAlone) =>
      result.outcomes.filter(({ error }) => (error === '10042 illegal key name') === isAlone)
    )
    expect([alone?.length, together?.length].map((count = 0) => count > 100)).toEqual([true, true])
    expect(new Set(together?.map(({ error }) => error))).toEqual(
      new Set([
        '10042 illegal key name; refused together with other keys and not sent alone, since the run already sent 300 extra requests to find refused keys'
      ])
    )
    expect(alone?.every(({ status }) => status === 'failed')).toBe(true)
    expect(together?.every(({ status }) => status === 'not-started')).toBe(true)
    expect(lines).toHaveLength(2)
  })
})

describe('a refused request is not split', () => {
  test.each<[number, readonly object[]]>([
    [400, [{ code: 10011 }]],
    [400, [ILLEGAL, { code: 10013 }]],
    [401, [ILLEGAL]],
    [404, [{ code: 10013 }]],
    [429, [{ code: 10048 }]]
  ])('when the whole request is refused: HTTP %d with %j', async (status, errors) => {
    writes().answer = () => refusal(status, errors)
    const result = await writes().write([entries(4)])
    expect(writes().requests).toHaveLength(1)
    expect(result.outcomes.every(({ status }) => status === 'failed')).toBe(true)
  })
})

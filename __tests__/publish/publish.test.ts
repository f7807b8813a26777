import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { publish } from '../../src/publish/publish.ts'
import type { Entry } from '../../src/entries/entry.ts'
import { Namespace } from '../../src/kv/namespace.ts'
import type { Change } from '../../src/plan/change.ts'
import type { PublishResult } from '../../src/publish/outcome.ts'
import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { makeClock, makeTransport } from '../support/transport.ts'

const ID = '0f2ac74b498b48028cb68387c421e279'
const REFUSED = { status: 400, body: { success: false, errors: [{ code: 10033, message: 'no' }] } }

type WriteChange = Extract<Change, { readonly entry: Entry }>

let api: FakeApi
let answer: (request: ReceivedRequest) => Answer | Promise<Answer>
let lines: string[]
let first: number
const clock = { ...makeClock(), now: () => now }
let now: number

beforeAll(async () => {
  api = await startFakeApi((request) => answer(request))
})

afterAll(() => api.close())

beforeEach(() => {
  answer = () => ({ body: SUCCESS })
  now = 1_000_000
  lines = []
  first = api.requests.length
})

async function apply(changes: readonly Change[]): Promise<PublishResult> {
  const log = (line: string): number => lines.push(line)
  const transport = makeTransport(api.baseUrl, {}, { clock, log })
  const namespace = new Namespace(transport, 'account', ID)
  const signal = new AbortController().signal
  try {
    return await publish({ changes }, { namespace, concurrency: 4 }, { clock, log, signal })
  } finally {
    await transport.close()
  }
}

function change(key: string, status: WriteChange['status'] = 'to-write', size = 2): WriteChange {
  return { entry: { key, value: { bytes: Buffer.alloc(size, 'x'), size }, source: 'value' }, status }
}

function deletion(key: string): Change {
  return { entry: { key, source: 'prune' }, status: 'to-delete' }
}

/** Method and last part of the path of each request of the test. */
function sent(): string[] {
  return api.requests.slice(first).map(({ method = '', url = '' }) => `${method} ${url.split('/').at(-1)}`)
}

function statuses({ outcomes }: PublishResult): string[] {
  return outcomes.map(({ entry, status }) => `${entry.key} ${status}`)
}

describe('changes are applied', () => {
  test('by writing new, changed and to-write keys, and skipping unchanged keys', async () => {
    const changes = [change('a', 'new'), change('b', 'unchanged'), change('c', 'changed'), change('d', 'to-write')]
    const result = await apply(changes)
    expect(statuses(result)).toEqual(['a written', 'b unchanged', 'c written', 'd written'])
    expect(sent()).toEqual(['PUT bulk'])
    expect((JSON.parse(api.requests.at(-1)?.body ?? '') as { key: string }[]).map(({ key }) => key)).toEqual([
      ...['a', 'c', 'd']
    ])
  })

  test('by deleting keys after all writes', async () => {
    const result = await apply([change('a', 'new'), deletion('b'), deletion('c')])
    expect(statuses(result)).toEqual(['a written', 'b deleted', 'c deleted'])
    expect(sent()).toEqual(['PUT a', 'POST delete'])
    expect(JSON.parse(api.requests.at(-1)?.body ?? '')).toEqual(['b', 'c'])
    expect(result.response.result).toEqual({ successful_key_count: 3, unsuccessful_keys: [] })
  })

  test('without deleting keys if a write failed', async () => {
    answer = ({ url }) => (url?.endsWith('/large') ? REFUSED : { body: SUCCESS })
    const result = await apply([change('a'), change('b'), change('large', 'new', 2_000_000), deletion('c')])
    expect(sent().toSorted()).toEqual(['PUT bulk', 'PUT large'])
    expect(result.outcomes.at(-1)).toMatchObject({
      status: 'not-started',
      error: 'not deleted because not every key was written'
    })
    expect(result.response).toEqual({
      errors: [{ code: 10033, message: 'no' }],
      messages: [],
      result: { successful_key_count: 2, unsuccessful_keys: ['large'] }
    })
  })
})

describe('the log', () => {
  test('says what is written and how long it took', async () => {
    answer = () => {
      now += 1260
      return { body: SUCCESS }
    }
    await apply([change('a', 'to-write', 1000), change('b', 'to-write', 2_000_000)])
    expect(lines).toEqual([
      `Writing 2 keys (1.9 MiB) to namespace ${ID}, 2 requests`,
      'Wrote 2 keys (1.9 MiB) in 2.5 s'
    ])
  })

  test.each([
    ['after a duration', [{ expirationTtl: 3_600_000 }, { expirationTtl: 3_600_000 }], ', expiring after 1000h'],
    ['at a time', [{ expiration: 1_800_000_000 }, { expiration: 1_800_000_000 }], ', expiring at 2027-01-15T08:00:00Z'],
    ['at different times', [{ expirationTtl: 60 }, { expirationTtl: 61 }], ''],
    ['of different kinds', [{ expirationTtl: 1_800_000_000 }, { expiration: 1_800_000_000 }], ''],
    ['only in part', [{ expirationTtl: 60 }, undefined], ''],
    ['never', [undefined, undefined], '']
  ])('tells when all keys expire, %s', async (_what, expiries, end) => {
    await apply(
      expiries.map((expiry, index) => {
        const { entry, status } = change(`key ${index}`)
        return { entry: { ...entry, ...(expiry && { expiry }) }, status }
      })
    )
    expect(lines[0]).toBe(`Writing 2 keys (4 B) to namespace ${ID}, 1 request${end}`)
  })

  test('says what was written, what failed and why, and what is not deleted', async () => {
    answer = ({ url }) => (url?.endsWith('/large') ? REFUSED : { body: SUCCESS })
    await apply([change('a'), change('b'), change('large', 'new', 2_000_000), deletion('c')])
    expect(lines.slice(1)).toEqual([
      'Wrote 2 keys (4 B) in 0.0 s',
      '✗ 1 key refused: 10033 no',
      '✗ large',
      'Not deleting 1 key, because not every key was written'
    ])
  })

  test('says how many keys will be deleted, and how many were deleted', async () => {
    answer = () => {
      now += 500
      return { body: { ...SUCCESS, result: { successful_key_count: 2, unsuccessful_keys: ['b'] } } }
    }
    const result = await apply([deletion('a'), deletion('b'), deletion('c')])
    expect(statuses(result)).toEqual(['a deleted', 'b failed', 'c deleted'])
    expect(lines).toEqual([
      `Deleting 3 keys from namespace ${ID}, 1 request`,
      'Deleted 2 keys in 0.5 s',
      '✗ 1 key failed: the API answered that it did not delete this key (unsuccessful_keys)',
      '✗ b'
    ])
  })
})

import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi } from './support/fake-api.ts'
import { MemoryKv } from './support/memory-kv.ts'
import { syncRun } from './support/sync-run.ts'

type Pairs = Readonly<Record<string, string>>

let api: FakeApi
let kv: MemoryKv
let answer: (request: ReceivedRequest) => Answer | Promise<Answer>

beforeAll(async () => {
  api = await startFakeApi((request) => answer(request))
})

afterAll(() => api.close())

beforeEach(() => {
  kv = new MemoryKv()
  answer = (request) => kv.answer(request)
})

/** How many requests of each kind `act` sends. */
async function sentBy(act: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = api.requests.length
  await act()
  const kinds = api.requests.slice(before).map(({ method = '', url = '' }) => {
    return `${method} ${/\/namespaces\/[^/]+\/([^/?]+)/.exec(url)?.[1] ?? ''}`
  })
  return Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, { length }]) => [kind, length]))
}

function pairsUnder(prefix: string, count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, 'on']))
}

describe('what is held is read', () => {
  test('of 10,000 keys of which 3 changed in 10 listings, for 1 write', async () => {
    const pairs = pairsUnder('a/', 10_000)
    await syncRun(api.baseUrl, pairs)
    const changed = { ...pairs, 'a/0': 'off', 'a/5000': 'off', 'a/9999': 'off' }
    expect(await sentBy(() => syncRun(api.baseUrl, changed))).toEqual({ 'GET keys': 10, 'PUT bulk': 1 })
    expect(kv.pairs.get('a/5000')?.value).toBe('off')
  })

  test('of 10 keys in a namespace of 1,000,000 in at most 15 requests', async () => {
    const pairs = pairsUnder('', 10)
    await syncRun(api.baseUrl, pairs)
    const page = Array.from({ length: 1000 }, (_, index) => ({ name: `other/${index}` }))
    let pages = 0
    answer = (request) => {
      if (!request.url?.includes('/keys?')) return kv.answer(request)
      const cursor = ++pages < 1000 ? `page ${pages}` : ''
      return { body: { success: true, result: page, result_info: { cursor } } }
    }
    const changed = { ...pairs, '3': 'off' }
    expect(await sentBy(() => syncRun(api.baseUrl, changed))).toEqual({
      'GET keys': 3,
      'GET metadata': 10,
      'PUT values': 1
    })
  })

  test('until all planned keys were seen, and no longer', async () => {
    for (const key of Object.keys(pairsUnder('z', 5000))) kv.pairs.set(key, { value: '' })
    const pairs = pairsUnder('', 20)
    await syncRun(api.baseUrl, pairs)
    kv.pairs = new Map([...kv.pairs].toReversed())
    expect(await sentBy(() => syncRun(api.baseUrl, pairs))).toEqual({ 'GET keys': 1 })
  })

  test('under a prefix that is encoded, and never half a character', async () => {
    await syncRun(api.baseUrl, { 'a+b &=%/🙂': 'on', 'a+b &=%/🙃': 'on' })
    const listing = api.requests.findLast(({ url }) => url?.includes('/keys?'))
    expect(listing?.url).toMatch(/\/keys\?limit=1000&prefix=a%2Bb%20%26%3D%25%2F$/)
  })

  test('with a cursor that is encoded', async () => {
    answer = () => ({ body: { success: true, result: [], result_info: { cursor: 'a+b/=&' } } })
    await syncRun(api.baseUrl, { a: 'on' }, { prune: true })
    expect(api.requests.at(-1)?.url).toMatch(/\/keys\?limit=1000&cursor=a%2Bb%2F%3D%26$/)
  })
})

test('more than 1,000 keys are deleted in several requests, split where they are too many', async () => {
  await syncRun(api.baseUrl, { ...pairsUnder('gone/', 1500), kept: 'on' })
  answer = (request) => {
    const isTooMuch = request.url?.endsWith('/bulk/delete') && (JSON.parse(request.body) as string[]).length > 500
    return isTooMuch ? { status: 413 } : kv.answer(request)
  }
  let report
  const sent = await sentBy(async () => {
    report = await syncRun(api.baseUrl, { kept: 'on' }, { prune: true })
  })
  expect(sent).toEqual({ 'GET keys': 2, 'POST bulk': 4 })
  expect(report).toMatchObject({ success: true, totals: { unchanged: 1, deleted: 1500, failed: 0 } })
  expect([...kv.pairs.keys()]).toEqual(['kept'])
})

describe('after any series of runs with changes and faults', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'é', 'f/g', '🙂')
  const value = fc.constantFrom('1', '2', '')
  const fault = fc.constantFrom('fine', 'fine', 'fine', 'reset', '500', 'done, then reset', '400', 'half')
  const step = fc.record({
    pairs: fc.dictionary(name, value, { minKeys: 1, noNullPrototype: true }),
    faults: fc.array(fault, { maxLength: 6 }),
    maxRetries: fc.nat(2),
    prune: fc.boolean(),
    /** What others write before the run. */
    others: fc.dictionary(name, value, { maxKeys: 2, noNullPrototype: true }),
    neighbours: fc.dictionary(name, value, { maxKeys: 2, noNullPrototype: true })
  })

  async function meet(name: string, request: ReceivedRequest): Promise<Answer> {
    if (name === 'reset') return { broken: 'before' }
    if (name === '500' || name === '400') return { status: Number(name) }
    if (name === 'half' && request.url?.endsWith('/bulk/delete')) {
      const [first = '', ...rest] = JSON.parse(Buffer.from(request.body, 'latin1').toString()) as string[]
      kv.pairs.delete(first)
      return { body: { success: true, result: { unsuccessful_keys: rest } } }
    }
    const done = await kv.answer(request)
    return name === 'done, then reset' ? { ...done, broken: 'within' } : done
  }

  async function writeOthers(others: Pairs, neighbours: Pairs): Promise<void> {
    answer = (request) => kv.answer(request)
    for (const [key, value] of Object.entries(others)) kv.pairs.set(key, { value })
    if (Object.keys(neighbours).length > 0) await syncRun(api.baseUrl, neighbours, { repository: 'octo/other' })
  }

  function heldBy(isWanted: (isOwn: boolean) => boolean): Record<string, string> {
    const pairs = [...kv.pairs].filter(([, { metadata }]) => {
      const { 'kv-put-action': stamp = '' } = (metadata ?? {}) as Record<string, string>
      return isWanted(stamp.startsWith('octo/site '))
    })
    return Object.fromEntries(pairs.map(([key, { value }]) => [key, value]))
  }

  test('one that succeeds leaves exactly the plan and what the repository never wrote', async () => {
    let succeeded = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        kv = new MemoryKv()
        for (const { pairs, faults, maxRetries, prune, others, neighbours } of steps) {
          await writeOthers(others, neighbours)
          const own = heldBy((isOwn) => isOwn)
          const foreign = heldBy((isOwn) => !isOwn)
          const schedule = faults.values()
          answer = (request) => meet(schedule.next().value ?? 'fine', request)
          const { success } = await syncRun(api.baseUrl, pairs, { prune, maxRetries })
          const held = heldBy(() => true)
          if (success) expect(held).toEqual({ ...(prune ? {} : own), ...foreign, ...pairs })
          // Whatever becomes of a run, what others wrote is there, unless it is in the plan.
          expect({ ...held, ...pairs }).toMatchObject({ ...foreign, ...pairs })
          if (success) succeeded += 1
        }
      }),
      { numRuns: 200 }
    )
    expect(succeeded).toBeGreaterThan(100)
  }, 120_000)
})

import { describe, expect, test } from '@jest/globals'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { Cancelled } from '../../src/kv/api-failure.ts'
import { Namespace } from '../../src/kv/namespace.ts'
import { makePlan } from '../../src/plan/plan.ts'
import { ExactApi } from '../support/exact-api.ts'
import type { Entry } from '../../src/entries/entry.ts'
import type { Sync } from '../../src/plan/compare.ts'
import { WRITE_ALL } from '../support/run-inputs.ts'
import { syncRun } from '../support/sync-run.ts'
import { makeClock, makeTransport } from '../support/transport.ts'

const on = new ExactApi()

const SETTINGS = {
  sync: { ...WRITE_ALL, skipUnchanged: true },
  concurrency: 4
}

/** Counts the requests of each kind that `act` sends. */
async function sentBy(act: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = on.requests.length
  await act()
  const kinds = on.requests.slice(before).map(({ method = '', url = '' }) => {
    return `${method} ${/\/namespaces\/[^/]+\/([^/?]+)/.exec(url)?.[1] ?? ''}`
  })
  return Object.fromEntries([...Map.groupBy(kinds, (kind) => kind)].map(([kind, { length }]) => [kind, length]))
}

function pairsUnder(prefix: string, count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, 'on']))
}

describe('reading the namespace', () => {
  test('takes 10 listings for 10,000 keys, then 1 write for 3 changed ones', async () => {
    const pairs = pairsUnder('a/', 10_000)
    await syncRun(on.baseUrl, pairs)
    const changed = { ...pairs, 'a/0': 'off', 'a/5000': 'off', 'a/9999': 'off' }
    expect(await sentBy(() => syncRun(on.baseUrl, changed))).toEqual({ 'GET keys': 10, 'PUT bulk': 1 })
    expect(on.kv.pairs.get('a/5000')?.value).toBe('off')
  })

  test('takes at most 15 requests for 10 keys in a namespace of 1,000,000', async () => {
    const pairs = pairsUnder('', 10)
    await syncRun(on.baseUrl, pairs)
    const page = Array.from({ length: 1000 }, (_, index) => ({ name: `other/${index}` }))
    let pages = 0
    on.interrupt = (request) => {
      if (!request.url?.includes('/keys?limit=1000')) return on.kv.answer(request)
      const cursor = ++pages < 1000 ? `page ${pages}` : ''
      return { body: { success: true, result: page, result_info: { cursor } } }
    }
    const changed = { ...pairs, '3': 'off' }
    expect(await sentBy(() => syncRun(on.baseUrl, changed))).toEqual({
      'GET keys': 13,
      'PUT values': 1
    })
  })
})

test('a run that is cancelled while it reads values ends', async () => {
  const controller = new AbortController()
  let isListed = false
  let reads = 0
  on.interrupt = () => {
    isListed = true
    return { body: { success: true, result: [] } }
  }
  const value = {
    size: 1,
    get bytes() {
      if (isListed) reads += 1
      if (reads === 1000) controller.abort('SIGINT')
      return Buffer.of(1)
    }
  }
  const entries = Array.from({ length: 100_000 }, (_, index) => ({ key: `k${index}`, value, source: 'entries' }))
  const runtime = { signal: controller.signal, log: () => undefined, clock: makeClock() }
  const transport = makeTransport(on.baseUrl, {}, runtime)
  const namespace = new Namespace(transport, 'account', '0f2ac74b498b48028cb68387c421e279')
  const plan = makePlan({ entries, deletions: [] }, SETTINGS, namespace, new Diagnostics(), runtime)
  await expect(plan).rejects.toEqual(new Cancelled(false))
  expect(reads).toBeLessThan(99_000)
  await transport.close()
})

describe('deletions of a list', () => {
  const deletions = ['app/held', 'app/absent', 'app/theirs'].map((key) => ({ key, source: 'entries line 1' }))

  async function changesOf(entries: readonly Entry[], sync: Partial<Sync>): Promise<string[]> {
    const runtime = { signal: new AbortController().signal, log: () => undefined, clock: makeClock() }
    const transport = makeTransport(on.baseUrl, {}, runtime)
    const namespace = new Namespace(transport, 'account', '0f2ac74b498b48028cb68387c421e279')
    const settings = { sync: { ...WRITE_ALL, skipUnchanged: true, keyPrefix: 'app/', ...sync }, concurrency: 4 }
    const diagnostics = new Diagnostics()
    const plan = await makePlan({ entries, deletions }, settings, namespace, diagnostics, runtime)
    await transport.close()
    expect(diagnostics.errors).toEqual([])
    return (plan?.changes ?? []).map(({ entry, status }) => `${entry.key} ${status} ${entry.source}`)
  }

  test('are planned if the key exists, no matter who wrote it, and do not count in max-deletions', async () => {
    await syncRun(on.baseUrl, { held: '1', gone: '1', same: '1' }, { keyPrefix: 'app/' })
    on.kv.pairs.set('app/theirs', { value: '1' })
    const same = { key: 'app/same', value: { bytes: Buffer.from('1'), size: 1 }, source: 'entries' }
    expect(await changesOf([same], { prune: true, maxDeletions: { count: 1 } })).toEqual([
      'app/same unchanged entries',
      'app/held to-delete entries line 1',
      'app/absent unchanged entries line 1',
      'app/theirs to-delete entries line 1',
      'app/gone to-delete no longer planned'
    ])
  })

  test('can be the whole plan', async () => {
    on.kv.pairs.set('app/held', { value: '1' })
    expect(await changesOf([], {})).toEqual([
      'app/held to-delete entries line 1',
      'app/absent unchanged entries line 1',
      'app/theirs unchanged entries line 1'
    ])
  })

  test('are not looked up in a run that does not compare, and ignore if-key-exists', async () => {
    const sync = { skipUnchanged: false, ifKeyExists: 'error' } as const
    expect(await sentBy(() => changesOf([], sync))).toEqual({})
    expect(await changesOf([], sync)).toEqual(deletions.map(({ key }) => `${key} to-delete entries line 1`))
  })
})

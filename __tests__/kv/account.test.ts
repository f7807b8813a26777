import { afterEach, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Account } from '../../src/kv/account.ts'
import { KvApiError } from '../../src/kv/envelope.ts'
import type { Transport } from '../../src/kv/transport.ts'
import { type Answer, type FakeApi, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { MANY, times, valueOrMessage } from '../support/fuzz.ts'
import { makeTransport } from '../support/transport.ts'

let api: FakeApi | undefined
let transport: Transport | undefined

afterEach(async () => {
  await transport?.close()
  await api?.close()
})

interface Listed {
  readonly id: string
  readonly title: string
}

function namespaces(count: number): Listed[] {
  return Array.from({ length: count }, (_, index) => ({ id: String(index).padStart(32, '0'), title: `space-${index}` }))
}

/** An API that has `all` namespaces and gives at most `most` at a time. */
function pages(all: readonly Listed[], most = 1000, info = true): (url: string) => Answer {
  return (url) => {
    const query = new URL(url, 'http://api').searchParams
    const perPage = Math.min(Number(query.get('per_page') ?? 20), most)
    const begin = (Number(query.get('page') ?? 1) - 1) * perPage
    const result = all.slice(begin, begin + perPage)
    return { body: { ...SUCCESS, result, ...(info && { result_info: { total_count: all.length } }) } }
  }
}

async function find(title: string, answer: (url: string) => Answer): Promise<string> {
  api = await startFakeApi(({ url }) => answer(url ?? ''))
  transport = makeTransport(api.baseUrl, { maxRetries: 1 })
  return new Account(transport, 'account').findNamespace(title)
}

test('a title is found by one request of an account with few namespaces', async () => {
  expect(await find('space-7', pages(namespaces(20)))).toBe('7'.padStart(32, '0'))
  expect(api?.requests.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['GET', '/client/v4/accounts/account/storage/kv/namespaces?page=1&per_page=1000&order=id&direction=asc', '']
  ])
  expect(api?.requests[0]?.headers['content-type']).toBeUndefined()
})

test.each([
  ['the last of three', 2500, 1000, true, 3],
  ['one that the API makes smaller than it is asked for', 120, 50, true, 3],
  ['one of an API that does not say how many there are', 120, 1000, false, 2]
])('a title is found on any page: %s', async (_what, count, most, info, requests) => {
  const title = `space-${count - 1}`
  expect(await find(title, pages(namespaces(count), most, info))).toBe(String(count - 1).padStart(32, '0'))
  expect(api?.requests).toHaveLength(requests)
})

test('a title that none has is told with the closest', async () => {
  await expect(find('spcae-12', pages(namespaces(1200)))).rejects.toThrow(
    /^"spcae-12" is neither an ID \(32 hex digits\) nor a title: of the 1,200 namespaces of this account the closest are "space-1/
  )
})

test.each([
  ['few', namespaces(2), 'the namespaces of this account are "space-0", "space-1"'],
  ['five', namespaces(5), /the namespaces of this account are ("space-\d", ){4}"space-\d"$/],
  ['six', namespaces(6), /of the 6 namespaces of this account the closest are ("space-\d", ){4}"space-\d"$/],
  ['no', [], 'this account has no namespaces; check account-id, and what the token may see']
])('a title of an account with %s namespaces is told with all', async (_how, all, message) => {
  await expect(find('Space 0', pages(all))).rejects.toThrow(message)
})

test('a title that several namespaces have is told with their IDs, on whatever page they are', async () => {
  const all = namespaces(1500).map((item, index) => (index % 1400 === 5 ? { ...item, title: 'twice' } : item))
  await expect(find('twice', pages(all))).rejects.toThrow(
    `"twice" is the title of 2 namespaces: give the ID of one, "${'5'.padStart(32, '0')}" or "${'1405'.padStart(32, '0')}"`
  )
})

test('of many namespaces that have a title five are told', async () => {
  const all = namespaces(7).map((item) => ({ ...item, title: 'many' }))
  await expect(find('many', pages(all))).rejects.toThrow(
    /^"many" is the title of 7 namespaces: give the ID of one, ("0{31}[0-3]" or ){4}"0{31}4"$/
  )
})

test('of namespaces without an ID or a title none is found', async () => {
  const result = [
    { title: 'x' },
    { id: 'a' },
    { id: 1, title: 'x' },
    { id: 'b', title: 2 },
    null,
    { id: 'c', title: 'x' }
  ]
  expect(await find('x', () => ({ body: { ...SUCCESS, result } }))).toBe('c')
})

test.each([null, 'many', {}, { total_count: null }, { total_count: '1' }])(
  '%j does not say how many there are',
  async (info) => {
    const answer = pages(namespaces(3), 2, false)
    const found = find('space-2', (url) => ({ body: { ...(answer(url).body as object), result_info: info } }))
    expect(await found).toBe('2'.padStart(32, '0'))
  }
)

test('whatever the API lists, a namespace is found or it is told why not', async () => {
  const item = fc.oneof(fc.record({ id: fc.jsonValue(), title: fc.constantFrom('x', 'y', 1) }), fc.jsonValue())
  const listing = fc.record({ result: fc.oneof(fc.array(item), fc.jsonValue()), result_info: fc.jsonValue() })
  let body: object = SUCCESS
  api = await startFakeApi(({ url }) => ({ body: url?.includes('page=1&') ? body : { ...SUCCESS, result: [] } }))
  transport = makeTransport(api.baseUrl)
  const account = new Account(transport, 'account')
  await fc.assert(
    fc.asyncProperty(listing, async (listing) => {
      body = { ...SUCCESS, ...listing }
      const found = await valueOrMessage(() => account.findNamespace('x'))
      expect('value' in found ? typeof found.value : found.message).toMatch(/^(string|"x" is .*)$/)
    }),
    times(MANY.numRuns / 2)
  )
})

test('an API that gives the same page for ever does not keep the run', async () => {
  const body = { ...SUCCESS, result: namespaces(3) }
  await expect(find('x', () => ({ body }))).rejects.toThrow('is neither an ID')
  expect(api?.requests).toHaveLength(2)
})

test.each([null, {}, 'x', [null, 1, {}, { id: 1, title: 2 }]])('a result of %j has no namespaces', async (result) => {
  await expect(find('x', () => ({ body: { ...SUCCESS, result } }))).rejects.toThrow('has no namespaces')
})

test('a page that fails for a passing reason is asked for again', async () => {
  const statuses = [500, 200]
  const answer = pages(namespaces(3))
  expect(await find('space-1', (url) => ({ ...answer(url), status: statuses.shift() ?? 200 }))).toBe(
    '1'.padStart(32, '0')
  )
  expect(api?.requests).toHaveLength(2)
})

test('what the API says when it cannot tell is handed on', async () => {
  const errors = [{ code: 10000, message: 'Authentication error' }]
  const found = find('x', () => ({ status: 403, body: { success: false, errors } }))
  await expect(found).rejects.toThrow(KvApiError)
})

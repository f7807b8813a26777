import { afterEach, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { findNamespaceByTitle } from '../../src/kv/account.ts'
import { ApiFailure } from '../../src/kv/api-failure.ts'
import { InvalidValue } from '../../src/shared/diagnostics.ts'
import type { Transport } from '../../src/kv/transport.ts'
import { type Answer, type FakeApi, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { MANY, times } from '../support/fuzz.ts'
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

/** An API that has `all` namespaces and returns at most `most` on a page. */
function pages(all: readonly Listed[], most = 1000, info = true): (url: string) => Answer {
  return (url) => {
    const query = new URL(url, 'http://api').searchParams
    const perPage = Math.min(Number(query.get('per_page') ?? 20), most)
    const begin = (Number(query.get('page') ?? 1) - 1) * perPage
    const result = all.slice(begin, begin + perPage)
    return { body: { ...SUCCESS, result, ...(info && { result_info: { total_count: all.length } }) } }
  }
}

async function find(title: string, answer: (url: string) => Answer, binding?: string): Promise<string> {
  api = await startFakeApi(({ url }) => answer(url ?? ''))
  transport = makeTransport(api.baseUrl, { maxRetries: 1 })
  return (await findNamespaceByTitle(transport, 'account', title, binding)).id
}

test('a title is found with one request in an account with few namespaces', async () => {
  expect(await find('space-7', pages(namespaces(20)))).toBe('7'.padStart(32, '0'))
  expect(api?.requests.map(({ method, url, body }) => [method, url, body])).toEqual([
    ['GET', '/client/v4/accounts/account/storage/kv/namespaces?page=1&per_page=1000&order=id&direction=asc', '']
  ])
  expect(api?.requests[0]?.headers['content-type']).toBeUndefined()
})

test.each([
  ['the last of three', 2500, 1000, true, 3],
  ['the last, when the API returns smaller pages than requested', 120, 50, true, 3],
  ['the last, when the API returns no total count', 120, 1000, false, 2]
])('a title is found on any page: %s', async (_what, count, most, info, requests) => {
  const title = `space-${count - 1}`
  expect(await find(title, pages(namespaces(count), most, info))).toBe(String(count - 1).padStart(32, '0'))
  expect(api?.requests).toHaveLength(requests)
})

test('an unknown title is an error with the closest titles', async () => {
  await expect(find('spcae-12', pages(namespaces(1200)))).rejects.toThrow(
    /^"spcae-12" is neither an ID \(32 hex digits\) nor a title: of the 1,200 namespaces of this account the closest are "space-1/
  )
})

test.each([
  ['few', namespaces(2), 'the namespaces of this account are "space-0", "space-1"'],
  ['six', namespaces(6), /of the 6 namespaces of this account the closest are ("space-\d", ){4}"space-\d"$/],
  ['no', [], 'this account has no namespaces; check account-id, and what the token has access to']
])('an unknown title in an account with %s namespaces is an error', async (_how, all, message) => {
  await expect(find('Space 0', pages(all))).rejects.toThrow(message)
})

test('a title of several namespaces is an error with their IDs, even if they are on different pages', async () => {
  const all = namespaces(1500).map((item, index) => (index % 1400 === 5 ? { ...item, title: 'twice' } : item))
  await expect(find('twice', pages(all))).rejects.toThrow(
    `"twice" is the title of 2 namespaces: give the ID of one, "${'5'.padStart(32, '0')}" or "${'1405'.padStart(32, '0')}"`
  )
})

const ID = '0F2AC74B498B48028CB68387C421E279'

test('an ID is returned in lower case', async () => {
  const result = [{ id: ID, title: 'x' }]
  expect(await find('x', () => ({ body: { ...SUCCESS, result } }))).toBe(ID.toLowerCase())
})

test('in any listing, a namespace is found or the error says why not', async () => {
  const id = fc.oneof(fc.constantFrom(ID, '1'.repeat(32)), fc.jsonValue())
  const item = fc.record({ id, title: fc.constantFrom('x', 'y', 1) })
  const listing = fc.record({
    result: fc.oneof(fc.array(item, { maxLength: 3 }), fc.jsonValue()),
    result_info: fc.jsonValue()
  })
  let body: object = SUCCESS
  api = await startFakeApi(({ url }) => ({ body: url?.includes('page=1&') ? body : { ...SUCCESS, result: [] } }))
  const opened = (transport = makeTransport(api.baseUrl))
  await fc.assert(
    fc.asyncProperty(listing, async (listing) => {
      body = { ...SUCCESS, ...listing }
      const found = await findNamespaceByTitle(opened, 'account', 'x').then(
        ({ id }) => id,
        (error: unknown) => error
      )
      if (found instanceof ApiFailure) return
      expect(found instanceof InvalidValue ? found.message : found).toMatch(/^([0-9a-f]{32}|"x" is .*)$/)
    }),
    times(MANY.numRuns / 2)
  )
})

test('the search stops when the API returns the same page again', async () => {
  const body = { ...SUCCESS, result: namespaces(3) }
  await expect(find('x', () => ({ body }))).rejects.toThrow('is neither an ID')
  expect(api?.requests).toHaveLength(2)
})

test('an unknown title of a binding without an ID is an error that says how wrangler creates it', async () => {
  await expect(find('site-flags', pages(namespaces(2)), 'FLAGS')).rejects.toThrow(
    '"FLAGS" has no id in wrangler-config, and this account has no namespace with the title "site-flags", which wrangler creates for it: deploy the Worker first, or write the ID of a namespace as id'
  )
})

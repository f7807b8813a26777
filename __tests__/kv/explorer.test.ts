import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { findExplorerNamespace } from '../../src/kv/account.ts'
import { ExplorerNamespace } from '../../src/kv/explorer.ts'
import { LOCAL_EXPLORER } from '../../src/kv/target.ts'
import type { Transport } from '../../src/kv/transport.ts'
import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { makeTransport } from '../support/transport.ts'

const NAMESPACES = [
  { id: 'FLAGS', title: 'FLAGS' },
  { id: 'any id', title: 'OTHER' }
]

let api: FakeApi
let transport: Transport
let answer: (request: ReceivedRequest) => Answer

beforeAll(async () => {
  api = await startFakeApi((request) => answer(request))
})

afterAll(() => api.close())

beforeEach(() => {
  answer = () => ({ body: { ...SUCCESS, result: NAMESPACES } })
  transport = makeTransport(api.baseUrl, { credentials: LOCAL_EXPLORER })
})

describe('a namespace of the local explorer', () => {
  test.each([
    ['OTHER', 'any id'],
    ['any id', 'any id'],
    ['FLAGS', 'FLAGS']
  ])('is found by title or ID: %s', async (name, id) => {
    expect(await findExplorerNamespace(transport, name)).toMatchObject({ id })
    const { url = '', headers } = api.requests.at(-1) ?? {}
    expect(url).toMatch(/\/client\/v4\/storage\/kv\/namespaces$/)
    expect(headers?.authorization).toBeUndefined()
  })

  test('that does not exist is an error that names the existing ones', async () => {
    await expect(findExplorerNamespace(transport, 'FLAG')).rejects.toThrow(
      '"FLAG" is not a KV binding or ID of the Worker that wrangler dev runs: it has "FLAGS", "OTHER"'
    )
    answer = () => ({ body: { ...SUCCESS, result: [] } })
    await expect(findExplorerNamespace(transport, 'FLAG')).rejects.toThrow('it has none')
  })

  test('writes entries with metadata or expiry in bulk, because a single write would lose them', () => {
    const namespace = new ExplorerNamespace(transport, 'FLAGS')
    const entry = { key: 'a', value: { bytes: Buffer.of(1), size: 1 }, source: 'value' }
    expect(namespace.canPut(entry)).toBe(true)
    expect(namespace.canPut({ ...entry, metadata: '{}' })).toBe(false)
    expect(namespace.canPut({ ...entry, expiry: { expirationTtl: 60 } })).toBe(false)
  })

  test('reads values one by one, and metadata and expiration from listings', async () => {
    answer = ({ url = '' }) => {
      if (url.includes('/keys?')) {
        return { body: { ...SUCCESS, result: [{ name: 'a', metadata: { n: 1 }, expiration: 1_900_000_000 }] } }
      }
      const isFound = url.endsWith('/values/a')
      return isFound
        ? { body: 'on' }
        : { status: 404, body: { success: false, errors: [{ code: 10000, message: 'Not Found' }] } }
    }
    const namespace = new ExplorerNamespace(transport, 'FLAGS')
    expect(await namespace.getMetadata('a')).toEqual({ n: 1 })
    expect(await namespace.getMetadata('b')).toBeUndefined()
    expect(await namespace.getValue('a')).toEqual({ bytes: Buffer.from('on'), expiration: undefined })
    expect(await namespace.getValue('b')).toBeUndefined()
  })
})

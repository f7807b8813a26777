import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { Namespace } from '../../src/kv/namespace.ts'
import type { Transport } from '../../src/kv/transport.ts'
import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { makeTransport } from '../support/transport.ts'

const ID = '0f2ac74b498b48028cb68387c421e279'
const PATH = `/client/v4/accounts/my%20account/storage/kv/namespaces/${ID}`

let answer: Answer
let api: FakeApi
let transport: Transport
let namespace: Namespace

beforeAll(async () => {
  api = await startFakeApi(() => answer)
  transport = makeTransport(api.baseUrl)
  namespace = new Namespace(transport, 'my account', ID)
})

beforeEach(() => {
  answer = { body: SUCCESS }
})

afterAll(async () => {
  await transport.close()
  await api.close()
})

function last(): Partial<ReceivedRequest> {
  return api.requests.at(-1) ?? {}
}

test.each([
  ['', '', ''],
  ['a/', '', '&prefix=a%2F'],
  ['', 'next=', '&cursor=next%3D'],
  ["it's", 'c', '&prefix=it%27s&cursor=c']
])('keys with prefix "%s" are requested from cursor "%s"', async (prefix, cursor, query) => {
  answer = { body: { ...SUCCESS, result: [{ name: 'a' }], result_info: { cursor: 'more' } } }
  expect(await namespace.listKeys(prefix, cursor)).toEqual({ keys: [{ name: 'a' }], cursor: 'more' })
  expect(last()).toMatchObject({ method: 'GET', url: `${PATH}/keys?limit=1000${query}`, body: '' })
})

describe('the metadata of a key', () => {
  const missing = { success: false, errors: [{ code: 1 }, { code: 10009, message: 'key not found' }] }

  test.each([[{ a: 1 }], [null], ['text']])('is %j', async (result) => {
    answer = { body: { ...SUCCESS, result } }
    expect(await namespace.getMetadata('a/b')).toEqual(result)
    expect(last()).toMatchObject({ method: 'GET', url: `${PATH}/metadata/a%2Fb`, body: '' })
  })

  test('is undefined when the key does not exist', async () => {
    answer = { status: 404, body: missing }
    expect(await namespace.getMetadata('a')).toBeUndefined()
  })

  test.each<[string, Answer]>([
    ['the namespace does not exist', { status: 404, body: { success: false, errors: [{ code: 10013 }] } }],
    ['the path does not exist', { status: 404 }],
    ['the code comes with another status', { status: 400, body: missing }],
    ['the connection is reset', { broken: 'before' }]
  ])('is not known when %s', async (_why, given) => {
    answer = given
    await expect(namespace.getMetadata('a')).rejects.toMatchObject({ attempts: 1 })
  })
})

test('a bulk deletion sends a JSON body', async () => {
  await namespace.deleteBulk(['a', 'é'])
  expect(last()).toMatchObject({ method: 'POST', url: `${PATH}/bulk/delete` })
  expect(last().headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '10' })
  expect(Buffer.from(last().body ?? '', 'latin1').toString()).toBe('["a","é"]')
})

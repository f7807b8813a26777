import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Entry } from '../../src/entries/entry.ts'
import { Namespace } from '../../src/kv/namespace.ts'
import { Transport } from '../../src/kv/transport.ts'
import { writeEntries } from '../../src/kv/write.ts'
import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'

const ID = '0f2ac74b498b48028cb68387c421e279'
const BINARY = Buffer.from([0, 255, 13, 10, 128, 10])
const folder = makeFolder({ 'image.png': BINARY, empty: '' })

let answer: (request: ReceivedRequest, index: number) => Answer | Promise<Answer>
let api: FakeApi
let transport: Transport
let namespace: Namespace

beforeAll(async () => {
  api = await startFakeApi((request, index) => answer(request, index))
  transport = new Transport({ baseUrl: api.baseUrl, credentials: { apiToken: 'token-1' }, timeout: 5 })
  namespace = new Namespace(transport, 'account', ID)
})

beforeEach(() => {
  answer = () => ({ body: SUCCESS })
})

afterAll(async () => {
  await transport.close()
  await api.close()
})

async function put(entry: Partial<Entry>): Promise<ReceivedRequest> {
  await namespace.put({ key: 'a', value: inHand('on'), source: 'value', ...entry })
  const request = api.requests.at(-1)
  if (!request) throw new Error('Nothing was sent')
  return request
}

function inHand(text: string | Uint8Array): Entry['value'] {
  const bytes = Buffer.from(text)
  return { bytes, size: bytes.length }
}

function inFile(name: string, size: number): Entry['value'] {
  return { path: join(folder, name), size }
}

describe('a value without metadata is the body', () => {
  test.each([
    ['in hand', inHand(' é\r\n'), Buffer.from(' é\r\n')],
    ['in hand and empty', inHand(''), Buffer.from('')],
    ['in a file, byte for byte', inFile('image.png', 6), BINARY],
    ['in a file that is empty', inFile('empty', 0), Buffer.from('')]
  ])('%s', async (_where, value, bytes) => {
    const { method, url, headers, body } = await put({ value })
    expect([method, url]).toEqual(['PUT', `/client/v4/accounts/account/storage/kv/namespaces/${ID}/values/a`])
    expect(Buffer.from(body, 'latin1')).toEqual(bytes)
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(bytes.length)
    })
    expect(headers['transfer-encoding']).toBeUndefined()
  })
})

describe('a value with metadata is a part of a form', () => {
  test.each([
    ['in hand, with the line ends it has', inHand('a\nb\rc\r\n'), Buffer.from('a\nb\rc\r\n')],
    ['in hand and empty', inHand(''), Buffer.from('')],
    ['in a file, byte for byte', inFile('image.png', 6), BINARY]
  ])('%s', async (_where, value, bytes) => {
    const { headers, body } = await put({ value, metadata: '{"a":"é"}' })
    const sent = Buffer.from(body, 'latin1')
    const form = await new Response(sent, { headers: { 'content-type': String(headers['content-type']) } }).formData()
    expect([...form.keys()]).toEqual(['value', 'metadata'])
    expect(form.get('metadata')).toBe('{"a":"é"}')
    expect(Buffer.from(await (form.get('value') as File).arrayBuffer())).toEqual(bytes)
    expect(headers['content-length']).toBe(String(sent.length))
  })
})

test.each([
  ['a/b c%2F!:?#é🙂', 'a%2Fb%20c%252F%21%3A%3F%23%C3%A9%F0%9F%99%82'],
  ["it's (a) *test*", 'it%27s%20%28a%29%20%2Atest%2A'],
  ['a/../b', 'a%2F..%2Fb'],
  ['-._~', '-._~'],
  ['...', '...']
])('key %s is sent as %s', async (key, encoded) => {
  const { url } = await put({ key })
  expect(url).toBe(`/client/v4/accounts/account/storage/kv/namespaces/${ID}/values/${encoded}`)
})

test.each([
  [undefined, ''],
  [{ expirationTtl: 60 }, '?expiration_ttl=60'],
  [{ expiration: 1_800_000_000 }, '?expiration=1800000000']
])('expiry %j is sent as "%s"', async (expiry, query) => {
  const { url } = await put(expiry ? { expiry } : {})
  expect(url).toMatch(/values\/a(\?.*)?$/)
  expect(new URL(url ?? '', api.baseUrl).search).toBe(query)
})

describe('several writes', () => {
  const entries = ['a', 'b', 'c', 'd', 'e'].map((key): Entry => ({ key, value: inHand(key), source: 'value' }))
  const ignore = (): void => undefined

  test('are so many at once and no more, and each key is sent once', async () => {
    let inFlight = 0
    let most = 0
    answer = async () => {
      most = Math.max(most, ++inFlight)
      await new Promise((resolve) => setTimeout(resolve, 20))
      inFlight -= 1
      return { body: SUCCESS }
    }
    const begin = api.requests.length
    const done: string[] = []
    const { outcomes } = await writeEntries(entries, namespace, 2, ({ entry }) => done.push(entry.key))
    expect(most).toBe(2)
    const sent = api.requests.slice(begin).map(({ url }) => url?.at(-1))
    expect(sent.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(done.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(outcomes).toEqual(entries.map((entry) => ({ entry, status: 'written' })))
  })

  test('go on after one that fails, and the answers are merged', async () => {
    const error = { code: 10033, message: 'no', source: { pointer: '/x' } }
    const message = { code: 1, message: 'mind' }
    answer = ({ url }) =>
      url?.endsWith('b')
        ? { status: 400, body: { success: false, errors: [error], messages: [], result: null } }
        : { body: { ...SUCCESS, messages: [message] } }
    const { outcomes, response } = await writeEntries(entries, namespace, 4, ignore)
    expect(outcomes.map(({ entry, status, error }) => [entry.key, status, error])).toEqual([
      ['a', 'written', undefined],
      ['b', 'failed', '10033 no, at /x'],
      ['c', 'written', undefined],
      ['d', 'written', undefined],
      ['e', 'written', undefined]
    ])
    expect(response).toEqual({
      errors: [error],
      messages: [message, message, message, message],
      result: { successful_key_count: 4, unsuccessful_keys: ['b'] }
    })
  })

  test('fail one by one when there is no answer that can be read', async () => {
    answer = () => ({ status: 502, body: '<html>' })
    const { outcomes, response } = await writeEntries(entries.slice(0, 2), namespace, 4, ignore)
    expect(outcomes.map(({ status }) => status)).toEqual(['failed', 'failed'])
    expect(response).toEqual({
      errors: [],
      messages: [],
      result: { successful_key_count: 0, unsuccessful_keys: ['a', 'b'] }
    })
  })

  test('of one alone have the result of the API', async () => {
    answer = () => ({ body: { ...SUCCESS, result: { any: 1 } } })
    const { response } = await writeEntries(entries.slice(0, 1), namespace, 4, ignore)
    expect(response.result).toEqual({ any: 1 })
  })
})

import { truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Entry } from '../../src/entries/entry.ts'
import { formBody, Namespace } from '../../src/kv/namespace.ts'
import type { Transport } from '../../src/kv/transport.ts'
import {
  type Answer,
  close,
  type FakeApi,
  listen,
  type ReceivedRequest,
  startFakeApi,
  SUCCESS
} from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'
import { makeTransport } from '../support/transport.ts'

const ID = '0f2ac74b498b48028cb68387c421e279'
const PATH = `/client/v4/accounts/my%20account/storage/kv/namespaces/${ID}`
const BINARY = Buffer.from([0, 255, 13, 10, 128, 10])
const folder = makeFolder({ 'image.png': BINARY, empty: '' })

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

function last(): ReceivedRequest {
  const request = api.requests.at(-1)
  if (!request) throw new Error('Nothing was sent')
  return request
}

async function put(entry: Partial<Entry>): Promise<ReceivedRequest> {
  await namespace.put({ key: 'a', value: inHand('on'), source: 'value', ...entry })
  return last()
}

function inHand(text: string | Uint8Array): Entry['value'] {
  const bytes = Buffer.from(text)
  return { bytes, size: bytes.length }
}

function inFile(name: string, size: number): Entry['value'] {
  return { path: join(folder, name), size }
}

describe('a value without metadata is sent as the body', () => {
  test.each([
    ['in memory', inHand(' é\r\n'), Buffer.from(' é\r\n')],
    ['in memory and empty', inHand(''), Buffer.from('')],
    ['in a file, byte for byte', inFile('image.png', 6), BINARY],
    ['in a file that is empty', inFile('empty', 0), Buffer.from('')]
  ])('%s', async (_where, value, bytes) => {
    const { method, url, headers, body } = await put({ value })
    expect([method, url]).toEqual(['PUT', `${PATH}/values/a`])
    expect(Buffer.from(body, 'latin1')).toEqual(bytes)
    expect(headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-length': String(bytes.length)
    })
    expect(headers['transfer-encoding']).toBeUndefined()
  })
})

describe('a value with metadata is sent as a part of a form', () => {
  test.each([
    ['in memory, with its line ends', inHand('a\nb\rc\r\n'), Buffer.from('a\nb\rc\r\n')],
    ['in memory and empty', inHand(''), Buffer.from('')],
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
  expect(url).toBe(`${PATH}/values/${encoded}`)
})

test('a large file is streamed and not read as a whole', async () => {
  const path = join(folder, 'large')
  writeFileSync(path, Buffer.alloc(26_214_400))
  const server = createServer((request, response) => {
    // The first bytes have arrived. If the file had been read as a whole, this change would not be noticed.
    request.once('data', () => {
      request.pause()
      truncateSync(path)
      request.resume()
    })
    request.on('end', () => response.end('{"success":true}'))
    request.on('error', () => undefined)
  })
  const slow = makeTransport(`http://127.0.0.1:${await listen(server)}`)
  const sent = new Namespace(slow, 'account', ID).put({ key: 'a', value: { path, size: 26_214_400 }, source: 'large' })
  await expect(sent).rejects.toMatchObject({ name: 'FileChanged' })
  await slow.close()
  await close(server)
})

test('a bulk write sends a JSON body', async () => {
  await namespace.putBulk(Buffer.from('[{"key":"a","value":"é"}]'))
  const { method, url, headers, body } = last()
  expect([method, url]).toEqual(['PUT', `${PATH}/bulk`])
  expect(headers).toMatchObject({ 'content-type': 'application/json', 'content-length': '26' })
  expect(Buffer.from(body, 'latin1').toString()).toBe('[{"key":"a","value":"é"}]')
})

describe('a file is not sent', () => {
  test.each([
    ['that is gone', inFile('gone', 1), 'the file can no longer be read (ENOENT)'],
    ['that has changed', inFile('image.png', 5), 'the file has changed since it was planned']
  ])('%s since it was planned', async (_what, value, message) => {
    const before = api.requests.length
    await expect(put({ value })).rejects.toThrow(message)
    await expect(put({ value, metadata: '{}' })).rejects.toThrow(message)
    expect(api.requests.length).toBe(before)
  })
})

test('a form has the value byte for byte and the metadata, and its size is right', async () => {
  const text = fc.constantFrom('\r\n', '--', '"', 'é', '\0', 'a')
  const bytes = fc.oneof(
    fc.uint8Array(),
    fc.array(text).map((pieces) => Buffer.from(pieces.join('')))
  )
  const metadata = fc.jsonValue().map((value) => JSON.stringify(value))
  await fc.assert(
    fc.asyncProperty(bytes, metadata, async (bytes, metadata) => {
      const { body, contentType } = formBody({ bytes, size: bytes.length }, metadata)
      const sent = Buffer.concat(await Array.fromAsync(body.pieces()))
      expect(sent.length).toBe(body.size)
      const form = await new Response(Uint8Array.from(sent), { headers: { 'content-type': contentType } }).formData()
      expect([...form.keys()]).toEqual(['value', 'metadata'])
      expect(form.get('metadata')).toBe(metadata)
      expect(Buffer.from(await (form.get('value') as File).arrayBuffer()).equals(bytes)).toBe(true)
    })
  )
})

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
  expect(Buffer.from(last().body, 'latin1').toString()).toBe('["a","é"]')
})

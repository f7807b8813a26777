import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import type { Entry } from '../../src/entries/entry.ts'
import { Namespace } from '../../src/kv/namespace.ts'
import { Transport } from '../../src/kv/transport.ts'
import { type WriteResult, writeEntries } from '../../src/kv/write.ts'
import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'

const ERROR = { code: 10033, message: 'no', source: { pointer: '/x' } }
const REFUSED = { status: 400, body: { success: false, errors: [ERROR], messages: [], result: null } }
const folder = makeFolder({ 'a.json': '1' })

let answer: (request: ReceivedRequest) => Answer | Promise<Answer>
let api: FakeApi
let transport: Transport
let first = 0

beforeAll(async () => {
  api = await startFakeApi((request) => answer(request))
  transport = new Transport({ baseUrl: api.baseUrl, credentials: { apiToken: 'token-1' }, timeout: 5 })
})

beforeEach(() => {
  first = api.requests.length
  answer = () => ({ body: SUCCESS })
})

afterAll(async () => {
  await transport.close()
  await api.close()
})

function entry(key: string, text = key): Entry {
  const bytes = Buffer.from(text)
  return { key, value: { bytes, size: bytes.length }, source: 'value' }
}

function write(
  batches: Entry[][],
  { concurrency = 4, maxBodyBytes = 1000, done = [] as string[] } = {}
): Promise<WriteResult> {
  const namespace = new Namespace(transport, 'account', '0f2ac74b498b48028cb68387c421e279')
  const onOutcome = ({ entry }: { entry: Entry }): number => done.push(entry.key)
  return writeEntries({ entries: batches.flat(), batches }, namespace, { concurrency, maxBodyBytes, onOutcome })
}

/** The keys of each request since the test began, those of bulk requests in brackets. */
function sent(): string[] {
  return api.requests.slice(first).map(({ url, body }) => {
    if (!url?.endsWith('/bulk')) return url?.split('/').at(-1) ?? ''
    return `[${(JSON.parse(body) as { key: string }[]).map(({ key }) => key).join(' ')}]`
  })
}

function statuses({ outcomes }: WriteResult): string[] {
  return outcomes.map(({ entry, status, error }) =>
    [entry.key, status, ...(error === undefined ? [] : [error])].join(' ')
  )
}

const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((key) => entry(key)) as [Entry, Entry, Entry, Entry, Entry]

test('a batch of one is a request for itself, and one of more is a bulk request', async () => {
  const done: string[] = []
  const result = await write([[a], [b, c], [d, e]], { done })
  expect(sent().toSorted()).toEqual(['[b c]', '[d e]', 'a'])
  expect(done.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(statuses(result)).toEqual(['a written', 'b written', 'c written', 'd written', 'e written'])
})

test('so many requests are in flight at once and no more', async () => {
  let inFlight = 0
  let most = 0
  answer = async () => {
    most = Math.max(most, ++inFlight)
    await new Promise((resolve) => setTimeout(resolve, 20))
    inFlight -= 1
    return { body: SUCCESS }
  }
  await write([[a], [b], [c], [d], [e]], { concurrency: 2 })
  expect(most).toBe(2)
  expect(sent().toSorted()).toEqual(['a', 'b', 'c', 'd', 'e'])
})

test('a batch that turns out too large for a request takes several', async () => {
  const texts = [entry('a', '"'.repeat(20)), entry('b', 'x'.repeat(20)), entry('c', '"'.repeat(500)), entry('d', 'x')]
  const result = await write([texts], { maxBodyBytes: 120 })
  expect(sent()).toEqual(['[a b]', '[c]', '[d]'])
  expect(api.requests.slice(first).map(({ body }) => body.length <= 120)).toEqual([true, false, true])
  expect(statuses(result)).toEqual(['a written', 'b written', 'c written', 'd written'])
})

test('a failure does not stop the others, and the answers are merged', async () => {
  const message = { code: 1, message: 'mind' }
  answer = ({ url }) => (url?.endsWith('/bulk') ? REFUSED : { body: { ...SUCCESS, messages: [message] } })
  const result = await write([[a], [b, c], [d]])
  expect(statuses(result)).toEqual(['a written', 'b failed 10033 no, at /x', 'c failed 10033 no, at /x', 'd written'])
  expect(result.response).toEqual({
    errors: [ERROR],
    messages: [message, message],
    result: { successful_key_count: 2, unsuccessful_keys: ['b', 'c'] }
  })
})

test('an answer that cannot be read fails the keys of its request', async () => {
  answer = () => ({ status: 502, body: '<html>' })
  const result = await write([[a], [b, c]])
  expect(result.outcomes.map(({ status }) => status)).toEqual(['failed', 'failed', 'failed'])
  expect(result.response).toEqual({
    errors: [],
    messages: [],
    result: { successful_key_count: 0, unsuccessful_keys: ['a', 'b', 'c'] }
  })
})

test('a run of one write has the result of the API', async () => {
  answer = () => ({ body: { ...SUCCESS, result: { any: 1 } } })
  expect((await write([[a]])).response.result).toEqual({ any: 1 })
})

describe('unsuccessful_keys are failures, under HTTP 200 and success: true', () => {
  test.each([
    [
      'those that it names',
      { successful_key_count: 1, unsuccessful_keys: ['a', 'c', 'other'] },
      ['failed', 'written', 'failed']
    ],
    ['none', { successful_key_count: 3, unsuccessful_keys: [] }, ['written', 'written', 'written']],
    ['none, with no result at all', null, ['written', 'written', 'written']],
    ['those that it names, without a count', { unsuccessful_keys: ['b'] }, ['written', 'failed', 'written']],
    [
      'all, when it counts fewer and does not say which',
      { successful_key_count: 2, unsuccessful_keys: [] },
      ['failed', 'failed', 'failed']
    ]
  ])('%s', async (_which, result, expected) => {
    answer = () => ({ body: { ...SUCCESS, result } })
    const { outcomes } = await write([[a, b, c]])
    expect(outcomes.map(({ status }) => status)).toEqual(expected)
    const failed = outcomes.filter(({ status }) => status === 'failed')
    expect(failed.every(({ error }) => /unsuccessful_keys|the API wrote 2 of 3 keys/.test(error ?? ''))).toBe(true)
  })
})

test('a file that is gone or has changed fails alone, and the rest of its batch is sent', async () => {
  const gone: Entry = { key: 'gone', value: { path: join(folder, 'gone'), size: 1 }, source: 'gone' }
  const changed: Entry = { key: 'changed', value: { path: join(folder, 'a.json'), size: 2 }, source: 'a.json' }
  const result = await write([
    [a, gone, changed, b],
    [
      { ...gone, key: 'x' },
      { ...gone, key: 'y' }
    ],
    [{ ...gone, key: 'z' }]
  ])
  expect(sent()).toEqual(['[a b]'])
  expect(statuses(result)).toEqual([
    'a written',
    'gone failed the file can no longer be read (ENOENT)',
    'changed failed the file has changed since it was planned, from 2 to 1 bytes',
    'b written',
    'x failed the file can no longer be read (ENOENT)',
    'y failed the file can no longer be read (ENOENT)',
    'z failed the file can no longer be read (ENOENT)'
  ])
})

test('a pair has its value as text or base64, its metadata as written and its expiry', async () => {
  const binary = Buffer.from([0, 255, 10])
  const entries: Entry[] = [
    { ...entry('text/é', 'a"b\\c\n\u2028🙂\u0000\ufeff'), metadata: '{"n":1.0}', expiry: { expirationTtl: 60 } },
    { ...entry('binary'), value: { bytes: binary, size: 3 }, expiry: { expiration: 1_800_000_000 } },
    { ...entry('empty', ''), metadata: 'null' },
    { ...entry('file'), value: { path: join(folder, 'a.json'), size: 1 } }
  ]
  await write([entries])
  const body = Buffer.from(api.requests.at(-1)?.body ?? '', 'latin1').toString()
  expect(JSON.parse(body)).toEqual([
    { key: 'text/é', value: 'a"b\\c\n\u2028🙂\u0000\ufeff', expiration_ttl: 60, metadata: { n: 1 } },
    { key: 'binary', value: binary.toString('base64'), base64: true, expiration: 1_800_000_000 },
    { key: 'empty', value: '', metadata: null },
    { key: 'file', value: '1' }
  ])
  expect(body).toContain('"metadata":{"n":1.0}')
})

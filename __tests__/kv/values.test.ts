import { describe, expect, test } from '@jest/globals'
import { KvApiError } from '../../src/kv/envelope.ts'
import { Namespace } from '../../src/kv/namespace.ts'
import { ValueUnknown } from '../../src/kv/value-unknown.ts'
import { type HeldPair, ValueReader } from '../../src/kv/values.ts'
import { ExactApi } from '../support/exact-api.ts'
import type { ReceivedRequest } from '../support/fake-api.ts'
import { ID } from '../support/run-inputs.ts'
import { makeTransport } from '../support/transport.ts'

const on = new ExactApi()
const NOTHING = { success: false, errors: [], messages: [], result: null }

interface Settings {
  /** Keys for which the text of a bulk read may differ from the value. */
  readonly unsure?: readonly string[]
  readonly maxRetries?: number
}

async function read(
  keys: readonly string[],
  { unsure = [], maxRetries = 0 }: Settings = {}
): Promise<Map<string, HeldPair | undefined>> {
  const namespace = new Namespace(makeTransport(on.baseUrl, { maxRetries }), 'account', ID)
  const pairs = new Map<string, HeldPair | undefined>()
  await new ValueReader(namespace, 1).read(keys, {
    isExact: (key) => !unsure.includes(key),
    receive: (key, pair) => pairs.set(key, pair)
  })
  return pairs
}

function keysIn({ body }: ReceivedRequest): string[] {
  return (JSON.parse(Buffer.from(body, 'latin1').toString()) as { keys: string[] }).keys
}

function hold(...keys: readonly string[]): void {
  for (const key of keys) on.kv.pairs.set(key, { value: `value of ${key}` })
}

const names = Array.from({ length: 250 }, (_, index) => `k${index}`)

describe('values', () => {
  test('are read 100 at a time, with metadata and expiration', async () => {
    hold(...names)
    on.kv.pairs.set('k0', { value: '', metadata: '{"a":1.0,"b":12345678901234567890}', expiration: 2_000_000_000 })
    const pairs = await read([...names, 'absent'])
    expect(on.requests.map((request) => keysIn(request).length)).toEqual([100, 100, 51])
    expect(pairs.size).toBe(251)
    expect(pairs.get('k249')).toEqual({ bytes: Buffer.from('value of k249'), metadata: null, expiration: undefined })
    expect(pairs.get('absent')).toBeUndefined()
    const { metadata, ...rest } = pairs.get('k0') ?? {}
    expect(rest).toEqual({ bytes: Buffer.alloc(0), expiration: 2_000_000_000 })
    expect(JSON.stringify(metadata)).toBe('{"a":1.0,"b":12345678901234567890}')
  })

  test('that are not text, or whose text is not certain, are read with single reads', async () => {
    const values = { binary: '\xff\x00\xfe', replacement: '\xef\xbf\xbd', mark: '\xef\xbb\xbftext', text: 'text' }
    for (const [key, value] of Object.entries(values)) on.kv.pairs.set(key, { value, metadata: `"${key}"` })
    const pairs = await read(Object.keys(values), { unsure: ['mark'] })
    expect(on.sent).toEqual(['POST bulk/get', 'GET values/binary', 'GET values/replacement', 'GET values/mark'])
    for (const [key, value] of Object.entries(values)) {
      expect(pairs.get(key)).toMatchObject({ bytes: Buffer.from(value, 'latin1'), metadata: key })
    }
  })

  test('have the expiration of the single read if the bulk read returns none', async () => {
    on.kv.pairs.set('a', { value: 'on', expiration: 2_000_000_000 })
    on.interrupt = ({ url }) =>
      url?.endsWith('bulk/get') ? { body: { success: true, result: { values: { a: { value: 'on' } } } } } : undefined
    expect((await read(['a'], { unsure: ['a'] })).get('a')).toMatchObject({ metadata: null, expiration: 2_000_000_000 })
  })

  test.each([
    ['too large', { status: 413, body: NOTHING }],
    ['refused because of its keys', { status: 400, body: NOTHING }],
    ['too slow', { status: 524 }]
  ])('are read in halves when a request is %s', async (_what, answer) => {
    hold('a', 'b', 'c')
    on.interrupt = (request) => (request.url?.endsWith('bulk/get') && keysIn(request).length > 1 ? answer : undefined)
    expect((await read(['a', 'b', 'c'], { maxRetries: 2 })).size).toBe(3)
    const sizes = on.requests.map((request) => keysIn(request).join(''))
    expect(sizes).toEqual(['abc', 'ab', 'a', 'b', 'c'])
  })

  test('are read with single reads when bulk reads of one key are refused, or leave keys out', async () => {
    on.kv.pairs.set('a', { value: '\xff', metadata: '[1.0]', expiration: 2_000_000_000 })
    const expected = [
      { bytes: Buffer.from([0xff]), metadata: [JSON.rawJSON('1.0')], expiration: 2_000_000_000 },
      undefined
    ]
    for (const answer of [{ status: 405, body: NOTHING }, { body: { success: true, result: { values: {} } } }]) {
      on.interrupt = ({ url }) => (url?.endsWith('bulk/get') ? answer : undefined)
      expect([...(await read(['a', 'absent'])).values()]).toEqual(expected)
    }
  })

  test('are read again after transient errors', async () => {
    hold('a', 'b')
    let requests = 0
    on.interrupt = () => (requests++ % 2 === 0 ? { status: 503 } : undefined)
    expect((await read(['a', 'b'], { unsure: ['b'], maxRetries: 1 })).size).toBe(2)
    expect(on.sent).toEqual(['POST bulk/get', 'POST bulk/get', 'GET values/b', 'GET values/b'])
  })
})

describe('reading ends', () => {
  test.each([
    ['a bulk read', 'bulk/get', ['a'], 'key "a" could not be read: '],
    ['a bulk read of many', 'bulk/get', ['a', 'b'], '2 keys, the first "a", could not be read: '],
    ['a single read', 'values/b', ['a', 'b'], 'key "b" could not be read: ']
  ])('when %s fails', async (_what, path, keys, message) => {
    hold('a', 'b')
    on.interrupt = ({ url }) => (url?.endsWith(path) ? { status: 500, body: NOTHING } : undefined)
    const failure = await read(keys, { unsure: ['b'] }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ValueUnknown)
    const { message: told, cause } = failure as ValueUnknown
    expect(told.slice(0, message.length)).toBe(message)
    expect(cause).toBeInstanceOf(KvApiError)
  })

  test.each([
    [401, 'bulk/get'],
    [404, 'bulk/get'],
    [403, 'values/a']
  ])('without retries after HTTP %i for %s', async (status, path) => {
    hold('a', 'b', 'c')
    on.interrupt = ({ url }) => (url?.endsWith(path) ? { status, body: NOTHING } : undefined)
    await expect(read(['a', 'b', 'c'], { unsure: ['a'], maxRetries: 3 })).rejects.toThrow(ValueUnknown)
    expect(on.sent.filter((line) => line.endsWith(path))).toHaveLength(1)
  })

  test('when the value of a key changes while it is read', async () => {
    hold('a')
    for (const change of [{ body: 'another' }, { status: 404, body: { success: false, errors: [{ code: 10009 }] } }]) {
      on.interrupt = ({ url }) => (url?.includes('/values/') ? change : undefined)
      await expect(read(['a'], { unsure: ['a'], maxRetries: 1 })).rejects.toThrow(
        'key "a" could not be read: a single read and a bulk read gave different values, as when somebody else writes the key, after 2 attempts'
      )
    }
    on.interrupt = ({ url }) => {
      if (url?.endsWith('bulk/get')) return { status: 405, body: NOTHING }
      if (url?.includes('/values/')) on.kv.pairs.clear()
      return url?.includes('/values/') ? { body: 'on' } : undefined
    }
    await expect(read(['a'])).rejects.toThrow('key "a" changed while it was read')
  })

  test.each([
    ['no result', null],
    ['no values', { a: 'on' }],
    ['a number for a value', { values: { a: { value: 1, metadata: null } } }],
    ['a text for a pair', { values: { a: 'secret' } }],
    ['an expiration that is not a number', { values: { a: { value: 'on', metadata: null, expiration: 'soon' } } }]
  ])('when the response has %s, without quoting it', async (_what, result) => {
    on.interrupt = () => ({ body: { success: true, errors: [], messages: [], result } })
    await expect(read(['a'])).rejects.toThrow(
      'key "a" could not be read: the API answered a read of values with an unexpected response'
    )
  })
})

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { type Clock, systemClock } from '../../src/clock.ts'
import type { Entry } from '../../src/entries/entry.ts'
import { Namespace } from '../../src/kv/namespace.ts'
import type { Transport, TransportOptions } from '../../src/kv/transport.ts'
import type { Outcome } from '../../src/outcome.ts'
import type { WriteResult } from '../../src/kv/outcomes.ts'
import { writeEntries } from '../../src/kv/write.ts'
import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'
import { makeClock, makeTransport } from '../support/transport.ts'

const ERROR = { code: 10033, message: 'no', source: { pointer: '/x' } }
const REFUSED = { status: 400, body: { success: false, errors: [ERROR], messages: [], result: null } }
const folder = makeFolder({ 'a.json': '1' })

let answer: (request: ReceivedRequest) => Answer | Promise<Answer>
let api: FakeApi
let signal: AbortSignal
let first = 0
const opened: Transport[] = []

beforeAll(async () => {
  api = await startFakeApi((request) => answer(request))
})

beforeEach(() => {
  first = api.requests.length
  answer = () => ({ body: SUCCESS })
  signal = new AbortController().signal
})

afterAll(async () => {
  for (const transport of opened) await transport.close()
  await api.close()
})

function entry(key: string, text = key): Entry {
  const bytes = Buffer.from(text)
  return { key, value: { bytes, size: bytes.length }, source: 'value' }
}

interface WriteSettings extends Partial<TransportOptions> {
  readonly concurrency?: number
  readonly maxBodyBytes?: number
  readonly done?: string[]
  readonly lines?: string[]
  readonly clock?: Clock
}

function write(
  batches: Entry[][],
  { concurrency = 4, maxBodyBytes = 1000, done = [], lines = [], clock = makeClock(), ...options }: WriteSettings = {}
): Promise<WriteResult> {
  const log = (line: string): number => lines.push(line)
  const transport = makeTransport(api.baseUrl, options, { log, signal, clock })
  opened.push(transport)
  const namespace = new Namespace(transport, 'account', '0f2ac74b498b48028cb68387c421e279')
  const onOutcome = ({ entry }: Outcome): number => done.push(entry.key)
  return writeEntries({ entries: batches.flat(), batches }, namespace, {
    concurrency,
    maxBodyBytes,
    onOutcome,
    log: (line) => lines.push(line)
  })
}

/** The keys of each request since the test began, those of bulk requests in brackets. */
function sent(): string[] {
  return api.requests.slice(first).map(({ url, body }) => {
    if (!url?.endsWith('/bulk')) return url?.split('/').at(-1) ?? ''
    return `[${(JSON.parse(body) as { key: string }[]).map(({ key }) => key).join(' ')}]`
  })
}

function outcomesOf({ outcomes }: WriteResult): string[] {
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
  expect(outcomesOf(result)).toEqual(['a written', 'b written', 'c written', 'd written', 'e written'])
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
  expect(sent()).toEqual(['[a b]', '[c]', 'd'])
  expect(api.requests.slice(first).map(({ body }) => body.length <= 120)).toEqual([true, false, true])
  expect(outcomesOf(result)).toEqual(['a written', 'b written', 'c written', 'd written'])
})

test('a failure does not stop the others, and the answers are merged', async () => {
  const message = { code: 1, message: 'mind' }
  answer = ({ url }) => (url?.endsWith('/bulk') ? REFUSED : { body: { ...SUCCESS, messages: [message] } })
  const result = await write([[a], [b, c], [d]])
  expect(outcomesOf(result)).toEqual(['a written', 'b failed 10033 no, at /x', 'c failed 10033 no, at /x', 'd written'])
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

describe('a passing fault', () => {
  test('of a single write is retried until it is written', async () => {
    const statuses = [500, 503, 200]
    const lines: string[] = []
    answer = () => ({ status: statuses.shift() ?? 0, body: statuses.length > 0 ? '' : SUCCESS })
    const result = await write([[a]], { maxRetries: 2, lines })
    expect(sent()).toEqual(['a', 'a', 'a'])
    expect(outcomesOf(result)).toEqual(['a written'])
    expect(lines).toEqual([
      "HTTP 500 with a body that is not an answer of Cloudflare's API; attempt 2 of 3 in 0.5 s",
      "HTTP 503 with a body that is not an answer of Cloudflare's API; attempt 3 of 3 in 1.0 s"
    ])
    expect(result.response).toEqual({ errors: [], messages: [], result: {} })
  })

  test('that lasts fails the key with the last cause and the number of attempts', async () => {
    const error = { code: 10001, message: 'internal' }
    answer = () => ({ status: 500, headers: { 'cf-ray': 'ray-1' }, body: { success: false, errors: [error] } })
    const result = await write([[a], [b, c]], { maxRetries: 1 })
    const reason = 'failed 10001 internal [HTTP 500, cf-ray ray-1], after 2 attempts'
    expect(outcomesOf(result)).toEqual([`a ${reason}`, `b ${reason}`, `c ${reason}`])
    expect(result.response.errors).toEqual([error, error])
  })

  test('of a file that changes before the next attempt is not retried with other bytes', async () => {
    const path = join(makeFolder({ file: 'one' }), 'file')
    const file: Entry = { key: 'file', value: { path, size: 3 }, source: 'file' }
    answer = () => {
      writeFileSync(path, 'four')
      return { status: 500 }
    }
    const single = await write([[file]], { maxRetries: 3 })
    writeFileSync(path, 'one')
    const bulk = await write([[a, file]], { maxRetries: 3 })
    const changed = 'file failed the file has changed since it was planned, from 3 to 4 bytes'
    expect(outcomesOf(single)).toEqual([changed])
    expect(outcomesOf(bulk)).toEqual([expect.stringMatching(/^a failed HTTP 500 .*after 4 attempts$/), changed])
    expect(sent()).toEqual(['file', '[a file]', '[a]', '[a]', '[a]'])
  })
})

describe('of a bulk write', () => {
  test('only unsuccessful_keys are sent again', async () => {
    const unsuccessful = [['b', 'c'], ['c'], []]
    answer = () => {
      const keys = unsuccessful.shift() ?? []
      return { body: { ...SUCCESS, messages: [keys.length], result: { unsuccessful_keys: keys } } }
    }
    const result = await write([[a, b, c]], { maxRetries: 2 })
    expect(sent()).toEqual(['[a b c]', '[b c]', '[c]'])
    expect(outcomesOf(result)).toEqual(['a written', 'b written', 'c written'])
    expect(result.response).toEqual({
      errors: [],
      messages: [2, 1, 0],
      result: { successful_key_count: 3, unsuccessful_keys: [] }
    })
  })

  test.each([413, 524])('one that is too much (%d) is split down to single pairs', async (status) => {
    const lines: string[] = []
    answer = ({ url }) => (url?.endsWith('/bulk') ? { status } : { body: SUCCESS })
    const result = await write([[a, b, c]], { lines })
    expect(sent()).toEqual(['[a b c]', '[a b]', 'a', 'b', 'c'])
    expect(outcomesOf(result)).toEqual(['a written', 'b written', 'c written'])
    expect(lines[0]).toMatch(/^HTTP \d+ with a body that is not .*; sending these 3 keys as two requests$/)
  })

  test('one that has no answer in time is split', async () => {
    answer = ({ url, body }) =>
      body.includes('"b"') || url?.endsWith('/b') ? new Promise(() => undefined) : { body: SUCCESS }
    const result = await write([[a, b, c, d]], { timeout: 0.05 })
    expect(sent()).toEqual(['[a b c d]', '[a b]', 'a', 'b', '[c d]'])
    expect(outcomesOf(result)).toEqual([
      'a written',
      expect.stringContaining('b failed No answer from 127.0.0.1'),
      'c written',
      'd written'
    ])
  })
})

describe('the run ends early', () => {
  test.each([
    [401, ''],
    [403, { success: false, errors: [{ code: 10000, message: 'Authentication error' }] }],
    [400, { success: false, errors: [{ code: 9106, message: 'Missing headers' }] }]
  ])('when the credentials open nothing: HTTP %d', async (status, body) => {
    answer = () => ({ status, body })
    const result = await write([[a], [b, c], [d], [e]], { concurrency: 1, maxRetries: 3 })
    expect(sent()).toEqual(['a'])
    const [reason] = outcomesOf(result).map((outcome) => outcome.slice('a failed '.length))
    expect(result.ended).toBe(reason)
    expect(result.outcomes.slice(1).every(({ status, error }) => status === 'not-started' && error === reason)).toBe(
      true
    )
  })

  test('not when a firewall refuses one request', async () => {
    answer = ({ url }) => (url?.endsWith('/a') ? { status: 403, body: '<html>' } : { body: SUCCESS })
    const result = await write([[a], [b], [c]], { concurrency: 1 })
    expect(result.outcomes.map(({ status }) => status)).toEqual(['failed', 'written', 'written'])
    expect(result.ended).toBeUndefined()
  })

  test('when ten requests in a row had no answer', async () => {
    const entries = Array.from({ length: 15 }, (_, index) => [entry(`key${index}`)])
    answer = ({ url }) => (url?.endsWith('/key3') ? { body: SUCCESS } : { broken: 'before' as const })
    const result = await write(entries, { concurrency: 1 })
    expect(result.outcomes.map(({ status }) => status)).toEqual([
      ...['failed', 'failed', 'failed', 'written'],
      ...Array<string>(10).fill('failed'),
      'not-started'
    ])
    expect(result.ended).toContain('No answer from 127.0.0.1')
  })
})

describe('a run that is cancelled', () => {
  test('tells what is unknown from what was not started', async () => {
    const controller = new AbortController()
    signal = controller.signal
    answer = ({ url }) => {
      if (url?.endsWith('/a')) return { body: SUCCESS }
      controller.abort('SIGTERM')
      return new Promise(() => undefined)
    }
    const result = await write([[a], [b, c], [d], [e]], { concurrency: 1, maxRetries: 3 })
    expect(sent()).toEqual(['a', '[b c]'])
    expect(result.outcomes.map(({ status }) => status)).toEqual([
      'written',
      'unknown',
      'unknown',
      'not-started',
      'not-started'
    ])
  })

  test.each([
    ['was refused', { status: 500 }, 'failed HTTP 500 with a body'],
    ['had no answer', { broken: 'before' as const }, 'unknown cancelled before an answer came']
  ])('while it waits for another attempt of a request that %s', async (_how, refusal, expected) => {
    const controller = new AbortController()
    signal = controller.signal
    answer = () => refusal
    const clock: Clock = {
      ...systemClock,
      sleep: async (milliseconds, signal) => {
        controller.abort('SIGINT')
        await systemClock.sleep(milliseconds, signal)
      }
    }
    const result = await write([[a]], { maxRetries: 3, clock })
    expect(sent()).toEqual(['a'])
    expect(outcomesOf(result)).toEqual([expect.stringContaining(`a ${expected}`)])
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
  expect(outcomesOf(result)).toEqual([
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

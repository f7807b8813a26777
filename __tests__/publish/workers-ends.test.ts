import { describe, expect, test } from '@jest/globals'
import { type Clock, systemClock } from '../../src/shared/clock.ts'
import type { Entry } from '../../src/entries/entry.ts'
import { SUCCESS } from '../support/fake-api.ts'
import { entry, outcomesOf, useFakeWrites } from './fake-writes.ts'

const writes = useFakeWrites()
const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((key) => entry(key)) as [Entry, Entry, Entry, Entry, Entry]

describe('the run ends early', () => {
  test.each([
    [401, ''],
    [403, { success: false, errors: [{ code: 10000, message: 'Authentication error' }] }],
    [400, { success: false, errors: [{ code: 9106, message: 'Missing headers' }] }]
  ])('when the credentials are refused: HTTP %d', async (status, body) => {
    writes().answer = () => ({ status, body })
    const result = await writes().write([[a], [b, c], [d], [e]], { concurrency: 1, maxRetries: 3 })
    expect(writes().sent()).toEqual(['a'])
    const [reason] = outcomesOf(result).map((outcome) => outcome.slice('a failed '.length))
    expect(result.ended).toBe(reason)
    expect(result.outcomes.slice(1).every(({ status, error }) => status === 'not-started' && error === reason)).toBe(
      true
    )
  })

  test('and requests that fail meanwhile are not retried', async () => {
    writes().answer = async ({ url }) => {
      if (url?.endsWith('/a')) return { status: 401 }
      await new Promise((resolve) => setTimeout(resolve, 200))
      return { status: 500 }
    }
    const result = await writes().write([[a], [b], [c, d]], { concurrency: 2, maxRetries: 3 })
    expect(writes().sent()).toEqual(['a', 'b'])
    expect(result.outcomes.map(({ status }) => status)).toEqual(['failed', 'unknown', 'not-started', 'not-started'])
  })

  test('and requests that get no response meanwhile are ended', async () => {
    writes().answer = ({ url }) => (url?.endsWith('/a') ? { status: 401 } : new Promise(() => undefined))
    const result = await writes().write([[a], [b], [c]], { concurrency: 2, timeout: 600 })
    expect(result.ended).toContain('HTTP 401')
    expect(outcomesOf(result).slice(1)).toEqual([
      `b unknown ${result.ended}; it is unknown whether it was written`,
      `c not-started ${result.ended}`
    ])
  })

  test('and requests that wait meanwhile are not sent', async () => {
    let isThrottled: () => void = () => undefined
    const throttled = new Promise<void>((resolve) => (isThrottled = resolve))
    writes().answer = async ({ url }) => {
      if (url?.endsWith('/b')) isThrottled()
      else await throttled
      return url?.endsWith('/b') ? { status: 500, headers: { 'retry-after': '600' } } : { status: 401 }
    }
    const settings = { concurrency: 2, maxRetries: 1, clock: systemClock }
    const result = await writes().write([[b], [a], [c]], settings)
    expect(outcomesOf(result)).toEqual([
      expect.stringMatching(/^b unknown HTTP 500/),
      expect.stringMatching(/^a failed HTTP 401/),
      `c not-started ${result.ended}`
    ])
  })

  test('but not when a firewall refuses one request', async () => {
    writes().answer = ({ url }) => (url?.endsWith('/a') ? { status: 403, body: '<html>' } : { body: SUCCESS })
    const result = await writes().write([[a], [b], [c]], { concurrency: 1 })
    expect(result.outcomes.map(({ status }) => status)).toEqual(['failed', 'written', 'written'])
    expect(result.ended).toBeUndefined()
  })

  test('but not when KV refuses one key', async () => {
    const refusal = { status: 403, body: { success: false, errors: [{ code: 10042, message: 'illegal key name' }] } }
    writes().answer = ({ url }) => (url?.endsWith('/a') ? refusal : { body: SUCCESS })
    const result = await writes().write([[a], [b]], { concurrency: 1 })
    expect(outcomesOf(result)).toEqual(['a failed 10042 illegal key name', 'b written'])
  })

  test('when a proxy always answers that the service timed out, before a bulk write is split into single keys', async () => {
    const entries = Array.from({ length: 1000 }, (_, index) => entry(`key${index}`))
    writes().answer = () => ({ status: 524, body: '<html>' })
    const result = await writes().write([entries], { concurrency: 1, maxBodyBytes: 100_000 })
    // 8 of 1,000 to 10 keys, 8 to find the cause among these 10, and 10 of one key.
    expect(writes().requests).toHaveLength(26)
    expect(result.ended).toContain('HTTP 524')
  })

  test('but not when one key of a thousand never gets a response', async () => {
    const entries = Array.from({ length: 1000 }, (_, index) => entry(`key${index}`))
    writes().answer = ({ url, body }) =>
      url?.endsWith('/key0') || body.includes('"key0"') ? { status: 524 } : { body: SUCCESS }
    const result = await writes().write([entries], { maxBodyBytes: 100_000 })
    expect(result.outcomes.filter(({ status }) => status === 'written')).toHaveLength(999)
    expect(outcomesOf(result)[0]).toContain('key0 unknown HTTP 524')
  })

  test('but not when every batch must be split because the service is slow', async () => {
    const batches = Array.from({ length: 8 }, (_, batch) =>
      Array.from({ length: 100 }, (_, index) => entry(`${batch}-${index}`))
    )
    writes().answer = ({ url, body }) =>
      url?.endsWith('/bulk') && (JSON.parse(body) as unknown[]).length > 5 ? { status: 524 } : { body: SUCCESS }
    const result = await writes().write(batches, { concurrency: 8, maxBodyBytes: 100_000 })
    expect(result.outcomes.filter(({ status }) => status === 'written')).toHaveLength(800)
  })

  test('when ten requests in a row get no response', async () => {
    const entries = Array.from({ length: 15 }, (_, index) => [entry(`key${index}`)])
    writes().answer = ({ url }) => (url?.endsWith('/key3') ? { body: SUCCESS } : { broken: 'before' as const })
    const result = await writes().write(entries, { concurrency: 1 })
    expect(result.outcomes.map(({ status }) => status)).toEqual([
      ...['unknown', 'unknown', 'unknown', 'written'],
      ...Array<string>(10).fill('unknown'),
      'not-started'
    ])
    expect(result.ended).toContain('No response from 127.0.0.1')
  })
})

describe('a run that is cancelled', () => {
  test('distinguishes unknown keys from keys that were not started', async () => {
    const controller = new AbortController()
    writes().signal = controller.signal
    writes().answer = ({ url }) => {
      if (url?.endsWith('/a')) return { body: SUCCESS }
      controller.abort('SIGTERM')
      return new Promise(() => undefined)
    }
    const result = await writes().write([[a], [b, c], [d], [e]], { concurrency: 1, maxRetries: 3 })
    expect(writes().sent()).toEqual(['a', '[b c]'])
    expect(result.outcomes.map(({ status }) => status)).toEqual([
      'written',
      'unknown',
      'unknown',
      'not-started',
      'not-started'
    ])
  })

  test.each([
    ['was throttled', { status: 429, body: { success: false, errors: ['busy'] } }, 'failed "busy" [HTTP 429]'],
    ['failed', { status: 500, body: { success: false, errors: ['busy'] } }, 'unknown "busy" [HTTP 500]'],
    ['a proxy answered', { status: 502 }, 'unknown HTTP 502'],
    ['got no response', { broken: 'before' as const }, 'unknown No response']
  ])('while it waits to retry a request that %s', async (_how, refusal, expected) => {
    const controller = new AbortController()
    writes().signal = controller.signal
    writes().answer = () => refusal
    const clock: Clock = {
      ...systemClock,
      sleep: async (milliseconds, signal) => {
        controller.abort('SIGINT')
        await systemClock.sleep(milliseconds, signal)
      }
    }
    const result = await writes().write([[a]], { maxRetries: 3, clock })
    expect(writes().sent()).toEqual(['a'])
    expect(outcomesOf(result)).toEqual([expect.stringContaining(`a ${expected}`)])
  })
})

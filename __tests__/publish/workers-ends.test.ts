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

  test('and requests that get no response meanwhile are ended', async () => {
    writes().answer = ({ url }) => (url?.endsWith('/a') ? { status: 401 } : new Promise(() => undefined))
    const result = await writes().write([[a], [b], [c]], { concurrency: 2, timeout: 600 })
    expect(result.ended).toContain('HTTP 401')
    expect(outcomesOf(result).slice(1)).toEqual([
      `b unknown ${result.ended}; it is unknown whether it was written`,
      `c not-started ${result.ended}`
    ])
  })

  test('when a proxy always answers that the service timed out, before a bulk write is split into single keys', async () => {
    const entries = Array.from({ length: 1000 }, (_, index) => entry(`key${index}`))
    writes().answer = () => ({ status: 524, body: '<html>' })
    const result = await writes().write([entries], { concurrency: 1, maxBodyBytes: 100_000 })
    // 8 of 1,000 to 10 keys, 8 to find the cause among these 10, and 10 of one key.
    expect(writes().requests).toHaveLength(26)
    expect(result.ended).toContain('HTTP 524')
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

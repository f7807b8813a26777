import { describe, expect, test } from '@jest/globals'
import { KvApiError } from '../../src/kv/envelope.ts'
import { Cancelled } from '../../src/kv/fault.ts'
import { NoAnswerError } from '../../src/kv/no-answer.ts'
import { Pacer } from '../../src/kv/pacer.ts'
import { Retry } from '../../src/kv/retry.ts'
import { makeClock } from '../support/transport.ts'

function make({ maxRetries = 5, random = 0, reserve = 4, signal = new AbortController().signal } = {}): {
  clock: ReturnType<typeof makeClock>
  pacer: Pacer
  retry: Retry
  lines: string[]
} {
  const clock = makeClock(0, random)
  const lines: string[] = []
  const log = (line: string): number => lines.push(line)
  const pacer = new Pacer(clock, signal, log, reserve)
  return { clock, pacer, retry: new Retry(maxRetries, pacer, clock, signal, log), lines }
}

/** An attempt that fails with each of `faults` in turn, and then goes well. */
function failing(...faults: unknown[]): () => Promise<string> {
  const queue = faults.values()
  return async () => {
    const { value, done } = queue.next()
    if (!done) throw value
    return Promise.resolve('done')
  }
}

function answered(status: number, codes: number[] = [], retryAfter = 0): KvApiError {
  const errors = codes.map((code) => ({ code, message: 'no' }))
  return new KvApiError(status, { success: false, errors, messages: [], result: null }, { retryAfter })
}

describe('an answer is worth another attempt', () => {
  test.each([
    [408, []],
    [429, []],
    [500, []],
    [501, []],
    [502, []],
    [503, []],
    [520, []],
    [524, []],
    [530, []],
    [500, [10001]],
    [429, [10022]],
    [400, [10022]],
    [429, [10046]],
    [400, [971]]
  ])('HTTP %d with codes %j', async (status, codes) => {
    expect(await make().retry.run(failing(answered(status, codes)))).toBe('done')
  })

  test.each([200, 204])('HTTP %d without an envelope', async (status) => {
    expect(await make().retry.run(failing(new KvApiError(status, undefined)))).toBe('done')
  })
})

describe('an answer is the last', () => {
  test.each([
    [200, [10033]],
    [301, []],
    [400, [10001]],
    [401, [10000]],
    [403, [10000]],
    [404, [10013]],
    [413, [10024]],
    [429, [10048]],
    [503, [10048]],
    [429, [10022, 10048]]
  ])('HTTP %d with codes %j', async (status, codes) => {
    const fault = answered(status, codes)
    await expect(make().retry.run(failing(fault))).rejects.toBe(fault)
    expect(fault.attempts).toBe(1)
  })
})

test('what is no fault of the way there is not retried', async () => {
  const defect = new TypeError('x is undefined')
  await expect(make().retry.run(failing(defect))).rejects.toBe(defect)
})

test('attempts end after those that are allowed, with the last fault', async () => {
  const faults = [answered(500), answered(502), answered(503)]
  const { retry } = make({ maxRetries: 2 })
  await expect(retry.run(failing(...faults))).rejects.toBe(faults[2])
  expect(faults[2]?.attempts).toBe(3)
})

describe('before the next attempt it waits', () => {
  async function sleeps(faults: unknown[], options?: Parameters<typeof make>[0]): Promise<readonly number[]> {
    const { retry, clock } = make(options)
    await retry.run(failing(...faults))
    return clock.sleeps
  }

  test('half a second and twice as long each time, 30 s at most', async () => {
    const faults = Array.from({ length: 8 }, () => answered(500))
    expect(await sleeps(faults, { maxRetries: 8 })).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  })

  test('by chance down to half of that', async () => {
    expect(await sleeps([answered(500), answered(500)], { random: 0.5 })).toEqual([375, 750])
  })

  test('as long as the API asks, five minutes at most', async () => {
    expect(await sleeps([answered(503, [], 7000), answered(503, [], 3_600_000)])).toEqual([7000, 300_000])
  })

  test('and says how long and why', async () => {
    const { retry, lines } = make()
    await retry.run(failing(answered(503, [], 7000), answered(502)))
    expect(lines).toEqual([
      'HTTP 503 with success: false and no error that says why; attempt 2 of 6 in 7.0 s, as the API asks (Retry-After)',
      'HTTP 502 with success: false and no error that says why; attempt 3 of 6 in 1.0 s'
    ])
  })
})

describe('the next request of anybody waits', () => {
  test.each([
    ['for Retry-After, after a 429', answered(429, [], 60_000), 60_000],
    ['for the first delay, after a 429 that names no time', answered(429), 500],
    ['after a throttle under another status', answered(400, [971]), 500]
  ])('%s', async (_what, fault, expected) => {
    const { retry, pacer, clock } = make({ maxRetries: 0 })
    await expect(retry.run(failing(fault))).rejects.toBe(fault)
    await pacer.ready()
    expect(clock.now()).toBe(expected)
  })

  test.each([
    ['a fault of one request', answered(500, [], 60_000)],
    ['the daily limit, which a wait does not mend', answered(429, [10048], 60_000)]
  ])('not after %s', async (_what, fault) => {
    const { retry, pacer, clock } = make({ maxRetries: 0 })
    await expect(retry.run(failing(fault))).rejects.toBe(fault)
    await pacer.ready()
    expect(clock.now()).toBe(0)
  })

  test('for the reset, once no more requests remain than may be in flight', async () => {
    const { pacer, clock, lines } = make({ reserve: 4 })
    pacer.observe('"default";r=5;t=30')
    await pacer.ready()
    expect(clock.now()).toBe(0)
    pacer.observe('"default";r=4;t=30')
    pacer.observe('"default";r=3;t=30')
    await pacer.ready()
    expect(clock.now()).toBe(30_000)
    expect(lines).toEqual(["Waiting 30.0 s until the API's rate limit is reset, since 4 requests remain (Ratelimit)"])
  })

  test('no more than five minutes', async () => {
    const { pacer, clock, lines } = make()
    pacer.observe('"default";r=1;t=86400')
    await pacer.ready()
    expect(clock.now()).toBe(300_000)
    expect(lines[0]).toContain('since 1 request remains')
  })
})

describe('when the run is cancelled', () => {
  test('no attempt begins', async () => {
    const { retry } = make({ signal: AbortSignal.abort() })
    await expect(retry.run(failing())).rejects.toMatchObject({ wasSent: false })
  })

  test('a wait for the pace ends', async () => {
    const controller = new AbortController()
    const { pacer } = make({ signal: controller.signal })
    pacer.pause(1000)
    const ready = pacer.ready()
    controller.abort()
    await expect(ready).rejects.toThrow(Cancelled)
  })

  test.each([
    [
      'unknown when the last attempt had no answer',
      new NoAnswerError('host', new Error('reset'), 1),
      { wasSent: true }
    ],
    ['the last answer when there was one', answered(500), { status: 500 }]
  ])('a wait for another attempt ends, and its outcome is %s', async (_what, fault, expected) => {
    const controller = new AbortController()
    const { retry } = make({ signal: controller.signal })
    const run = retry.run(async () => {
      setImmediate(() => {
        controller.abort()
      })
      return Promise.reject(fault)
    })
    await expect(run).rejects.toMatchObject(expected)
  })
})

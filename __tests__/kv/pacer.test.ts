import { describe, expect, test } from '@jest/globals'
import { Cancelled } from '../../src/kv/api-failure.ts'
import { answered, failing, makeRetry } from './retries.ts'

describe('the next request of anybody waits', () => {
  test.each([
    ['for Retry-After, after a 429', answered(429, [], 60_000), 60_000],
    ['for the first delay, after a 429 that names no time', answered(429), 500],
    ['after a throttle under another status', answered(400, [971]), 500]
  ])('%s', async (_what, fault, expected) => {
    const { retry, pacer, clock } = makeRetry({ maxRetries: 0 })
    await expect(retry.run(failing(fault))).rejects.toBe(fault)
    await pacer.ready()
    expect(clock.now()).toBe(expected)
  })

  test.each([
    ['a fault of one request', answered(500, [], 60_000)],
    ['the daily limit, which a wait does not mend', answered(429, [10048], 60_000)]
  ])('not after %s', async (_what, fault) => {
    const { retry, pacer, clock } = makeRetry({ maxRetries: 0 })
    await expect(retry.run(failing(fault))).rejects.toBe(fault)
    await pacer.ready()
    expect(clock.now()).toBe(0)
  })

  test('for the reset, once no more requests remain than may be in flight', async () => {
    const { pacer, clock, lines } = makeRetry({ reserve: 4 })
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
    const { pacer, clock, lines } = makeRetry()
    pacer.observe('"default";r=1;t=86400')
    await pacer.ready()
    expect(clock.now()).toBe(300_000)
    expect(lines[0]).toContain('since 1 request remains')
  })
})

test('a wait for the pace ends when the run is cancelled', async () => {
  const controller = new AbortController()
  const { pacer } = makeRetry({ signal: controller.signal })
  pacer.pause(1000)
  const ready = pacer.ready()
  controller.abort()
  await expect(ready).rejects.toThrow(Cancelled)
})

test('a request does not wait when nobody asks for it, nor once the time has come', async () => {
  const { pacer, clock } = makeRetry()
  await pacer.ready()
  pacer.pause(0)
  await pacer.ready()
  expect(clock.sleeps).toEqual([])
  pacer.pause(60_000)
  await pacer.ready()
  await pacer.ready()
  expect(clock.sleeps).toEqual([60_000])
})

test('a wait is not made shorter by another', async () => {
  const { pacer, clock } = makeRetry()
  pacer.pause(60_000)
  pacer.pause(1000)
  await pacer.ready()
  expect(clock.now()).toBe(60_000)
})

test('a wait that is made longer meanwhile goes on', async () => {
  const { pacer, clock } = makeRetry()
  pacer.pause(1000)
  const ready = pacer.ready()
  pacer.pause(5000)
  await ready
  expect(clock.now()).toBe(5000)
})

test('a wait for the reset is said once, and again when it becomes longer by more than a second', async () => {
  const { pacer, lines } = makeRetry()
  const told = []
  for (const seconds of [30, 31, 33, 20]) {
    pacer.observe(`"default";r=0;t=${seconds}`)
    told.push(pacer.ready(), pacer.ready())
  }
  await Promise.all(told)
  expect(lines.map((line) => line.slice(0, 14))).toEqual(['Waiting 30.0 s', 'Waiting 33.0 s'])
  expect(lines[0]).toContain('since 0 requests remain (Ratelimit)')
})

test('a reset that nobody had to wait for is not said to be what a later request waits for', async () => {
  const { pacer, clock, lines } = makeRetry()
  pacer.observe('"default";r=0;t=30')
  await clock.sleep(30_000, new AbortController().signal)
  await pacer.ready()
  pacer.pause(5000)
  await pacer.ready()
  expect([clock.now(), lines]).toEqual([35_000, []])
})

test('a wait for the reset is not said when no request follows', () => {
  const { pacer, lines } = makeRetry()
  pacer.observe('"default";r=0;t=30')
  expect(lines).toEqual([])
})

test('an answer without a quota asks for nothing', async () => {
  const { pacer, clock, lines } = makeRetry()
  pacer.observe('')
  await pacer.ready()
  expect([clock.now(), lines]).toEqual([0, []])
})

test('no request begins once the run is cancelled, and it is told that none was sent', async () => {
  const { pacer, clock } = makeRetry({ signal: AbortSignal.abort() })
  pacer.pause(1000)
  await expect(pacer.ready()).rejects.toMatchObject({
    name: 'Cancelled',
    message: 'cancelled before it was sent',
    wasSent: false
  })
  expect(clock.sleeps).toEqual([])
})

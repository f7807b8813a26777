import { describe, expect, test } from '@jest/globals'
import { Cancelled } from '../../src/kv/api-failure.ts'
import { answered, failing, makeRetry } from './retries.ts'

describe('the next request waits', () => {
  test.each([
    ['for Retry-After, after a 429', answered(429, [], 60_000), 60_000],
    ['for the first delay, after a 429 without Retry-After', answered(429), 500],
    ['after a rate limit error with another status', answered(400, [971]), 500]
  ])('%s', async (_what, fault, expected) => {
    const { retry, pacer, clock } = makeRetry({ maxRetries: 0 })
    await expect(retry.run(failing(fault))).rejects.toBe(fault)
    await pacer.ready()
    expect(clock.now()).toBe(expected)
  })

  test('for the reset when only as many requests remain as may be in flight', async () => {
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

  test('at most five minutes', async () => {
    const { pacer, clock, lines } = makeRetry()
    pacer.observe('"default";r=1;t=86400')
    await pacer.ready()
    expect(clock.now()).toBe(300_000)
    expect(lines[0]).toContain('since 1 request remains')
  })
})

test('a wait for the rate limit ends when the run is cancelled', async () => {
  const controller = new AbortController()
  const { pacer } = makeRetry({ signal: controller.signal })
  pacer.pause(1000)
  const ready = pacer.ready()
  controller.abort()
  await expect(ready).rejects.toThrow(Cancelled)
})

test('a wait continues when the pause is extended', async () => {
  const { pacer, clock } = makeRetry()
  pacer.pause(1000)
  const ready = pacer.ready()
  pacer.pause(5000)
  await ready
  expect(clock.now()).toBe(5000)
})

test('a wait for the reset is logged once, and again when it becomes longer by more than a second', async () => {
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

test('no request starts after the run is cancelled, and the error says that nothing was sent', async () => {
  const { pacer, clock } = makeRetry({ signal: AbortSignal.abort() })
  pacer.pause(1000)
  await expect(pacer.ready()).rejects.toMatchObject({
    name: 'Cancelled',
    message: 'cancelled before it was sent',
    wasSent: false
  })
  expect(clock.sleeps).toEqual([])
})

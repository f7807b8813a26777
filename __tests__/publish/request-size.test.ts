import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Entry } from '../../src/entries/entry.ts'
import { RequestSize } from '../../src/publish/request-size.ts'
import { type Answer, type ReceivedRequest, SUCCESS } from '../support/fake-api.ts'
import { pairsOf } from '../support/faults.ts'
import { times } from '../support/fuzz.ts'
import { makeClock } from '../support/transport.ts'
import { entry, outcomesOf, useFakeWrites } from './fake-writes.ts'

const writes = useFakeWrites()

function batchesOf(count: number, size: number, text?: string): Entry[][] {
  return Array.from({ length: count }, (_, batch) =>
    Array.from({ length: size }, (_, index) => entry(`${batch}/${index}`, text))
  )
}

/** The number of pairs of each request. */
function sizes(): number[] {
  return writes().requests.map((request) => pairsOf(request).size)
}

function takingAtMost(most: number, answer: Answer = { status: 413 }) {
  return (request: ReceivedRequest): Answer => (pairsOf(request).size > most ? answer : { body: SUCCESS })
}

describe('requests become smaller when they are too large', () => {
  test.each([[413], [524]])(
    'after %d: few requests for 8,000 keys exceed the 250 pairs that the API takes',
    async (status) => {
      writes().answer = takingAtMost(250, { status })
      const result = await writes().write(batchesOf(8, 1000), { maxBodyBytes: 100_000, concurrency: 1 })
      expect(result.outcomes.every(({ status }) => status === 'written')).toBe(true)
      // Two halvings, then a doubled size is tried after 8 and 16 more requests.
      expect(sizes().filter((size) => size > 250)).toEqual([1000, 500, 500, 500])
      expect(sizes().filter((size) => size <= 250).length).toBeLessThanOrEqual(34)
    }
  )

  test('but not when a single pair is too large, which is found by halving', async () => {
    const lines: string[] = []
    writes().answer = (request) => (pairsOf(request).has('0/3') ? { status: 413 } : { body: SUCCESS })
    const result = await writes().write(batchesOf(2, 8), { concurrency: 1, lines })
    expect(sizes()).toEqual([8, 4, 2, 2, 1, 1, 4, 8])
    expect(outcomesOf(result).filter((outcome) => !outcome.endsWith('written'))).toEqual([
      expect.stringMatching(/^0\/3 failed HTTP 413/)
    ])
    expect(lines).toEqual([
      expect.stringMatching(/^Request for 8 keys \(first "0\/0"\) failed: HTTP 413 .*; looking for the cause$/)
    ])
  })

  test('never below ten pairs, except to find the one that is too large', async () => {
    writes().answer = takingAtMost(4)
    await writes().write(batchesOf(1, 25), { concurrency: 1 })
    expect(sizes()).toEqual([25, 13, ...[10, 5, 3, 2, 5, 3, 2], 3, ...[10, 5, 3, 2, 5, 3, 2], 2])
  })

  test('and a small request that gets no response in time is retried before it is searched', async () => {
    writes().answer = takingAtMost(1, { status: 524 })
    const result = await writes().write(batchesOf(1, 4), { concurrency: 1, maxRetries: 2 })
    expect(sizes()).toEqual([4, 4, 4, 2, 1, 1, 2, 1, 1])
    expect(result.outcomes.every(({ status }) => status === 'written')).toBe(true)
  })
})

// Requests take no time here, so that each run sends as many in the bad minute as waiting for retries allows.
test('a minute in which three of five requests meet 524 does not end in a request for every key', async () => {
  await fc.assert(
    fc.asyncProperty(fc.infiniteStream(fc.nat(4)), fc.constantFrom(1, 4, 8), async (luck, concurrency) => {
      const clock = makeClock()
      const end = clock.now() + 60_000
      const first = writes().requests.length
      writes().answer = () =>
        clock.now() < end && (luck.next().value ?? 0) < 3 ? { status: 524, body: '<html>' } : { body: SUCCESS }
      const settings = { concurrency, clock, maxRetries: 5, maxBodyBytes: 100_000 }
      const { outcomes, ended } = await writes().write(batchesOf(12, 834), settings)
      expect(ended).toBeUndefined()
      // A key fails when it meets 524 alone, with all of its retries.
      expect(outcomes.filter(({ status }) => status !== 'written').length).toBeLessThan(20)
      expect(writes().requests.length - first).toBeLessThan(400)
    }),
    times(10)
  )
}, 60_000)

describe('the size of a request', () => {
  const [small = [], large = []] = [batchesOf(1, 1000, 'x'), batchesOf(1, 20, 'x'.repeat(300_000))].map(
    ([batch]) => batch
  )

  /** Sends requests that work until the size of one is not `size`. Returns how many. */
  function work(size: RequestSize, pairs: number): number {
    for (let count = 0; ; count++) {
      const part = size.take(small)
      if (part.items.length !== pairs) {
        size.undecided(part)
        return count
      }
      size.worked(part)
    }
  }

  test('is halved once for the requests that were sent together', () => {
    const size = new RequestSize()
    const parts = [1, 2, 3].map(() => size.take(small))
    expect(parts.map((part) => size.failed(part, part.items))).toEqual([true, false, false])
    expect(size.take(small).items).toHaveLength(500)
  })

  test('is at least ten pairs or 1 MiB, whichever is less', () => {
    const size = new RequestSize()
    for (let count = 0; count < 10; count++) {
      const part = size.take(small)
      size.failed(part, part.items)
    }
    expect(size.take(small).items).toHaveLength(10)
    expect(size.take(large).items).toHaveLength(2)
    expect([10, 11].map((count) => size.isSmallest(small.slice(0, count)))).toEqual([true, false])
    expect([1, 2, 3].map((count) => size.isSmallest(large.slice(0, count)))).toEqual([true, true, false])
    expect(size.isSmallest([entry('a', 'x'.repeat(2_000_000))])).toBe(true)
  })

  test('doubles after eight requests that worked', () => {
    const size = new RequestSize()
    for (const pairs of [1000, 500, 250]) size.failed(size.take(small), small.slice(0, pairs))
    expect(work(size, 125)).toBe(8)
    const attempt = size.take(small)
    expect([attempt.items.length, size.take(small).items.length]).toEqual([250, 125])
    size.worked(attempt)
    expect(work(size, 250)).toBe(8)
  })

  test('is tried again after twice as many if the doubled one fails, at most 64', () => {
    const size = new RequestSize()
    for (const pairs of [1000, 500]) size.failed(size.take(small), small.slice(0, pairs))
    const rows = [1, 2, 3, 4, 5].map(() => {
      const row = work(size, 250)
      const attempt = size.take(small)
      expect([attempt.items.length, size.failed(attempt, attempt.items)]).toEqual([500, false])
      return row
    })
    expect(rows).toEqual([8, 16, 32, 64, 64])
    expect(work(size, 250)).toBe(64)
    size.worked(size.take(small))
    expect(work(size, 500)).toBe(8)
  })
})

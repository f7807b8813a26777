import { describe, expect, test } from '@jest/globals'
import type { Entry } from '../../src/entries/entry.ts'
import { RequestSize, Trial } from '../../src/publish/request-size.ts'
import { type Answer, type ReceivedRequest, SUCCESS } from '../support/fake-api.ts'
import { pairsOf } from '../support/faults.ts'
import { entry, useFakeWrites } from './fake-writes.ts'

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

function takingAtMost(most: number, answer: Answer | Promise<Answer> = { status: 413 }) {
  return (request: ReceivedRequest): Answer | Promise<Answer> =>
    pairsOf(request).size > most ? answer : { body: SUCCESS }
}

describe('batches start at the size that worked', () => {
  test.each<[string, Answer | Promise<Answer>]>([
    ['a 413', { status: 413 }],
    ['a 524', { status: 524 }],
    ['no response in time', new Promise(() => undefined)]
  ])('after %s: few requests for 20,000 keys exceed the 250 pairs that the API accepts', async (_what, answer) => {
    writes().answer = takingAtMost(250, answer)
    const result = await writes().write(batchesOf(20, 1000), { maxBodyBytes: 100_000, timeout: 0.3 })
    expect(result.outcomes.every(({ status }) => status === 'written')).toBe(true)
    expect(sizes().filter((size) => size > 250).length).toBeLessThanOrEqual(12)
    expect(sizes().filter((size) => size <= 250)).toHaveLength(80)
  })

  test('including the other half of the batch', async () => {
    writes().answer = takingAtMost(2)
    await writes().write(batchesOf(2, 8), { concurrency: 1 })
    expect(sizes()).toEqual([8, 4, 2, 2, 2, 2, 2, 2, 2, 2])
  })

  test('and each run finds its size again', async () => {
    let most = 4
    writes().answer = (request) => takingAtMost(most)(request)
    const clock = { now: () => 0, random: () => 0, sleep: () => Promise.resolve() }
    await writes().write(batchesOf(1, 8), { concurrency: 1, clock })
    most = 2
    await writes().write(batchesOf(2, 8), { concurrency: 1, clock })
    expect(sizes()).toEqual([8, 4, 4, 8, 4, 2, 2, 2, 2, 2, 2, 2, 2])
  })

  test('but not when a single pair is too large', async () => {
    writes().answer = (request) => (pairsOf(request).has('0/0') ? { status: 413 } : { body: SUCCESS })
    const result = await writes().write(batchesOf(2, 8), { concurrency: 1 })
    expect(sizes()).toEqual([8, 4, 2, 1, 1, 2, 4, 8])
    expect(result.outcomes.filter(({ status }) => status === 'failed')).toHaveLength(1)
  })

  test('also for deletions', async () => {
    writes().answer = ({ body }) => ((JSON.parse(body) as unknown[]).length > 2 ? { status: 413 } : { body: SUCCESS })
    const batches = batchesOf(2, 8).map((batch) => batch.map(({ key }) => ({ key, source: 'prune' })))
    await writes().delete(batches, { concurrency: 1 })
    expect(writes().requests.map(({ body }) => (JSON.parse(body) as unknown[]).length)).toEqual([
      ...[8, 4],
      ...Array<number>(8).fill(2)
    ])
  })
})

describe('the size of a request', () => {
  function learned(items: readonly Entry[], isAboutItem = false): RequestSize {
    const trial = new Trial()
    trial.accept(items)
    trial.isAboutItem = isAboutItem
    const size = new RequestSize()
    size.learn(trial)
    return size
  }

  const [large = [], small = []] = [batchesOf(1, 10, 'x'.repeat(10_000)), batchesOf(1, 1000, 'x')].map(
    ([batch]) => batch
  )

  test('is not limited until a request was too large', () => {
    expect(new RequestSize().first(small)).toBe(small)
  })

  test('is the number of pairs that worked', () => {
    expect(learned(small.slice(0, 250)).first(small)).toHaveLength(250)
    expect(learned(small.slice(0, 250)).first(small.slice(0, 249))).toHaveLength(249)
  })

  test('allows more pairs if they have far fewer bytes', () => {
    const size = learned(large.slice(0, 2))
    expect(size.first(large)).toHaveLength(2)
    expect(size.first(small).length).toBeGreaterThan(50)
  })

  test('is not learned if no part worked or if a single item was too large', () => {
    expect(learned([]).first(small)).toBe(small)
    expect(learned(small.slice(0, 2), true).first(small)).toBe(small)
  })

  test('is the size of the largest part', () => {
    const [whole, part] = [new Trial(), new Trial()]
    whole.accept(small.slice(0, 3))
    part.accept(small.slice(0, 5))
    part.accept(small.slice(0, 4))
    whole.join(part)
    expect([whole.largest.items, whole.isAboutItem]).toEqual([5, false])
    part.isAboutItem = true
    whole.join(part)
    whole.join(new Trial())
    expect(whole.isAboutItem).toBe(true)
  })
})

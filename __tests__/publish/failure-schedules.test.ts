import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Entry } from '../../src/entries/entry.ts'
import type { Outcome } from '../../src/publish/outcome.ts'
import { Namespace } from '../../src/kv/namespace.ts'
import { writeEntries } from '../../src/publish/workers.ts'
import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { pairsOf } from '../support/faults.ts'
import { makeTransport } from '../support/transport.ts'
import { times } from '../support/fuzz.ts'

/** What the service does with a request: stores it or not, or in part, and what comes back. */
const FAULTS: Readonly<Record<string, { isStored?: boolean; answer: Answer }>> = {
  reset: { answer: { broken: 'before' } },
  'stored, then reset': { isStored: true, answer: { body: SUCCESS, broken: 'within' } },
  'stored, then half an answer': { isStored: true, answer: { body: SUCCESS, broken: 'half' } },
  'stored, then HTML': { isStored: true, answer: { body: '<html>' } },
  '500': { answer: { status: 500 } },
  '524': { answer: { status: 524 } },
  '413': { answer: { status: 413 } },
  '429': { answer: { status: 429, headers: { 'retry-after': '30' } } },
  'rate limit': { isStored: true, answer: { body: SUCCESS, headers: { ratelimit: '"default";r=0;t=60' } } },
  '400': { answer: { status: 400, body: { ...SUCCESS, success: false } } },
  '401': { answer: { status: 401 } }
}

const faultName = fc.constantFrom(...Object.keys(FAULTS), 'unsuccessful', 'cancel', 'fine')
const plan = fc.uniqueArray(fc.tuple(fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }), fc.uint8Array()), {
  selector: ([key]) => key,
  minLength: 1,
  maxLength: 25
})

/** A service that meets each request with the next fault of a schedule, and is well when that has ended. */
class Service {
  readonly account: string
  readonly stored = new Map<string, string>()
  readonly #schedule: IterableIterator<string>
  readonly #cancel: () => void

  constructor(account: string, schedule: readonly string[], cancel: () => void) {
    this.account = account
    this.#schedule = schedule.values()
    this.#cancel = cancel
  }

  answer(request: ReceivedRequest): Answer | Promise<Answer> {
    const { url = '' } = request
    // What a cancelled run had in flight may arrive after its end.
    if (!url.includes(`/${this.account}/`)) return { status: 500 }
    const next = this.#schedule.next()
    const name = next.done ? 'fine' : next.value
    const pairs = [...pairsOf(request)]
    if (name === 'cancel') {
      this.#cancel()
      return new Promise(() => undefined)
    }
    if (name === 'unsuccessful' && url.endsWith('/bulk')) {
      this.#store(pairs.filter((_, index) => index % 2 === 0))
      const unsuccessful = pairs.filter((_, index) => index % 2 === 1).map(([key]) => key)
      return { body: { ...SUCCESS, result: { unsuccessful_keys: unsuccessful } } }
    }
    const fault = FAULTS[name]
    if (!fault || fault.isStored) this.#store(pairs)
    return fault?.answer ?? { body: SUCCESS }
  }

  #store(pairs: readonly [string, string][]): void {
    for (const [key, value] of pairs) this.stored.set(key, value)
  }
}

/** Checks one outcome against what the service holds. */
function isTrue({ entry: { key, value }, status, error = '' }: Outcome, stored: ReadonlyMap<string, string>): boolean {
  const isStored =
    value !== undefined && 'bytes' in value && stored.get(key) === Buffer.from(value.bytes).toString('latin1')
  if (status === 'written') return isStored
  if (status === 'failed') return !isStored || error.includes('whether it was written is not known')
  return status === 'unknown' || !isStored
}

let service: Service
let runs = 0
let api: FakeApi

beforeAll(async () => {
  api = await startFakeApi((request) => service.answer(request))
})

afterAll(() => api.close())

test('whatever goes wrong, every key is told once, as what the service holds of it', async () => {
  const settings = fc.record({
    maxRetries: fc.nat({ max: 3 }),
    concurrency: fc.integer({ min: 1, max: 4 }),
    batchSize: fc.integer({ min: 1, max: 8 })
  })
  await fc.assert(
    fc.asyncProperty(plan, fc.array(faultName, { maxLength: 25 }), settings, async (pairs, schedule, settings) => {
      const controller = new AbortController()
      service = new Service(`account-${++runs}`, schedule, () => {
        controller.abort('SIGTERM')
      })
      const entries = pairs.map(([key, bytes]): Entry => ({
        key,
        source: 'value',
        value: { bytes, size: bytes.length }
      }))
      const { batchSize } = settings
      const batches = entries.flatMap((_, at) => (at % batchSize === 0 ? [entries.slice(at, at + batchSize)] : []))
      const transport = makeTransport(api.baseUrl, settings, { signal: controller.signal })
      const namespace = new Namespace(transport, service.account, '0f2ac74b498b48028cb68387c421e279')
      const options = { ...settings, maxBodyBytes: 2000, onOutcome: () => undefined, log: () => undefined }
      const { outcomes, response } = await writeEntries({ entries, batches }, namespace, options)
      await transport.close()

      expect(outcomes.map(({ entry }) => entry)).toEqual(entries)
      expect(outcomes.filter((outcome) => !isTrue(outcome, service.stored))).toEqual([])
      expect([...service.stored.keys()].filter((key) => !entries.some((entry) => entry.key === key))).toEqual([])
      if (entries.length > 1) {
        const written = outcomes.filter(({ status }) => status === 'written').length
        expect(response.result).toMatchObject({ successful_key_count: written })
      }
    }),
    times(500)
  )
}, 120_000)

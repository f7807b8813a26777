import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Entry } from '../../src/entries/entry.ts'
import type { Outcome } from '../../src/publish/outcome.ts'
import { ExtraRequests } from '../../src/publish/extra-requests.ts'
import { Namespace } from '../../src/kv/namespace.ts'
import { writeEntries } from '../../src/publish/workers.ts'
import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { pairsOf } from '../support/faults.ts'
import { makeClock, makeTransport } from '../support/transport.ts'
import { times } from '../support/fuzz.ts'

function refusal(code: number, result: unknown = null): object {
  return { success: false, errors: [{ code, message: 'no' }], messages: [], result }
}

/** Whether the service stores the pairs of a request, and what it answers. */
const FAULTS: Readonly<Record<string, { isStored?: boolean; answer: Answer }>> = {
  reset: { answer: { broken: 'before' } },
  'stored, then reset': { isStored: true, answer: { body: SUCCESS, broken: 'within' } },
  'stored, then half a response': { isStored: true, answer: { body: SUCCESS, broken: 'half' } },
  'stored, then HTML': { isStored: true, answer: { body: '<html>' } },
  'stored, then unexpected keys': {
    isStored: true,
    answer: { body: { ...SUCCESS, result: { unsuccessful_keys: ['not a key of the request'] } } }
  },
  '500': { answer: { status: 500 } },
  '500 with 10000': { answer: { status: 500, body: refusal(10000) } },
  '524': { answer: { status: 524 } },
  '413': { answer: { status: 413 } },
  '429': { answer: { status: 429, headers: { 'retry-after': '30' } } },
  'rate limit': { isStored: true, answer: { body: SUCCESS, headers: { ratelimit: '"default";r=0;t=60' } } },
  '400': { answer: { status: 400, body: { ...SUCCESS, success: false } } },
  '400 of the whole request': { answer: { status: 400, body: refusal(10025) } },
  '401': { answer: { status: 401 } },
  '404': { answer: { status: 404, body: refusal(10013) } }
}

const PARTIAL = ['unsuccessful', 'partial 400', 'partial 500', 'partial that does not add up', 'unnamed']
const faultName = fc.constantFrom(...Object.keys(FAULTS), ...PARTIAL, 'cancel', 'fine', 'fine', 'fine')
const key = fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' })
// Seconds ahead: some expire while the run waits.
const secondsAhead = fc.option(fc.integer({ min: 60, max: 200 }), { nil: undefined, freq: 3 })
const plan = fc.uniqueArray(fc.tuple(key, fc.uint8Array(), secondsAhead), {
  selector: ([key]) => key,
  minLength: 1,
  maxLength: 25
})

/** A service that answers each request with the next fault of a schedule, and always refuses some keys. */
class Service {
  readonly account: string
  readonly stored = new Map<string, string>()
  readonly #schedule: IterableIterator<string>
  readonly #refused: ReadonlySet<string>
  readonly #cancel: () => void

  constructor(account: string, schedule: readonly string[], refused: ReadonlySet<string>, cancel: () => void) {
    this.account = account
    this.#refused = refused
    this.#schedule = schedule.values()
    this.#cancel = cancel
  }

  answer(request: ReceivedRequest): Answer | Promise<Answer> {
    const { url = '' } = request
    // Requests of a cancelled run may arrive after its end.
    if (!url.includes(`/${this.account}/`)) return { status: 500 }
    const next = this.#schedule.next()
    const name = next.done ? 'fine' : next.value
    const pairs = [...pairsOf(request)]
    if (name === 'cancel') {
      this.#cancel()
      return new Promise(() => undefined)
    }
    if (pairs.some(([key]) => this.#refused.has(key))) return { status: 400, body: refusal(10042) }
    if (PARTIAL.includes(name) && url.endsWith('/bulk')) return this.#answerPartly(name, pairs)
    const fault = FAULTS[name]
    if (!fault || fault.isStored) this.#store(pairs)
    return fault?.answer ?? { body: SUCCESS }
  }

  /** Stores every other pair, and answers as the fault `name` says. */
  #answerPartly(name: string, pairs: readonly [string, string][]): Answer {
    const stored = pairs.filter((_, index) => index % 2 === 0)
    this.#store(stored)
    const keys = pairs.filter((_, index) => index % 2 === 1).map(([key]) => key)
    const result = { successful_key_count: stored.length, unsuccessful_keys: keys }
    if (name === 'unsuccessful') return { body: { ...SUCCESS, result } }
    if (name === 'unnamed') return { body: { ...SUCCESS, result: { ...result, unsuccessful_keys: [] } } }
    if (name === 'partial 400') return { status: 400, body: refusal(10042, result) }
    if (name === 'partial 500') return { status: 500, body: refusal(10001, result) }
    return { status: 400, body: refusal(10042, { ...result, unsuccessful_keys: keys.slice(1) }) }
  }

  #store(pairs: readonly [string, string][]): void {
    for (const [key, value] of pairs) this.stored.set(key, value)
  }
}

const UNKNOWN = 'it is unknown whether it was written'

/** Checks one outcome against what the service holds. */
function isTrue({ entry: { key, value }, status, error = '' }: Outcome, stored: ReadonlyMap<string, string>): boolean {
  const isStored =
    value !== undefined && 'bytes' in value && stored.get(key) === Buffer.from(value.bytes).toString('latin1')
  if (status === 'written') return isStored
  if (status === 'failed') return !isStored || error.includes(UNKNOWN)
  return status === 'unknown' || !isStored
}

let service: Service
let runs = 0
let api: FakeApi

beforeAll(async () => {
  api = await startFakeApi((request) => service.answer(request))
})

afterAll(() => api.close())

test('after any faults, every key is reported once, and the report matches what the service stored', async () => {
  const settings = fc.record({
    maxRetries: fc.nat({ max: 3 }),
    concurrency: fc.integer({ min: 1, max: 4 }),
    batchSize: fc.integer({ min: 1, max: 8 }),
    // One key of this many is refused.
    refusedEvery: fc.constantFrom(2, 5, 1000)
  })
  await fc.assert(
    fc.asyncProperty(plan, fc.array(faultName, { maxLength: 25 }), settings, async (pairs, schedule, settings) => {
      const controller = new AbortController()
      const clock = makeClock()
      const entries = pairs.map(([key, bytes, seconds]): Entry => ({
        key,
        source: 'value',
        value: { bytes, size: bytes.length },
        ...(seconds !== undefined && { expiry: { expiration: clock.now() / 1000 + seconds } })
      }))
      const refused = new Set(
        entries.filter((_, index) => (index + 1) % settings.refusedEvery === 0).map(({ key }) => key)
      )
      service = new Service(`account-${++runs}`, schedule, refused, () => {
        controller.abort('SIGTERM')
      })
      const { batchSize } = settings
      const batches = entries.flatMap((_, at) => (at % batchSize === 0 ? [entries.slice(at, at + batchSize)] : []))
      const transport = makeTransport(api.baseUrl, settings, { signal: controller.signal, clock })
      const namespace = new Namespace(transport, service.account, '0f2ac74b498b48028cb68387c421e279')
      const options = {
        ...settings,
        maxBodyBytes: 2000,
        onOutcome: () => undefined,
        log: () => undefined,
        clock,
        extraRequests: new ExtraRequests()
      }
      const { outcomes, response } = await writeEntries({ entries, batches }, namespace, options)
      await transport.close()

      expect(outcomes.map(({ entry }) => entry)).toEqual(entries)
      expect(outcomes.filter((outcome) => !isTrue(outcome, service.stored))).toEqual([])
      expect([...service.stored.keys()].filter((key) => !entries.some((entry) => entry.key === key))).toEqual([])
      // Without other faults, only the refused keys fail.
      if (schedule.length === 0) {
        const failed = outcomes.filter(({ status }) => status !== 'written').map(({ entry: { key } }) => key)
        expect(failed).toEqual([...refused])
      }
      if (entries.length > 1) {
        const written = outcomes.filter(({ status }) => status === 'written').length
        expect(response.result).toMatchObject({ successful_key_count: written })
      }
    }),
    times(250)
  )
}, 120_000)

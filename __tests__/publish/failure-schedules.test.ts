import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Dispatcher } from 'undici'
import type { Deletion, Entry } from '../../src/entries/entry.ts'
import { Namespace } from '../../src/kv/namespace.ts'
import { deleting, type Operation, writing } from '../../src/publish/operation.ts'
import type { Outcome, PublishResult } from '../../src/publish/outcome.ts'
import { Outcomes } from '../../src/publish/outcomes.ts'
import { runWorkers } from '../../src/publish/worker.ts'
import { times } from '../support/fuzz.ts'
import { makeClock, makeTransport } from '../support/transport.ts'

/** What happens to one request. */
interface Fault {
  /** Which items the service stores, or deletes, before it answers. */
  readonly applied: 'none' | 'half' | 'all'
  readonly status: number
  readonly body: 'nothing' | 'html' | 'errors' | 'pointer' | 'partial' | 'count' | 'other keys'
  readonly broken?: 'reset' | 'time-out' | 'cut' | 'never' | undefined
  readonly retryAfter?: number | undefined
  /** Whether the run is cancelled as the request arrives. */
  readonly cancels: boolean
  /** Turns of the event loop until the answer. */
  readonly turns: number
}

const FINE: Fault = { applied: 'all', status: 200, body: 'errors', cancels: false, turns: 1 }

const fault: fc.Arbitrary<Fault> = fc.record({
  applied: fc.constantFrom('none', 'half', 'all'),
  status: fc.constantFrom(200, 400, 408, 413, 429, 499, 500, 503, 524, 404, 403),
  body: fc.constantFrom('nothing', 'html', 'errors', 'pointer', 'partial', 'count', 'other keys'),
  broken: fc.option(fc.constantFrom('reset', 'time-out', 'cut'), { nil: undefined, freq: 3 }),
  retryAfter: fc.option(fc.constantFrom(1, 30), { nil: undefined, freq: 3 }),
  cancels: fc.constantFrom(...Array<boolean>(30).fill(false), true),
  turns: fc.integer({ min: 1, max: 4 })
})

/** What an answer says about a key. */
type Verdict = 'done' | 'not done' | 'doubtful'

interface Item {
  readonly key: string
  readonly text: string
}

interface ServiceOptions {
  readonly refused: ReadonlySet<string>
  /** Whether it percent-decodes keys in URLs. */
  readonly isEncoded: boolean
  readonly cancel: () => void
}

/** A KV service without a network, in which each request meets the next fault of a schedule. */
class Service {
  readonly stored = new Map<string, string>()
  /** What the answers said about each key, in their order. */
  readonly verdicts = new Map<string, Verdict[]>()
  isCancelled = false
  /** Keys of requests that the service applied and answered with an error that says that it did nothing. */
  readonly betrayed = new Set<string>()
  readonly #schedule: Iterator<Fault>
  readonly #options: ServiceOptions

  constructor(schedule: readonly Fault[], options: ServiceOptions) {
    this.#schedule = schedule.values()
    this.#options = options
  }

  async request({ path, body }: Dispatcher.RequestOptions): Promise<unknown> {
    const bytes = body instanceof Readable ? await buffer(body) : Buffer.from(body as Uint8Array)
    const isDelete = path.endsWith('/bulk/delete')
    const items = this.#itemsOf(path, bytes)
    const met = this.#schedule.next().value as Fault | undefined
    const fault = normalized(met ?? FINE, isDelete || path.endsWith('/bulk') ? items.length : 1)
    for (let turn = 0; turn < fault.turns; turn++) await new Promise(setImmediate)
    const { refused, cancel } = this.#options
    const first = items.findIndex(({ key }) => refused.has(key))
    if (first >= 0) {
      return this.#reply(items, 'not done', 400, errors(10042, fault.body === 'pointer' ? first : undefined))
    }
    const applied = items.filter((_, index) => fault.applied === 'all' || (fault.applied === 'half' && index % 2 === 0))
    for (const { key, text } of applied) {
      if (isDelete) this.stored.delete(key)
      else this.stored.set(key, text)
    }
    if (fault.cancels) {
      this.#record(items, 'doubtful')
      cancel()
      return new Promise(() => undefined)
    }
    const [only] = items
    const isGone = isDelete && items.length === 1 && only && !this.stored.has(only.key)
    if (isGone && fault.status === 404 && !fault.broken) return this.#reply(items, 'done', 404, errors(10009))
    return fault.broken ? this.#break(fault.broken, items) : this.#answer(fault, items, applied)
  }

  destroy(): Promise<void> {
    return Promise.resolve()
  }

  #itemsOf(path: string, bytes: Buffer): Item[] {
    if (path.endsWith('/bulk/delete'))
      return (JSON.parse(bytes.toString()) as string[]).map((key) => ({ key, text: '' }))
    if (path.endsWith('/bulk')) {
      const pairs = JSON.parse(bytes.toString()) as { key: string; value: string; base64?: true }[]
      return pairs.map(({ key, value, base64 }) => ({
        key,
        text: Buffer.from(value, base64 ? 'base64' : 'utf8').toString('latin1')
      }))
    }
    const key = /\/values\/([^?]+)/.exec(path)?.[1] ?? ''
    return [{ key: this.#options.isEncoded ? decodeURIComponent(key) : key, text: bytes.toString('latin1') }]
  }

  #answer(fault: Fault, items: readonly Item[], applied: readonly Item[]): unknown {
    const { status, body, retryAfter } = fault
    if (body === 'partial') {
      const others = items.filter((item) => !applied.includes(item))
      this.#record(applied, 'done')
      const result = { successful_key_count: applied.length, unsuccessful_keys: others.map(({ key }) => key) }
      return this.#reply(others, 'not done', status, { ...errors(10001), success: status === 200, result }, retryAfter)
    }
    if (isSuccess(fault)) {
      return this.#reply(items, 'done', 200, { success: true, errors: [], messages: [], result: null })
    }
    const isDoubtful = status === 200 || status >= 500 || status === 408 || status === 499 || body === 'count'
    if (!isDoubtful) for (const { key } of applied) this.betrayed.add(key)
    return this.#reply(items, isDoubtful ? 'doubtful' : 'not done', status, bodyOf(fault, items.length), retryAfter)
  }

  #break(how: Fault['broken'], items: readonly Item[]): unknown {
    this.#record(items, 'doubtful')
    if (how === 'reset') throw new Error('other side closed')
    if (how === 'time-out') throw new DOMException('', 'TimeoutError')
    return { statusCode: 200, headers: {}, body: cutShort() }
  }

  #reply(items: readonly Item[], verdict: Verdict, statusCode: number, body: unknown, retryAfter?: number): unknown {
    this.#record(items, verdict)
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const headers = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
    return { statusCode, headers, body: Readable.from([Buffer.from(text)]) }
  }

  #record(items: readonly Item[], verdict: Verdict): void {
    for (const { key } of items) this.verdicts.set(key, [...(this.verdicts.get(key) ?? []), verdict])
  }
}

async function* cutShort(): AsyncGenerator<Buffer> {
  yield await Promise.resolve(Buffer.from('{"success":tr'))
  throw new Error('terminated')
}

function isSuccess({ status, body, broken }: Fault): boolean {
  return status === 200 && body === 'errors' && !broken
}

/** Returns a fault whose parts agree: a success is true, and only the result of several keys is about each. */
function normalized(fault: Fault, count: number): Fault {
  const isAboutKeys = ['partial', 'count', 'other keys'].includes(fault.body)
  const body = isAboutKeys && count === 1 ? 'errors' : fault.body
  const endsRun = fault.status === 403 || fault.status === 404
  const status = endsRun && body !== 'errors' && body !== 'nothing' ? 500 : fault.status
  const agreed = { ...fault, body, status }
  return isSuccess(agreed) ? { ...agreed, applied: 'all' } : agreed
}

function errors(code: number, index?: number): object {
  const source = index === undefined ? {} : { source: { pointer: `/${index}/key` } }
  return { success: false, errors: [{ code, message: 'no', ...source }], messages: [], result: null }
}

const CODES: Readonly<Record<number, number>> = { 403: 10000, 404: 10013, 429: 10022 }

function bodyOf({ status, body }: Fault, count: number): unknown {
  if (body === 'nothing') return ''
  if (body === 'html' || (status === 200 && body === 'pointer')) return '<html>'
  const base = { ...errors(CODES[status] ?? 10001, body === 'pointer' ? 0 : undefined), success: status === 200 }
  if (body === 'count') return { ...base, result: { successful_key_count: count - 1 } }
  if (body === 'other keys') return { ...base, result: { unsuccessful_keys: ['not a key of the request'] } }
  return base
}

const DONE = ['written', 'deleted']

/** Whether an outcome is what the answers about its key said, and what the service holds. */
function isTrue({ entry: { key, value }, status }: Outcome, service: Service, isCutShort: boolean): boolean {
  const held = service.stored.get(key)
  const isDone = value ? 'bytes' in value && held === Buffer.from(value.bytes).toString('latin1') : held === undefined
  const verdicts = service.verdicts.get(key) ?? []
  if (DONE.includes(status)) return isDone && verdicts.includes('done')
  // When a run is cancelled or ends early, an answer may be on its way.
  if (status === 'unknown') return isCutShort || (verdicts.includes('doubtful') && !verdicts.includes('done'))
  return verdicts.every((verdict) => verdict === 'not done') && (!isDone || service.betrayed.has(key))
}

const pairs = fc.uniqueArray(
  // The plan refuses "." and "..", which KV does not allow.
  fc.tuple(
    fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }).filter((key) => !/^\.\.?$/.test(key)),
    fc.uint8Array({ maxLength: 60 })
  ),
  { selector: ([key]) => key, minLength: 1, maxLength: 40 }
)

const plan = fc.record({
  isDelete: fc.boolean(),
  pairs,
  // Seconds ahead: some expire while the run waits.
  secondsAhead: fc.option(fc.integer({ min: 60, max: 200 }), { nil: undefined, freq: 3 }),
  batchSize: fc.integer({ min: 1, max: 30 }),
  supportsUrlEncoding: fc.boolean(),
  maxRetries: fc.nat({ max: 3 }),
  concurrency: fc.integer({ min: 1, max: 4 }),
  extraRequests: fc.constantFrom(0, 290, 299)
})

const weather = fc.record({
  schedule: fc.array(fault, { maxLength: 40 }),
  // One key of this many is refused.
  refusedEvery: fc.constantFrom(2, 7, 1000),
  // The run is cancelled in this wait.
  cancelledWait: fc.constantFrom(1, 2, 5, ...Array<number>(9).fill(1000))
})

type ValueOf<A> = A extends fc.Arbitrary<infer T> ? T : never

async function publish(
  { pairs, isDelete, secondsAhead, batchSize, supportsUrlEncoding, ...options }: ValueOf<typeof plan>,
  { schedule, refusedEvery, cancelledWait }: ValueOf<typeof weather>
): Promise<{ items: readonly (Entry | Deletion)[]; refused: Set<string>; service: Service; result: PublishResult }> {
  const controller = new AbortController()
  const time = makeClock()
  const refused = new Set(pairs.map(([key]) => key).filter((_, index) => (index + 1) % refusedEvery === 0))
  const cancel = (): void => {
    service.isCancelled = true
    controller.abort('SIGTERM')
  }
  const service = new Service(schedule, { refused, isEncoded: supportsUrlEncoding, cancel })
  let waits = 0
  const clock = {
    ...time,
    sleep: (milliseconds: number, signal: AbortSignal): Promise<void> => {
      if (++waits === cancelledWait) cancel()
      return time.sleep(milliseconds, signal)
    }
  }
  const runtime = { clock, signal: controller.signal, log: () => undefined }
  const dispatcher = service as unknown as Dispatcher
  const transport = makeTransport('http://127.0.0.1:9/client/v4', options, { ...runtime, dispatcher })
  const namespace = new Namespace(transport, 'account', '0f2ac74b498b48028cb68387c421e279', supportsUrlEncoding)
  const step = {
    ...runtime,
    namespace,
    concurrency: options.concurrency,
    extraRequests: { count: options.extraRequests }
  }
  const outcomes = new Outcomes()
  const run = async <T extends Entry | Deletion>(items: readonly T[], operation: Operation<T>): Promise<void> => {
    const batches = items.flatMap((_, at) => (at % batchSize === 0 ? [items.slice(at, at + batchSize)] : []))
    await runWorkers(batches, operation, { ...step, outcomes })
  }
  if (isDelete) {
    const items = pairs.map(([key]): Deletion => ({ key, source: 'prune' }))
    for (const { key } of items) service.stored.set(key, 'held')
    await run(items, deleting(namespace))
    return { items, refused, service, result: outcomes.result(items.map((entry) => ({ entry, status: 'to-delete' }))) }
  }
  const expiry = secondsAhead === undefined ? {} : { expiry: { expiration: clock.now() / 1000 + secondsAhead } }
  const items = pairs.map(([key, bytes]): Entry => {
    return { key, source: 'value', value: { bytes, size: bytes.length }, ...expiry }
  })
  await run(items, writing(namespace, 2000, clock))
  return { items, refused, service, result: outcomes.result(items.map((entry) => ({ entry, status: 'to-write' }))) }
}

test('after any faults, what is reported of each key is what the answers said, and what the service stored', async () => {
  await fc.assert(
    fc.asyncProperty(plan, weather, async (plan, weather) => {
      const { items, refused, service, result } = await publish(plan, weather)
      const { outcomes, response } = result
      expect(outcomes.map(({ entry }) => entry)).toEqual(items)
      expect(
        outcomes.filter((outcome) => !isTrue(outcome, service, service.isCancelled || result.ended !== undefined))
      ).toEqual([])
      expect([...service.stored.keys()].filter((key) => !items.some((item) => item.key === key))).toEqual([])
      const failed = outcomes.filter(({ status }) => !DONE.includes(status))
      // Without other faults, only the refused keys fail.
      if (weather.schedule.length === 0 && plan.extraRequests === 0) {
        expect(failed.map(({ entry: { key }, status }) => [key, status])).toEqual(
          [...refused].map((key) => [key, 'failed'])
        )
      }
      if (items.length > 1) {
        expect(response.result).toMatchObject({ successful_key_count: items.length - failed.length })
      }
    }),
    times(500)
  )
}, 600_000)

import { afterAll, beforeAll, beforeEach } from '@jest/globals'
import type { Deletion, Entry } from '../../src/entries/entry.ts'
import { Namespace } from '../../src/kv/namespace.ts'
import type { Transport, TransportOptions } from '../../src/kv/transport.ts'
import { deleting, writing } from '../../src/publish/operation.ts'
import type { PublishResult } from '../../src/publish/outcome.ts'
import { Outcomes } from '../../src/publish/outcomes.ts'
import { runWorkers, type Step } from '../../src/publish/worker.ts'
import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { makeClock, makeTransport } from '../support/transport.ts'

export interface WriteSettings extends Partial<TransportOptions>, Partial<Step> {
  readonly maxBodyBytes?: number
  readonly lines?: string[]
  readonly supportsUrlEncoding?: boolean
}

/** Writes of one test to a fake API, whose answers the test sets. */
export class FakeWrites {
  answer: (request: ReceivedRequest) => Answer | Promise<Answer> = () => ({ body: SUCCESS })
  signal = new AbortController().signal
  account = 'account'
  readonly #api: FakeApi
  readonly #first: number
  readonly #opened: Transport[] = []

  constructor(api: FakeApi) {
    this.#api = api
    this.#first = api.requests.length
  }

  /** Requests since the test began. */
  get requests(): readonly ReceivedRequest[] {
    return this.#api.requests.slice(this.#first)
  }

  async write(batches: Entry[][], settings: WriteSettings = {}): Promise<PublishResult> {
    const step = this.#connect(settings)
    await runWorkers(batches, writing(step.namespace, settings.maxBodyBytes ?? 1000, step.clock), step)
    return step.outcomes.result(batches.flat().map((entry) => ({ entry, status: 'to-write' })))
  }

  async delete(batches: Deletion[][], settings: WriteSettings = {}): Promise<PublishResult> {
    const step = this.#connect(settings)
    await runWorkers(batches, deleting(step.namespace), step)
    return step.outcomes.result(batches.flat().map((entry) => ({ entry, status: 'to-delete' })))
  }

  #connect(settings: WriteSettings): Step {
    const { concurrency = 4, clock = makeClock(), lines = [], extraRequests = { count: 0 } } = settings
    const log = (line: string): number => lines.push(line)
    const transport = makeTransport(this.#api.baseUrl, settings, { log, signal: this.signal, clock })
    this.#opened.push(transport)
    const id = '0f2ac74b498b48028cb68387c421e279'
    const namespace = new Namespace(transport, this.account, id, settings.supportsUrlEncoding)
    return { namespace, concurrency, clock, log, extraRequests, outcomes: new Outcomes() }
  }

  /** The keys of each request, those of bulk requests in brackets. */
  sent(): string[] {
    return this.requests.map(({ url, body }) => {
      if (!url?.endsWith('/bulk')) return url?.split('/').at(-1) ?? ''
      return `[${(JSON.parse(body) as { key: string }[]).map(({ key }) => key).join(' ')}]`
    })
  }

  async close(): Promise<void> {
    for (const transport of this.#opened) await transport.close()
  }
}

/** Lets each test of the file write to a fake API. The function returns the writes of the current test. */
export function useFakeWrites(): () => FakeWrites {
  const all: FakeWrites[] = []
  const current = (): FakeWrites => {
    const writes = all.at(-1)
    if (!writes) throw new Error('No test has begun')
    return writes
  }
  let api: FakeApi

  beforeAll(async () => {
    api = await startFakeApi((request) => current().answer(request))
  })

  beforeEach(() => {
    all.push(new FakeWrites(api))
  })

  afterAll(async () => {
    for (const writes of all) await writes.close()
    await api.close()
  })

  return current
}

export function entry(key: string, text = key): Entry {
  const bytes = Buffer.from(text)
  return { key, value: { bytes, size: bytes.length }, source: 'value' }
}

/** Each outcome as text: key, status and, if there is one, error. */
export function outcomesOf({ outcomes }: PublishResult): string[] {
  return outcomes.map(({ entry, status, error }) =>
    [entry.key, status, ...(error === undefined ? [] : [error])].join(' ')
  )
}

import { afterAll, beforeAll, beforeEach } from '@jest/globals'
import type { Clock } from '../../src/shared/clock.ts'
import type { Deletion, Entry } from '../../src/entries/entry.ts'
import { ExtraRequests } from '../../src/publish/extra-requests.ts'
import { Namespace } from '../../src/kv/namespace.ts'
import type { Transport, TransportOptions } from '../../src/kv/transport.ts'
import { deleteKeys, writeEntries, type WriteOptions } from '../../src/publish/workers.ts'
import type { Outcome, PublishResult } from '../../src/publish/outcome.ts'
import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { makeClock, makeTransport } from '../support/transport.ts'

export interface WriteSettings extends Partial<TransportOptions> {
  readonly maxBodyBytes?: number
  readonly done?: string[]
  readonly lines?: string[]
  readonly clock?: Clock
  readonly extraRequests?: ExtraRequests
}

/** Writes of one test to a fake API, whose answers the test sets. */
export class FakeWrites {
  answer: (request: ReceivedRequest) => Answer | Promise<Answer> = () => ({ body: SUCCESS })
  signal = new AbortController().signal
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

  write(batches: Entry[][], settings: WriteSettings = {}): Promise<PublishResult> {
    const { namespace, options } = this.#connect(settings)
    return writeEntries({ entries: batches.flat(), batches }, namespace, options)
  }

  delete(batches: Deletion[][], settings: WriteSettings = {}): Promise<PublishResult> {
    const { namespace, options } = this.#connect(settings)
    return deleteKeys({ entries: batches.flat(), batches }, namespace, options)
  }

  #connect(settings: WriteSettings): { namespace: Namespace; options: WriteOptions } {
    const {
      concurrency = 4,
      maxBodyBytes = 1000,
      done = [],
      lines = [],
      clock = makeClock(),
      extraRequests = new ExtraRequests(),
      ...options
    } = settings
    const log = (line: string): number => lines.push(line)
    const transport = makeTransport(this.#api.baseUrl, options, { log, signal: this.signal, clock })
    this.#opened.push(transport)
    const namespace = new Namespace(transport, 'account', '0f2ac74b498b48028cb68387c421e279')
    const onOutcome = ({ entry }: Outcome): number => done.push(entry.key)
    return { namespace, options: { concurrency, maxBodyBytes, onOutcome, log, clock, extraRequests } }
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

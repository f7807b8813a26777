import { setImmediate } from 'node:timers/promises'
import type { Entry } from '../entries/entry.ts'
import type { ApiResponse, Outcome } from '../outcome.ts'
import { type BulkBody, BulkEncoder, unsuccessfulKeys } from './bulk.ts'
import { type Envelope, KvApiError } from './envelope.ts'
import type { Namespace } from './namespace.ts'

/** What to write, and in which requests. */
export interface Writes {
  /** In the order in which they are reported. */
  readonly entries: readonly Entry[]
  /** All of them again: one for itself, more as a bulk request. */
  readonly batches: readonly (readonly Entry[])[]
}

/** How to write it. */
export interface WriteOptions {
  /** Requests in flight at once. */
  readonly concurrency: number
  /** Bytes of the body of a bulk request. A batch that turns out to have more takes several requests. */
  readonly maxBodyBytes: number
  /** Called as each entry is done. */
  readonly onOutcome: (outcome: Outcome) => void
}

/** What a run of writes came to. */
export interface WriteResult {
  /** One for each entry, in their order. */
  readonly outcomes: readonly Outcome[]
  readonly response: ApiResponse
}

/** Writes every entry. An entry's failure is its outcome and does not stop the others. */
export async function writeEntries(writes: Writes, namespace: Namespace, options: WriteOptions): Promise<WriteResult> {
  const writer = new Writer(namespace, options)
  // One iterator for all: each worker takes the next batch that none has taken.
  const queue = writes.batches.values()
  const work = async (): Promise<void> => {
    const encoder = new BulkEncoder(options.maxBodyBytes)
    for (const batch of queue) await writer.write(batch, encoder)
  }
  await Promise.all(Array.from({ length: options.concurrency }, work))
  return writer.result(writes.entries)
}

class Writer {
  readonly #namespace: Namespace
  readonly #onOutcome: WriteOptions['onOutcome']
  readonly #outcomes = new Map<Entry, Outcome>()
  readonly #envelopes: Envelope[] = []
  #encoding: Promise<unknown> = Promise.resolve()

  constructor(namespace: Namespace, { onOutcome }: WriteOptions) {
    this.#namespace = namespace
    this.#onOutcome = onOutcome
  }

  async write(batch: readonly Entry[], encoder: BulkEncoder): Promise<void> {
    const [first] = batch
    if (first && batch.length === 1) {
      await this.#attempt([first], () => this.#namespace.put(first))
      return
    }
    let rest = batch
    while (rest.length > 0) {
      const encoded = await this.#encode(rest, encoder)
      for (const [entry, reason] of encoded.unread) this.#settle(entry, reason)
      if (encoded.pairs.length > 0) await this.#attempt(encoded.pairs, () => this.#namespace.putBulk(encoded.body))
      rest = encoded.rest
    }
  }

  /**
   * Bodies are made one at a time, and each is on its way before the next is made. Otherwise all requests in flight would
   * begin, and be answered, at the same time, and wait for one another in every round.
   */
  #encode(entries: readonly Entry[], encoder: BulkEncoder): Promise<BulkBody> {
    const encoded = this.#encoding.then(() => setImmediate()).then(() => encoder.encode(entries))
    this.#encoding = encoded
    return encoded
  }

  async #attempt(entries: readonly Entry[], send: () => Promise<Envelope>): Promise<void> {
    const keys = entries.map(({ key }) => key)
    let reasons: ReadonlyMap<string, string>
    try {
      const envelope = await send()
      this.#envelopes.push(envelope)
      reasons = unsuccessfulKeys(envelope.result, keys)
    } catch (error) {
      if (error instanceof KvApiError && error.envelope) this.#envelopes.push(error.envelope)
      const reason = Error.isError(error) ? error.message : String(error)
      reasons = new Map(keys.map((key) => [key, reason]))
    }
    for (const entry of entries) this.#settle(entry, reasons.get(entry.key))
  }

  #settle(entry: Entry, error: string | undefined): void {
    const outcome: Outcome = error === undefined ? { entry, status: 'written' } : { entry, status: 'failed', error }
    this.#outcomes.set(entry, outcome)
    this.#onOutcome(outcome)
  }

  result(entries: readonly Entry[]): WriteResult {
    const outcomes = entries.map((entry): Outcome => this.#outcomes.get(entry) ?? { entry, status: 'not-started' })
    return { outcomes, response: mergeEnvelopes(this.#envelopes, outcomes) }
  }
}

function mergeEnvelopes(envelopes: readonly Envelope[], outcomes: readonly Outcome[]): ApiResponse {
  const unsuccessful = outcomes.filter(({ status }) => status !== 'written').map(({ entry }) => entry.key)
  return {
    errors: envelopes.flatMap(({ errors }) => errors),
    messages: envelopes.flatMap(({ messages }) => messages),
    result:
      outcomes.length === 1
        ? (envelopes[0]?.result ?? null)
        : { successful_key_count: outcomes.length - unsuccessful.length, unsuccessful_keys: unsuccessful }
  }
}

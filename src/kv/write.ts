import { setImmediate } from 'node:timers/promises'
import type { Entry } from '../entries/entry.ts'
import type { Outcome } from '../outcome.ts'
import { counted } from '../text.ts'
import { BulkWrite } from './bulk-write.ts'
import { type BulkBody, BulkEncoder } from './bulk.ts'
import type { Envelope } from './envelope.ts'
import { Fault } from './fault.ts'
import type { Namespace } from './namespace.ts'
import { Outcomes, type WriteResult } from './outcomes.ts'
import type { Retry } from './retry.ts'

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
  readonly log: (line: string) => void
}

/**
 * Writes every entry. An entry's failure is its outcome and does not stop the others; credentials that open nothing, and
 * an API that answers nothing, do.
 */
export async function writeEntries(
  writes: Writes,
  namespace: Namespace,
  retry: Retry,
  options: WriteOptions
): Promise<WriteResult> {
  const outcomes = new Outcomes(options.onOutcome)
  const writer = new Writer(namespace, retry, outcomes, options)
  // One iterator for all: each worker takes the next batch that none has taken.
  const queue = writes.batches.values()
  const work = async (): Promise<void> => {
    const encoder = new BulkEncoder(options.maxBodyBytes)
    for (const batch of queue) await writer.write(batch, encoder)
  }
  await Promise.all(Array.from({ length: options.concurrency }, work))
  return outcomes.result(writes.entries)
}

class Writer {
  readonly #namespace: Namespace
  readonly #retry: Retry
  readonly #options: WriteOptions
  readonly #outcomes: Outcomes
  #encoding: Promise<unknown> = Promise.resolve()

  constructor(namespace: Namespace, retry: Retry, outcomes: Outcomes, options: WriteOptions) {
    this.#outcomes = outcomes
    this.#namespace = namespace
    this.#retry = retry
    this.#options = options
  }

  /** Writes one entry in a request for itself, and more in as many bulk requests as they need. */
  async write(entries: readonly Entry[], encoder: BulkEncoder): Promise<void> {
    let rest = entries
    while (rest.length > 0 && this.#outcomes.ended === undefined) {
      const [first] = rest
      rest = first && rest.length === 1 ? await this.#writeSingle(first) : await this.#writeBulk(rest, encoder)
    }
  }

  async #writeSingle(entry: Entry): Promise<readonly Entry[]> {
    const put = (): Promise<Envelope> => this.#attempt([entry], () => this.#namespace.put(entry))
    const sent = await settled(this.#retry.run(put, this.#isRetried))
    if ('fault' in sent) this.#outcomes.fail([entry], sent.fault)
    else this.#outcomes.succeed([entry], sent.value)
    return []
  }

  /** Writes as many pairs as fit one body. Returns those for which there was no room. */
  async #writeBulk(entries: readonly Entry[], encoder: BulkEncoder): Promise<readonly Entry[]> {
    const bulk = new BulkWrite(entries, this.#namespace, (pending) => this.#encode(pending, encoder))
    const isSplit = (fault: unknown): boolean => fault instanceof Fault && fault.isTooMuch && bulk.pending.length > 1
    const putBulk = (): Promise<void> => this.#attempt(bulk.pending, () => bulk.attempt())
    const sent = await settled(this.#retry.run(putBulk, (fault) => this.#isRetried(fault) && !isSplit(fault)))
    for (const { pairs, envelope } of bulk.written) this.#outcomes.succeed(pairs, envelope)
    for (const [entry, error] of bulk.unread) this.#outcomes.fail([entry], error)
    if ('fault' in sent) {
      if (isSplit(sent.fault)) await this.#writeHalves(bulk.pending, sent.fault as Fault, encoder)
      else this.#outcomes.fail(bulk.pending, sent.fault)
    }
    return bulk.rest
  }

  async #writeHalves(entries: readonly Entry[], { message }: Fault, encoder: BulkEncoder): Promise<void> {
    this.#options.log(`${message}; sending these ${counted(entries.length, 'key')} as two requests`)
    const middle = Math.ceil(entries.length / 2)
    await this.write(entries.slice(0, middle), encoder)
    await this.write(entries.slice(middle), encoder)
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

  /** Makes an attempt, and takes note of what it may have written although it failed. */
  async #attempt<T>(entries: readonly Entry[], send: () => Promise<T>): Promise<T> {
    try {
      return await send()
    } catch (fault) {
      if (fault instanceof Fault && fault.isUncertain) this.#outcomes.suspect(entries)
      throw fault
    }
  }

  readonly #isRetried = (fault: Fault): boolean => fault.isPassing && this.#outcomes.ended === undefined
}

async function settled<T>(promise: Promise<T>): Promise<{ readonly value: T } | { readonly fault: unknown }> {
  try {
    return { value: await promise }
  } catch (fault) {
    return { fault }
  }
}

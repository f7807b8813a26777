import type { Entry } from '../entries/entry.ts'
import type { Outcome, Removal } from './outcome.ts'
import { counted } from '../shared/text.ts'
import { BulkRequest } from './bulk-request.ts'
import type { Envelope } from '../kv/envelope.ts'
import { Fault } from '../kv/api-failure.ts'
import type { Namespace } from '../kv/namespace.ts'
import { deleting, type Item, type Operation, type Prepare, writing } from './operation.ts'
import { Outcomes, type WriteResult } from './outcomes.ts'
import type { Retry } from '../kv/retry.ts'

/** What to do, and in which requests. */
export interface Work<T extends Item> {
  /** In the order in which they are reported. */
  readonly entries: readonly T[]
  /** All of them again: one for itself, more as a bulk request. */
  readonly batches: readonly (readonly T[])[]
}

/** How to do it. */
export interface WorkOptions {
  /** Requests in flight at once. */
  readonly concurrency: number
  /** Called as each item is done. */
  readonly onOutcome: (outcome: Outcome) => void
  readonly log: (line: string) => void
}

/** How to write. */
export interface WriteOptions extends WorkOptions {
  /** Bytes of the body of a bulk request. A batch that turns out to have more takes several requests. */
  readonly maxBodyBytes: number
}

/**
 * Writes every entry. An entry's failure is its outcome and does not stop the others; credentials that open nothing, and
 * an API that answers nothing, do.
 */
export function writeEntries(work: Work<Entry>, namespace: Namespace, options: WriteOptions): Promise<WriteResult> {
  return carryOut(work, writing(namespace, options.maxBodyBytes), namespace.retry, options)
}

/** Deletes the key of every removal, as `writeEntries` writes. */
export function deleteKeys(work: Work<Removal>, namespace: Namespace, options: WorkOptions): Promise<WriteResult> {
  return carryOut(work, deleting(namespace), namespace.retry, options)
}

async function carryOut<T extends Item>(
  { entries, batches }: Work<T>,
  operation: Operation<T>,
  retry: Retry,
  options: WorkOptions
): Promise<WriteResult> {
  const outcomes = new Outcomes(operation.done, options.onOutcome, splitsToOneKey(batches, options.concurrency))
  const worker = new Worker(operation, retry, outcomes, options)
  // One iterator for all: each takes the next batch that none has taken.
  const queue = batches.values()
  const work = async (): Promise<void> => {
    const prepare = operation.preparer()
    for (const batch of queue) await worker.do(batch, prepare)
  }
  await Promise.all(Array.from({ length: options.concurrency }, work))
  return outcomes.result(entries)
}

/** How often batches are halved before each worker has come down to the one key that may be what keeps them from an answer. */
function splitsToOneKey(batches: readonly (readonly Item[])[], concurrency: number): number {
  const largest = batches.reduce((most, { length }) => Math.max(most, length), 1)
  return Math.ceil(Math.log2(largest)) * Math.min(concurrency, batches.length)
}

class Worker<T extends Item> {
  readonly #operation: Operation<T>
  readonly #retry: Retry
  readonly #options: WorkOptions
  readonly #outcomes: Outcomes

  constructor(operation: Operation<T>, retry: Retry, outcomes: Outcomes, options: WorkOptions) {
    this.#operation = operation
    this.#outcomes = outcomes
    this.#retry = retry
    this.#options = options
  }

  /** Does one item in a request for itself, where there is one, and more in as many bulk requests as they need. */
  async do(items: readonly T[], prepare: Prepare<T>): Promise<void> {
    const { single } = this.#operation
    let rest = items
    while (rest.length > 0 && this.#outcomes.ended === undefined) {
      const [first] = rest
      if (single && first && rest.length === 1) rest = await this.#doSingle(first, single)
      else rest = await this.#doBulk(rest, prepare)
    }
  }

  async #doSingle(item: T, single: (item: T) => Promise<Envelope>): Promise<readonly T[]> {
    const attempt = (): Promise<Envelope> =>
      this.#attempt(
        () => [item],
        () => single(item)
      )
    const sent = await settled(this.#retry.run(attempt, this.#isRetried))
    if ('fault' in sent) this.#outcomes.fail([item], sent.fault)
    else this.#outcomes.succeed([item], sent.value)
    return []
  }

  /** Does as many items as fit one body. Returns those for which there was no room. */
  async #doBulk(items: readonly T[], prepare: Prepare<T>): Promise<readonly T[]> {
    const bulk = new BulkRequest(items, this.#operation.done, prepare)
    const isSplit = (fault: unknown): boolean => fault instanceof Fault && fault.isTooMuch && bulk.pending.length > 1
    const attempt = (): Promise<void> =>
      this.#attempt(
        () => bulk.pending,
        () => bulk.attempt()
      )
    const sent = await settled(this.#retry.run(attempt, (fault) => this.#isRetried(fault) && !isSplit(fault)))
    for (const { items, envelope } of bulk.done) this.#outcomes.succeed(items, envelope)
    for (const [item, error] of bulk.unread) this.#outcomes.fail([item], error)
    if ('fault' in sent) {
      if (isSplit(sent.fault)) await this.#doHalves(bulk.pending, sent.fault as Fault, prepare)
      else this.#outcomes.fail(bulk.pending, sent.fault)
    }
    return bulk.rest
  }

  async #doHalves(items: readonly T[], fault: Fault, prepare: Prepare<T>): Promise<void> {
    this.#outcomes.split(fault)
    this.#options.log(`Request failed: ${fault.message}; sending these ${counted(items.length, 'key')} as two requests`)
    const middle = Math.ceil(items.length / 2)
    await this.do(items.slice(0, middle), prepare)
    await this.do(items.slice(middle), prepare)
  }

  /** Makes an attempt, and takes note of what it may have done although it failed. */
  async #attempt<R>(sent: () => readonly T[], send: () => Promise<R>): Promise<R> {
    try {
      return await send()
    } catch (fault) {
      if (fault instanceof Fault && fault.isUncertain) this.#outcomes.suspect(sent())
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

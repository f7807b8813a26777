import type { Deletion, Entry } from '../entries/entry.ts'
import { runPool } from '../shared/pool.ts'
import type { Outcome, PublishResult } from './outcome.ts'
import { counted } from '../shared/text.ts'
import { BulkRequest } from './bulk-request.ts'
import type { Envelope } from '../kv/envelope.ts'
import { ApiFailure } from '../kv/api-failure.ts'
import type { Namespace } from '../kv/namespace.ts'
import { deleting, type Item, type Operation, type Prepare, writing } from './operation.ts'
import { Outcomes } from './outcomes.ts'
import type { Retry } from '../kv/retry.ts'

/** Items, and the requests in which they are sent. */
export interface BatchedItems<T extends Item> {
  /** In the order in which they are reported. */
  readonly entries: readonly T[]
  /** All of them again: one for itself, more as a bulk request. */
  readonly batches: readonly (readonly T[])[]
}

/** How to do it. */
export interface SendOptions {
  /** Requests in flight at once. */
  readonly concurrency: number
  /** Called as each item is done. */
  readonly onOutcome: (outcome: Outcome) => void
  readonly log: (line: string) => void
}

/** How to write. */
export interface WriteOptions extends SendOptions {
  /** Bytes of the body of a bulk request. A batch that turns out to have more takes several requests. */
  readonly maxBodyBytes: number
}

/**
 * Writes every entry. An entry's failure is its outcome and does not stop the others; credentials that open nothing, and
 * an API that answers nothing, do.
 */
export function writeEntries(
  items: BatchedItems<Entry>,
  namespace: Namespace,
  options: WriteOptions
): Promise<PublishResult> {
  return send(items, writing(namespace, options.maxBodyBytes), namespace.retry, options)
}

/** Deletes the key of every deletion, as `writeEntries` writes. */
export function deleteKeys(
  items: BatchedItems<Deletion>,
  namespace: Namespace,
  options: SendOptions
): Promise<PublishResult> {
  return send(items, deleting(namespace), namespace.retry, options)
}

async function send<T extends Item>(
  { entries, batches }: BatchedItems<T>,
  operation: Operation<T>,
  retry: Retry,
  options: SendOptions
): Promise<PublishResult> {
  const outcomes = new Outcomes(operation.done, options.onOutcome, splitsToOneKey(batches, options.concurrency))
  const worker = new Worker(operation, retry, outcomes, options)
  await runPool(batches, options.concurrency, () => {
    const prepare = operation.preparer()
    return (batch) => worker.do(batch, prepare)
  })
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
  readonly #options: SendOptions
  readonly #outcomes: Outcomes

  constructor(operation: Operation<T>, retry: Retry, outcomes: Outcomes, options: SendOptions) {
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
    if ('failure' in sent) this.#outcomes.fail([item], sent.failure)
    else this.#outcomes.succeed([item], sent.value)
    return []
  }

  /** Does as many items as fit one body. Returns those for which there was no room. */
  async #doBulk(items: readonly T[], prepare: Prepare<T>): Promise<readonly T[]> {
    const bulk = new BulkRequest(items, this.#operation.done, prepare)
    const isSplit = (failure: unknown): boolean =>
      failure instanceof ApiFailure && failure.isTooLarge && bulk.pending.length > 1
    const attempt = (): Promise<void> =>
      this.#attempt(
        () => bulk.pending,
        () => bulk.attempt()
      )
    const sent = await settled(this.#retry.run(attempt, (failure) => this.#isRetried(failure) && !isSplit(failure)))
    for (const { items, envelope } of bulk.done) this.#outcomes.succeed(items, envelope)
    for (const [item, error] of bulk.unread) this.#outcomes.fail([item], error)
    if ('failure' in sent) {
      if (isSplit(sent.failure)) await this.#doHalves(bulk.pending, sent.failure as ApiFailure, prepare)
      else this.#outcomes.fail(bulk.pending, sent.failure)
    }
    return bulk.rest
  }

  async #doHalves(items: readonly T[], failure: ApiFailure, prepare: Prepare<T>): Promise<void> {
    this.#outcomes.split(failure)
    this.#options.log(
      `Request failed: ${failure.message}; sending these ${counted(items.length, 'key')} as two requests`
    )
    const middle = Math.ceil(items.length / 2)
    await this.do(items.slice(0, middle), prepare)
    await this.do(items.slice(middle), prepare)
  }

  /** Makes an attempt, and takes note of what it may have done although it failed. */
  async #attempt<R>(sent: () => readonly T[], send: () => Promise<R>): Promise<R> {
    try {
      return await send()
    } catch (failure) {
      if (failure instanceof ApiFailure && failure.isUncertain) this.#outcomes.suspect(sent())
      throw failure
    }
  }

  readonly #isRetried = (failure: ApiFailure): boolean => failure.isTransient && this.#outcomes.ended === undefined
}

async function settled<T>(promise: Promise<T>): Promise<{ readonly value: T } | { readonly failure: unknown }> {
  try {
    return { value: await promise }
  } catch (failure) {
    return { failure }
  }
}

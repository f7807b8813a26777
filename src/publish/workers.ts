import type { Deletion, Entry } from '../entries/entry.ts'
import type { Clock } from '../shared/clock.ts'
import { runPool } from '../shared/pool.ts'
import type { Outcome, PublishResult } from './outcome.ts'
import type { Namespace } from '../kv/namespace.ts'
import type { ExtraRequests } from './extra-requests.ts'
import { deleting, type Item, type Operation, writing } from './operation.ts'
import { Outcomes } from './outcomes.ts'
import type { Retry } from '../kv/retry.ts'
import { RequestSize } from './request-size.ts'
import { Worker } from './worker.ts'

/** Items, and the requests in which they are sent. */
export interface BatchedItems<T extends Item> {
  /** In the order in which they are reported. */
  readonly entries: readonly T[]
  /** All of them again: a batch of one is a request for that item, a larger batch is a bulk request. */
  readonly batches: readonly (readonly T[])[]
}

export interface SendOptions {
  /** Requests in flight at once. */
  readonly concurrency: number
  /** Called as each item is done. */
  readonly onOutcome: (outcome: Outcome) => void
  readonly log: (line: string) => void
  /** For the keys that the API refuses. */
  readonly extraRequests: ExtraRequests
}

export interface WriteOptions extends SendOptions {
  /** Bytes of the body of a bulk request. A batch that turns out to have more takes several requests. */
  readonly maxBodyBytes: number
  readonly clock: Clock
}

/**
 * Writes every entry. An entry's failure is its outcome and does not stop the others. The run ends when the credentials,
 * the account or the namespace are wrong, and when the API does not respond.
 */
export function writeEntries(
  items: BatchedItems<Entry>,
  namespace: Namespace,
  options: WriteOptions
): Promise<PublishResult> {
  return send(items, writing(namespace, options.maxBodyBytes, options.clock), namespace.retry, options)
}

/** Deletes the key of every deletion. Treats failures as `writeEntries` does. */
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
  const run = { operation, retry, outcomes, size: new RequestSize(), ...options }
  await runPool(batches, options.concurrency, () => {
    const worker = new Worker(run)
    return (batch) => worker.do(batch)
  })
  return outcomes.result(entries)
}

/** Returns how many requests are halved before each worker is left with the one key that may be the cause. */
function splitsToOneKey(batches: readonly (readonly Item[])[], concurrency: number): number {
  const largest = batches.reduce((most, { length }) => Math.max(most, length), 1)
  return Math.ceil(Math.log2(largest)) * Math.min(concurrency, batches.length)
}

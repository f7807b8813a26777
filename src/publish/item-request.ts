import { ApiFailure, Cancelled } from '../kv/api-failure.ts'
import { type BulkResult, claimsSuccess, parseBulkResult, parsePartialResult } from '../kv/bulk-result.ts'
import { KEY_NOT_FOUND } from '../kv/codes.ts'
import { type Envelope, KvApiError } from '../kv/envelope.ts'
import type { Item, Prepare } from './operation.ts'

/** Items that one response says are done. */
interface DoneItems<T> {
  readonly items: readonly T[]
  /** Undefined if the same response is the failure of the other items: that failure has the envelope. */
  readonly envelope: Envelope | undefined
}

/** One request to write or delete items, over all of its attempts. */
export class ItemRequest<T extends Item> {
  /** Items that are still to be done. After a failure they are the items of the last attempt that were not done. */
  pending: readonly T[]
  /** Items that did not fit into the body. */
  rest: readonly T[] = []
  /** Items that cannot be sent, with the reason. */
  readonly unsendable = new Map<T, string>()
  readonly done: DoneItems<T>[] = []
  /** Items that an attempt may have done although it failed. Those of them that are done are certain by now. */
  readonly doubtful = new Set<T>()
  /** Items of the last attempt, in its order. */
  sent: readonly T[] = []
  readonly #isDeletion: boolean
  readonly #prepare: Prepare<T>
  readonly #isAlone: boolean

  constructor(items: readonly T[], prepare: Prepare<T>) {
    this.pending = items
    this.#isDeletion = items[0]?.value === undefined
    this.#prepare = prepare
    this.#isAlone = items.length === 1
  }

  /**
   * Prepares what is pending and sends it once.
   *
   * @throws ApiFailure when the API says that it did not do all, and what `Prepared.send` throws
   */
  async attempt(): Promise<void> {
    const { items, unsendable, rest, send, isBulk } = await this.#prepare(this.pending, this.#isAlone)
    for (const [item, reason] of unsendable) this.unsendable.set(item, reason)
    this.rest = [...rest, ...this.rest]
    this.pending = items
    this.sent = items
    if (items.length === 0) return
    try {
      const envelope = await send()
      if (isBulk) this.#succeed(envelope)
      else this.#settle(new Set(), envelope)
    } catch (failure) {
      const named = failure instanceof KvApiError ? this.#resultOf(failure, isBulk) : undefined
      if (named) this.#settle(named.unsuccessful, named.unsuccessful.size === 0 ? named.envelope : undefined)
      else if (leavesDoubt(failure)) for (const item of items) this.doubtful.add(item)
      if (this.pending.length > 0) throw failure
    }
  }

  #succeed(envelope: Envelope): void {
    const { count, unsuccessful } = parseBulkResult(envelope.result, this.#keys())
    const { length } = this.pending
    const [did, toDo] = this.#isDeletion ? ['deleted', 'delete'] : ['wrote', 'write']
    if (count !== undefined && count < length - unsuccessful.size) {
      throw keysLeft(`the API ${did} ${count} of ${length} keys and did not say which`, count > 0)
    }
    this.#settle(unsuccessful, envelope)
    if (this.pending.length > 0) {
      throw keysLeft(`the API answered that it did not ${toDo} this key (unsuccessful_keys)`, false)
    }
  }

  /** Returns what an error response says about each item; undefined when it does not. */
  #resultOf(
    { status, codes, envelope }: KvApiError,
    isBulk: boolean
  ): (Pick<BulkResult, 'unsuccessful'> & { envelope: Envelope | undefined }) | undefined {
    const isGone = this.#isDeletion && this.pending.length === 1 && status === 404 && codes.includes(KEY_NOT_FOUND)
    if (isGone) return { unsuccessful: new Set(), envelope }
    const result = isBulk ? parsePartialResult(envelope?.result, this.#keys()) : undefined
    return result && { ...result, envelope }
  }

  #settle(unsuccessful: BulkResult['unsuccessful'], envelope: Envelope | undefined): void {
    const items = this.pending.filter(({ key }) => !unsuccessful.has(key))
    this.pending = this.pending.filter(({ key }) => unsuccessful.has(key))
    if (items.length > 0) this.done.push({ items, envelope })
  }

  #keys(): ReadonlySet<string> {
    return new Set(this.pending.map(({ key }) => key))
  }
}

/** Whether the API may have done what was sent, although the attempt failed. */
function leavesDoubt(failure: unknown): boolean {
  if (failure instanceof Cancelled) return failure.wasSent
  if (failure instanceof KvApiError && claimsSuccess(failure.envelope?.result)) return true
  return failure instanceof ApiFailure && failure.isUncertain
}

/** A successful response that says that some keys were not done. The API's documentation says to retry them. */
function keysLeft(message: string, isUncertain: boolean): ApiFailure {
  return new ApiFailure(message, { isTransient: true, isUncertain })
}

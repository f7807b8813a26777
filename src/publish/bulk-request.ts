import { type BulkResult, claimsSuccess, parseBulkResult, parsePartialResult } from '../kv/bulk-result.ts'
import { type Envelope, KvApiError } from '../kv/envelope.ts'
import { ApiFailure } from '../kv/api-failure.ts'
import type { Item, Operation, Prepare } from './operation.ts'

/** Items that one response says are done. */
interface DoneItems<T> {
  readonly items: readonly T[]
  /** Undefined if the same response is the failure of the other items: that failure has the envelope. */
  readonly envelope: Envelope | undefined
}

const WORDS = { written: { did: 'wrote', toDo: 'write' }, deleted: { did: 'deleted', toDo: 'delete' } } as const

/** One bulk request, over all of its attempts. */
export class BulkRequest<T extends Item> {
  /** Items that are still to be done. After a failure they are the items of the last request that were not done. */
  pending: readonly T[]
  /** Items that did not fit into the body. */
  rest: readonly T[] = []
  /** Items that cannot be sent, with the reason. */
  readonly unsendable = new Map<T, string>()
  readonly done: DoneItems<T>[] = []
  /** Items of the last request, in its order. */
  sent: readonly T[] = []
  /** Whether the last response is an error that says that some items were done, but not which. */
  isInDoubt = false
  readonly #kind: Operation<T>['done']
  readonly #prepare: Prepare<T>

  constructor(items: readonly T[], kind: Operation<T>['done'], prepare: Prepare<T>) {
    this.pending = items
    this.#kind = kind
    this.#prepare = prepare
  }

  /**
   * Prepares what is pending and sends it once.
   *
   * @throws UnsuccessfulKeys when the API says that it did not do all, and what `Prepared.send` throws
   */
  async attempt(): Promise<void> {
    const { items, unsendable, rest, send } = await this.#prepare(this.pending)
    for (const [item, reason] of unsendable) this.unsendable.set(item, reason)
    this.rest = [...rest, ...this.rest]
    this.pending = items
    this.sent = items
    this.isInDoubt = false
    if (items.length === 0) return
    try {
      this.#succeed(await send())
    } catch (failure) {
      if (!(failure instanceof KvApiError) || !this.#isDoneDespite(failure)) throw failure
    }
  }

  #succeed(envelope: Envelope): void {
    const { count, unsuccessful } = parseBulkResult(envelope.result, this.#keys())
    const { length } = this.pending
    const { did, toDo } = WORDS[this.#kind]
    if (count !== undefined && count < length - unsuccessful.size) {
      throw new UnsuccessfulKeys(`the API ${did} ${count} of ${length} keys and did not say which`, count > 0)
    }
    this.#settle(unsuccessful, envelope)
    if (this.pending.length > 0) {
      throw new UnsuccessfulKeys(`the API answered that it did not ${toDo} this key (unsuccessful_keys)`, false)
    }
  }

  /** Records the items that a failed response says were done. Returns whether these are all of them. */
  #isDoneDespite({ envelope }: KvApiError): boolean {
    const result = parsePartialResult(envelope?.result, this.#keys())
    this.isInDoubt = !result && claimsSuccess(envelope?.result)
    if (!result) return false
    const isAll = result.unsuccessful.size === 0
    this.#settle(result.unsuccessful, isAll ? envelope : undefined)
    return isAll
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

/** A successful response that says that some keys were not written or deleted. */
class UnsuccessfulKeys extends ApiFailure {
  override readonly name = 'UnsuccessfulKeys'
  // https://developers.cloudflare.com/api/resources/kv/subresources/namespaces/methods/bulk_update/ says to retry them.
  override readonly isTransient = true
  override readonly isUncertain: boolean

  constructor(message: string, isUncertain: boolean) {
    super(message)
    this.isUncertain = isUncertain
  }
}

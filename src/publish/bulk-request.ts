import type { Envelope } from '../kv/envelope.ts'
import { ApiFailure } from '../kv/api-failure.ts'
import type { Item, Operation, Prepare } from './operation.ts'

/** Items that one answer said are done. */
interface DoneItems<T> {
  readonly items: readonly T[]
  readonly envelope: Envelope
}

const WORDS = { written: { did: 'wrote', toDo: 'write' }, deleted: { did: 'deleted', toDo: 'delete' } } as const

/** One bulk request, over all of its attempts. */
export class BulkRequest<T extends Item> {
  /** Items that are still to be done. */
  pending: readonly T[]
  /** Items for which the body had no room. */
  rest: readonly T[] = []
  /** Items whose values could not be read, with the reason. */
  readonly unread = new Map<T, string>()
  readonly done: DoneItems<T>[] = []
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
    const { items, unread, rest, send } = await this.#prepare(this.pending)
    for (const [item, reason] of unread) this.unread.set(item, reason)
    this.rest = [...rest, ...this.rest]
    this.pending = items
    if (items.length === 0) return
    const envelope = await send()
    const { keys, reason } = this.#unsuccessful(envelope.result, items)
    this.pending = items.filter(({ key }) => keys.has(key))
    this.done.push({ items: items.filter(({ key }) => !keys.has(key)), envelope })
    if (this.pending.length > 0) throw new UnsuccessfulKeys(reason)
  }

  /**
   * What of a bulk request was not done, by what the API says of it. An API that says that some keys were not, but not
   * which, has done none for sure.
   *
   * @param result `{ successful_key_count, unsuccessful_keys }`
   */
  #unsuccessful(result: unknown, items: readonly T[]): { keys: ReadonlySet<unknown>; reason: string } {
    const { did, toDo } = WORDS[this.#kind]
    const { successful_key_count: count, unsuccessful_keys: named } = (result ?? {}) as {
      successful_key_count?: unknown
      unsuccessful_keys?: unknown
    }
    const keys = new Set<unknown>(Array.isArray(named) ? named : [])
    const failed = items.filter(({ key }) => keys.has(key)).length
    if (typeof count === 'number' && count < items.length - failed) {
      const reason = `the API ${did} ${count} of ${items.length} keys and did not say which`
      return { keys: new Set(items.map(({ key }) => key)), reason }
    }
    return { keys, reason: `the API answered that it did not ${toDo} this key (unsuccessful_keys)` }
  }
}

/** An answer of success that says that some keys were not done. */
class UnsuccessfulKeys extends ApiFailure {
  override readonly name = 'UnsuccessfulKeys'
  // https://developers.cloudflare.com/api/resources/kv/subresources/namespaces/methods/bulk_update/ says to retry them.
  override readonly isTransient = true
}

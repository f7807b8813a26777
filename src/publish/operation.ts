import { setImmediate } from 'node:timers/promises'
import type { Deletion, Entry } from '../entries/entry.ts'
import { type BulkBody, BulkEncoder } from './bulk-encoder.ts'
import type { Envelope } from '../kv/envelope.ts'
import type { Namespace } from '../kv/namespace.ts'

/** What is done to keys: an entry is written, a deletion deleted. */
export type Item = Entry | Deletion

/** A bulk request that is ready to be sent. */
export interface Prepared<T> {
  /** What is in it. */
  readonly items: readonly T[]
  /** Items whose values could not be read, with the reason. */
  readonly unread: ReadonlyMap<T, string>
  /** Items for which there was no room. */
  readonly rest: readonly T[]
  /** Sends it once. Throws what `Transport.send` throws. */
  readonly send: () => Promise<Envelope>
}

/** Makes a bulk request of as many items as fit, after which the one that it made before must not be sent again. */
export type Prepare<T> = (items: readonly T[]) => Promise<Prepared<T>>

/** A kind of change that the API makes, to one key or to many in a request. */
export interface Operation<T extends Item> {
  /** What an item is when the API has done it. */
  readonly done: 'written' | 'deleted'
  /** Returns a function for one worker, which has memory of its own. */
  preparer(): Prepare<T>
  /** Makes one attempt for a single item, where the API has a request for it that takes more than a bulk request does. */
  readonly single?: (item: T) => Promise<Envelope>
}

/**
 * Returns the operation that writes entries.
 *
 * @param maxBodyBytes bytes of the body of a bulk request
 */
export function writing(namespace: Namespace, maxBodyBytes: number): Operation<Entry> {
  let encoding: Promise<unknown> = Promise.resolve()
  // Bodies are made one at a time, and each is on its way before the next is made. Otherwise all requests in flight would
  // begin, and be answered, at the same time, and wait for one another in every round.
  const encodeInTurn = (entries: readonly Entry[], encoder: BulkEncoder): Promise<BulkBody> => {
    const encoded = encoding.then(() => setImmediate()).then(() => encoder.encode(entries))
    // What keeps one body from being made is told with it, and is nothing to the next.
    encoding = encoded.catch(() => undefined)
    return encoded
  }
  return {
    done: 'written',
    preparer: () => {
      const encoder = new BulkEncoder(maxBodyBytes)
      return async (entries) => {
        const { body, pairs, unread, rest } = await encodeInTurn(entries, encoder)
        return { items: pairs, unread, rest, send: () => namespace.putBulk(body) }
      }
    },
    single: (entry) => namespace.put(entry)
  }
}

/** Returns the operation that deletes keys. */
export function deleting(namespace: Namespace): Operation<Deletion> {
  const prepare: Prepare<Deletion> = (items) =>
    Promise.resolve({
      items,
      unread: new Map(),
      rest: [],
      send: () => namespace.deleteBulk(items.map(({ key }) => key))
    })
  return { done: 'deleted', preparer: () => prepare }
}

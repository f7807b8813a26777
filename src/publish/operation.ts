import { setImmediate } from 'node:timers/promises'
import type { Deletion, Entry } from '../entries/entry.ts'
import { MIN_SECONDS_AHEAD } from '../entries/expiry.ts'
import { formatInstant } from '../shared/text.ts'
import type { Clock } from '../shared/clock.ts'
import { type BulkBody, BulkEncoder } from './bulk-encoder.ts'
import type { Envelope } from '../kv/envelope.ts'
import type { Namespace } from '../kv/namespace.ts'

/** What is done to keys: an entry is written, a deletion deleted. */
export type Item = Entry | Deletion

/** A request that is ready to be sent. */
export interface Prepared<T> {
  /** Items of the request, in their order. */
  readonly items: readonly T[]
  /** Items that cannot be sent, with the reason. */
  readonly unsendable: ReadonlyMap<T, string>
  /** Items that did not fit. */
  readonly rest: readonly T[]
  /** Sends it once. Throws what `Transport.send` throws. */
  readonly send: () => Promise<Envelope>
  /** Whether the result of the response is about each key. */
  readonly isBulk: boolean
}

/**
 * Makes a request of as many items as fit. The request that it made before must not be sent again.
 *
 * @param isAlone whether this is the only item of its request from the first attempt on
 */
export type Prepare<T> = (items: readonly T[], isAlone: boolean) => Promise<Prepared<T>>

/** A kind of change that the API makes. Returns a function for one worker, which has memory of its own. */
export type Operation<T extends Item> = () => Prepare<T>

/**
 * Returns the operation that writes entries: a single entry by a request of its own, where there is one for it, and several
 * by a bulk request.
 *
 * @param maxBodyBytes bytes of the body of a bulk request
 */
export function writing(namespace: Namespace, maxBodyBytes: number, clock: Clock): Operation<Entry> {
  let encoding: Promise<unknown> = Promise.resolve()
  // Makes one body at a time and sends it before making the next. Otherwise all requests would begin and end at the same
  // time, and wait for one another in every round.
  const encodeInTurn = (entries: readonly Entry[], encoder: BulkEncoder): Promise<BulkBody> => {
    const encoded = encoding.then(() => setImmediate()).then(() => encoder.encode(entries))
    // An error in one body does not affect the next.
    encoding = encoded.catch(() => undefined)
    return encoded
  }
  return () => {
    const encoder = new BulkEncoder(maxBodyBytes)
    return async (entries, isAlone) => {
      const expired = expiringTooSoon(entries, clock)
      const items = entries.filter((entry) => !expired.has(entry))
      const [only] = items
      if (only && isAlone && namespace.canPut(only)) {
        return { items, unsendable: expired, rest: [], send: () => namespace.put(only), isBulk: false }
      }
      const { body, pairs, unread, rest } = await encodeInTurn(items, encoder)
      const unsendable = new Map([...expired, ...unread])
      return { items: pairs, unsendable, rest, send: () => namespace.putBulk(body), isBulk: true }
    }
  }
}

/** Returns the operation that deletes keys. */
export function deleting(namespace: Namespace): Operation<Deletion> {
  const prepare: Prepare<Deletion> = (items) =>
    Promise.resolve({
      items,
      unsendable: new Map(),
      rest: [],
      send: () => namespace.deleteBulk(items.map(({ key }) => key)),
      isBulk: true
    })
  return () => prepare
}

/** Returns the entries whose `expiration` is too close by now, each with a message that says what to do. */
function expiringTooSoon(entries: readonly Entry[], clock: Clock): Map<Entry, string> {
  const earliest = Math.ceil(clock.now() / 1000) + MIN_SECONDS_AHEAD
  return new Map(
    entries.flatMap((entry) => {
      const { expiry } = entry
      if (!expiry || !('expiration' in expiry) || expiry.expiration >= earliest) return []
      const time = formatInstant(expiry.expiration)
      const reason = `its expiration ${time} is less than ${MIN_SECONDS_AHEAD} seconds ahead by now, which the API refuses; set a later one, or a ttl`
      return [[entry, reason] as const]
    })
  )
}

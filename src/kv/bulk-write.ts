import type { Entry } from '../entries/entry.ts'
import type { BulkBody } from './bulk.ts'
import type { Envelope } from './envelope.ts'
import { Fault } from './fault.ts'
import type { Namespace } from './namespace.ts'

/** Pairs that one answer said are written. */
interface WrittenPairs {
  readonly pairs: readonly Entry[]
  readonly envelope: Envelope
}

/** One bulk write, over all of its attempts. */
export class BulkWrite {
  /** Pairs that are still to be written. */
  pending: readonly Entry[]
  /** Entries for which the body had no room. */
  rest: readonly Entry[] = []
  /** Entries whose values could not be read, with the reason. */
  readonly unread = new Map<Entry, string>()
  readonly written: WrittenPairs[] = []
  readonly #namespace: Namespace
  readonly #encode: (entries: readonly Entry[]) => Promise<BulkBody>

  /** @param encode reads values and makes the body of as many pairs as fit */
  constructor(
    entries: readonly Entry[],
    namespace: Namespace,
    encode: (entries: readonly Entry[]) => Promise<BulkBody>
  ) {
    this.pending = entries
    this.#namespace = namespace
    this.#encode = encode
  }

  /**
   * Reads the values of what is pending and sends it once.
   *
   * @throws UnsuccessfulKeys when the API says that it did not write all, and what `Namespace.putBulk` throws
   */
  async attempt(): Promise<void> {
    const { body, pairs, unread, rest } = await this.#encode(this.pending)
    for (const [entry, reason] of unread) this.unread.set(entry, reason)
    this.rest = [...rest, ...this.rest]
    this.pending = pairs
    if (pairs.length === 0) return
    const envelope = await this.#namespace.putBulk(body)
    const { keys, reason } = unsuccessful(envelope.result, pairs)
    this.pending = pairs.filter(({ key }) => keys.has(key))
    this.written.push({ pairs: pairs.filter(({ key }) => !keys.has(key)), envelope })
    if (this.pending.length > 0) throw new UnsuccessfulKeys(reason)
  }
}

/** An answer of success that says that some keys were not written. */
class UnsuccessfulKeys extends Fault {
  override readonly name = 'UnsuccessfulKeys'
  // https://developers.cloudflare.com/api/resources/kv/subresources/namespaces/methods/bulk_update/ says to retry them.
  override readonly isPassing = true
}

/**
 * What of a bulk request was not written, by what the API says of it. An API that says that some keys were not, but not
 * which, has written none for sure.
 *
 * @param result `{ successful_key_count, unsuccessful_keys }`
 */
function unsuccessful(result: unknown, pairs: readonly Entry[]): { keys: ReadonlySet<unknown>; reason: string } {
  const { successful_key_count: count, unsuccessful_keys: named } = (result ?? {}) as {
    successful_key_count?: unknown
    unsuccessful_keys?: unknown
  }
  const keys = new Set<unknown>(Array.isArray(named) ? named : [])
  const failed = pairs.filter(({ key }) => keys.has(key)).length
  if (typeof count === 'number' && count < pairs.length - failed) {
    const reason = `the API wrote ${count} of ${pairs.length} keys and did not say which`
    return { keys: new Set(pairs.map(({ key }) => key)), reason }
  }
  return { keys, reason: 'the API answered that it did not write this key (unsuccessful_keys)' }
}

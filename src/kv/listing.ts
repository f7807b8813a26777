import { runPool } from '../shared/pool.ts'
import { counted } from '../shared/text.ts'
import { ApiFailure, describeFailure } from './api-failure.ts'
import type { Envelope } from './envelope.ts'
import type { Retry } from './retry.ts'

/** What a namespace holds under a key, besides the value. */
export interface HeldKey {
  /** Null or undefined when it has none. */
  readonly metadata?: unknown
  /** Seconds since the UNIX epoch. Undefined when the key does not expire. */
  readonly expiration?: number | undefined
}

/** What a namespace holds, by key. A key that it does not hold is not in the map. */
export type Held = ReadonlyMap<string, HeldKey>

/** A key of a listing. */
export interface ListedKey extends HeldKey {
  readonly name: string
}

/** A page of a listing of keys. */
export interface KeyPage {
  readonly keys: readonly ListedKey[]
  /** Where the next page begins; empty on the last. */
  readonly cursor: string
}

/**
 * Returns the page that a response holds.
 *
 * @throws ApiFailure when the response is not a page. Treating it as an empty page would write or keep the wrong
 * keys.
 */
export function parsePage({ result, resultInfo }: Envelope): KeyPage {
  const { cursor } = (resultInfo ?? {}) as { readonly cursor?: unknown }
  // A cursor with half of a surrogate pair cannot be sent in a URL.
  const isCursor = cursor == null || (typeof cursor === 'string' && cursor.isWellFormed())
  const keys = Array.isArray(result) ? result.map(parseKey) : [undefined]
  if (!isCursor || keys.includes(undefined)) {
    throw new ApiFailure('the API answered a listing of keys with an unexpected response')
  }
  return { keys: keys as ListedKey[], cursor: cursor ?? '' }
}

function parseKey(item: unknown): ListedKey | undefined {
  const { name, metadata, expiration } = (item ?? {}) as Readonly<Record<string, unknown>>
  if (typeof name !== 'string') return undefined
  if (expiration != null && typeof expiration !== 'number') return undefined
  return { name, metadata, expiration: expiration ?? undefined }
}

/** Thrown when it is unknown what the namespace holds. Its cause is the failure of the API, if there was one. */
export class HeldUnknown extends Error {
  override readonly name = 'HeldUnknown'
}

function listingFailed(namespaceId: string, cause: ApiFailure): HeldUnknown {
  return new HeldUnknown(`the keys of namespace "${namespaceId}" could not be read: ${describeFailure(cause)}`, {
    cause
  })
}

/** A namespace whose keys can be listed. */
interface Listable {
  readonly id: string
  readonly retry: Retry
  listKeys(prefix: string, cursor: string, limit?: number): Promise<KeyPage>
}

// https://developers.cloudflare.com/api/resources/kv/subresources/namespaces/subresources/keys/methods/list/
const FEWEST_LISTED = 10
const MOST_LISTED = 1000

/** 10,000,000 keys, which take 40 minutes at 1,200 requests in five minutes. */
const MAX_PAGES = 10_000

/** Reads what a namespace holds. */
export class HeldReader {
  readonly #namespace: Listable
  readonly #concurrency: number
  readonly #log: (line: string) => void

  /** @param concurrency requests in flight at once */
  constructor(namespace: Listable, concurrency: number, log: (line: string) => void) {
    this.#namespace = namespace
    this.#concurrency = concurrency
    this.#log = log
  }

  /**
   * Returns what is held of `keys`. Lists the keys under their longest common prefix until all of them were found. If the
   * namespace has more than 250 keys under that prefix for each key of `keys`, reads the remaining keys one by one.
   *
   * @throws HeldUnknown when reading fails, Cancelled when the run is cancelled
   */
  async ofKeys(keys: readonly string[]): Promise<Held> {
    const held = new Map<string, HeldKey>()
    const missing = new Set(keys)
    if (keys.length === 0) return held
    // Lists at most a quarter as many pages as there are keys, since reading one key takes one request.
    let pages = Math.ceil(keys.length / 4)
    for await (const page of this.#pages(commonPrefix(keys))) {
      for (const key of page.keys) if (missing.delete(key.name)) held.set(key.name, key)
      pages -= 1
      if (missing.size === 0) return held
      if (pages === 0 && page.cursor) return this.#readEach(missing, held)
    }
    return held
  }

  /**
   * Yields the keys under a prefix.
   *
   * @throws HeldUnknown when reading fails, Cancelled when the run is cancelled
   */
  async *under(prefix: string): AsyncGenerator<ListedKey> {
    // The API may list more than it was asked for.
    for await (const { keys } of this.#pages(prefix)) yield* keys.filter(({ name }) => name.startsWith(prefix))
  }

  async *#pages(prefix: string, limit = MOST_LISTED, isOn = (): boolean => true): AsyncGenerator<KeyPage> {
    const { id, retry } = this.#namespace
    const cursors = new Set<string>()
    let cursor = ''
    do {
      if (cursors.has(cursor) || cursors.size === MAX_PAGES) {
        throw listingFailed(id, new ApiFailure('the listing of the API does not end'))
      }
      cursors.add(cursor)
      const list = (): Promise<KeyPage> => this.#namespace.listKeys(prefix, cursor, limit)
      const page = await retry
        .run(list, ({ isTransient }) => isTransient && isOn())
        .catch((error: unknown) => {
          throw error instanceof ApiFailure ? listingFailed(id, error) : error
        })
      yield page
      cursor = page.cursor
    } while (cursor)
  }

  async #readEach(keys: ReadonlySet<string>, held: Map<string, HeldKey>): Promise<Held> {
    this.#log(`The namespace holds far more keys: reading ${counted(keys.size, 'key')} one by one`)
    await runPool(keys, this.#concurrency, (isStopped) => async (key) => {
      const found = await this.#readOne(key, () => !isStopped())
      if (found) held.set(key, found)
    })
    return held
  }

  /** Reads one key by listing, since only a listing has its expiration. */
  async #readOne(key: string, isOn: () => boolean): Promise<HeldKey | undefined> {
    for await (const { keys } of this.#pages(key, FEWEST_LISTED, isOn)) {
      const found = keys.find(({ name }) => name === key)
      // Listings are sorted, so the key comes before all others with this prefix. A page may be empty and not the last one.
      if (found ?? keys.length > 0) return found
    }
    return undefined
  }
}

/** Returns the longest prefix that all keys have in common. */
export function commonPrefix([first = '', ...others]: readonly string[]): string {
  let length = first.length
  for (const key of others) while (!key.startsWith(first.slice(0, length))) length -= 1
  // Half of a surrogate pair cannot be sent.
  return first.slice(0, length).replace(/[\ud800-\udbff]$/, '')
}

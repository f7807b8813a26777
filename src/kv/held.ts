import { runPool } from '../shared/pool.ts'
import { counted } from '../shared/text.ts'
import { describeFailure, ApiFailure, UnexpectedAnswer } from './api-failure.ts'
import type { Namespace } from './namespace.ts'
import type { KeyPage, ListedKey } from './page.ts'

/** What a namespace holds under a key, besides the value. */
export interface HeldKey {
  /** Null or undefined when it has none. */
  readonly metadata?: unknown
  /** Seconds since the UNIX epoch. Undefined when the key does not expire. */
  readonly expiration?: number
}

/** What a namespace holds, by key. A key that it does not hold is not in the map. */
export type Held = ReadonlyMap<string, HeldKey>

/** Thrown when it is unknown what the namespace holds, since reading it failed. Its cause is the failure. */
export class HeldUnknown extends Error {
  override readonly name = 'HeldUnknown'
  declare readonly cause: ApiFailure

  constructor(namespaceId: string, cause: ApiFailure) {
    super(`the keys of namespace "${namespaceId}" could not be read: ${describeFailure(cause)}`, { cause })
  }
}

// https://developers.cloudflare.com/api/resources/kv/subresources/namespaces/subresources/keys/methods/list/
const FEWEST_LISTED = 10

/** The most that is read of a namespace. */
export interface ReadLimits {
  /** Pages of a listing. An API that always has another page would otherwise keep the run forever. */
  readonly pages: number
  /** Keys that are kept with their metadata. */
  readonly keys: number
}

// 10,000,000 keys, of which 1,000,000 with their metadata take some 300 MB of memory.
const LIMITS: ReadLimits = { pages: 10_000, keys: 1_000_000 }

/** Reads what a namespace holds. */
export class HeldReader {
  readonly #namespace: Namespace
  readonly #concurrency: number
  readonly #log: (line: string) => void
  readonly #limits: ReadLimits

  /** @param concurrency requests in flight at once */
  constructor(namespace: Namespace, concurrency: number, log: (line: string) => void, limits = LIMITS) {
    this.#limits = limits
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
      for (const key of page.keys) if (missing.delete(key.name)) held.set(key.name, heldKey(key))
      pages -= 1
      if (missing.size === 0) return held
      if (pages === 0 && page.cursor) return this.#readEach(missing, held)
    }
    return held
  }

  /**
   * Returns the held keys under a prefix that `isWanted` accepts.
   *
   * @throws HeldUnknown when reading fails, Cancelled when the run is cancelled
   */
  async under(prefix: string, isWanted: (key: ListedKey) => boolean): Promise<Held> {
    const held = new Map<string, HeldKey>()
    for await (const page of this.#pages(prefix)) {
      // An API may list more than it was asked for.
      for (const key of page.keys) if (key.name.startsWith(prefix) && isWanted(key)) held.set(key.name, heldKey(key))
      if (held.size > this.#limits.keys) {
        throw this.#unknown(`it holds more than ${counted(this.#limits.keys, 'key')} of this action`)
      }
    }
    return held
  }

  async *#pages(prefix: string): AsyncGenerator<KeyPage> {
    const cursors = new Set<string>()
    let cursor = ''
    do {
      const page = await this.#ask(() => this.#namespace.listKeys(prefix, cursor))
      yield page
      cursor = page.cursor
      if (cursors.has(cursor)) throw this.#unknown('the API gave the same page twice')
      if (cursors.size >= this.#limits.pages) {
        throw this.#unknown(`the API gave more than ${counted(this.#limits.pages, 'page')}`)
      }
      cursors.add(cursor)
    } while (cursor)
  }

  #unknown(reason: string): HeldUnknown {
    return new HeldUnknown(this.#namespace.id, new UnexpectedAnswer(reason))
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
    const { keys, cursor } = await this.#ask(() => this.#namespace.listKeys(key, '', FEWEST_LISTED), isOn)
    const found = keys.find(({ name }) => name === key)
    if (found) return heldKey(found)
    if (!cursor) return undefined
    // Listings are sorted, so the key itself comes first, but a page may be empty and not be the last one.
    const metadata = await this.#ask(() => this.#namespace.getMetadata(key), isOn)
    return metadata === undefined ? undefined : { metadata }
  }

  async #ask<T>(attempt: () => Promise<T>, isOn = (): boolean => true): Promise<T> {
    try {
      return await this.#namespace.retry.run(attempt, ({ isTransient }) => isTransient && isOn())
    } catch (error) {
      throw error instanceof ApiFailure ? new HeldUnknown(this.#namespace.id, error) : error
    }
  }
}

function heldKey({ metadata, expiration }: ListedKey): HeldKey {
  return { metadata, ...(expiration != null && { expiration }) }
}

/** Returns the longest prefix that all keys have in common. */
export function commonPrefix([first = '', ...others]: readonly string[]): string {
  let length = first.length
  for (const key of others) while (!key.startsWith(first.slice(0, length))) length -= 1
  // Half of a surrogate pair cannot be sent.
  return first.slice(0, length).replace(/[\ud800-\udbff]$/, '')
}

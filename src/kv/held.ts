import { runPool } from '../shared/pool.ts'
import { counted } from '../shared/text.ts'
import { describeFailure, ApiFailure } from './api-failure.ts'
import type { Namespace } from './namespace.ts'
import { type KeyPage, type ListedKey, UnexpectedAnswer } from './page.ts'

/** What a namespace holds, by key: metadata, null or undefined for none. Keys that are not held are not in it. */
export type Held = ReadonlyMap<string, unknown>

/** Thrown when a failure lasts, so that it is not known what the namespace holds. Its cause is the failure. */
export class HeldUnknown extends Error {
  override readonly name = 'HeldUnknown'
  declare readonly cause: ApiFailure

  constructor(namespaceId: string, cause: ApiFailure) {
    super(`what namespace "${namespaceId}" holds could not be read: ${describeFailure(cause)}`, { cause })
  }
}

/** Reads what a namespace holds. */
export class HeldReader {
  readonly #namespace: Namespace
  readonly #concurrency: number
  readonly #log: (line: string) => void

  /** @param concurrency requests in flight at once */
  constructor(namespace: Namespace, concurrency: number, log: (line: string) => void) {
    this.#namespace = namespace
    this.#concurrency = concurrency
    this.#log = log
  }

  /**
   * Returns what is held of `keys`. Lists what has their longest common prefix, until all were seen. When there are more
   * than 250 keys under it for each that is asked for, the metadata of each that was not seen is read instead.
   *
   * @throws HeldUnknown when the API does not tell, Cancelled when the run is
   */
  async ofKeys(keys: readonly string[]): Promise<Held> {
    const held = new Map<string, unknown>()
    const missing = new Set(keys)
    if (keys.length === 0) return held
    // A listing is worth as many requests as would read a quarter of the keys.
    let pages = Math.ceil(keys.length / 4)
    for await (const page of this.#pages(commonPrefix(keys))) {
      for (const { name, metadata } of page.keys) if (missing.delete(name)) held.set(name, metadata)
      pages -= 1
      if (missing.size === 0) return held
      if (pages === 0 && page.cursor) return this.#readEach(missing, held)
    }
    return held
  }

  /**
   * Returns all that is held under a prefix, as far as `isWanted`.
   *
   * @throws HeldUnknown when the API does not tell, Cancelled when the run is
   */
  async under(prefix: string, isWanted: (key: ListedKey) => boolean): Promise<Held> {
    const held = new Map<string, unknown>()
    for await (const page of this.#pages(prefix)) {
      // What an API gives that lists more than it is asked for is no part of the run.
      for (const key of page.keys) if (key.name.startsWith(prefix) && isWanted(key)) held.set(key.name, key.metadata)
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
      if (cursors.has(cursor)) {
        throw new HeldUnknown(this.#namespace.id, new UnexpectedAnswer('the API gave the same page twice'))
      }
      cursors.add(cursor)
    } while (cursor)
  }

  async #readEach(keys: ReadonlySet<string>, held: Map<string, unknown>): Promise<Held> {
    this.#log(`The namespace holds far more keys: reading the metadata of ${counted(keys.size, 'key')}, each by itself`)
    await runPool(keys, this.#concurrency, (isStopped) => async (key) => {
      const metadata = await this.#ask(
        () => this.#namespace.getMetadata(key),
        () => !isStopped()
      )
      if (metadata !== undefined) held.set(key, metadata)
    })
    return held
  }

  async #ask<T>(attempt: () => Promise<T>, isOn = (): boolean => true): Promise<T> {
    try {
      return await this.#namespace.retry.run(attempt, ({ isTransient }) => isTransient && isOn())
    } catch (error) {
      throw error instanceof ApiFailure ? new HeldUnknown(this.#namespace.id, error) : error
    }
  }
}

/** Returns the longest text with which all keys begin. */
export function commonPrefix([first = '', ...others]: readonly string[]): string {
  let length = first.length
  for (const key of others) while (!key.startsWith(first.slice(0, length))) length -= 1
  // Half of a character cannot be asked for.
  return first.slice(0, length).replace(/[\ud800-\udbff]$/, '')
}

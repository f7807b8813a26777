import { createHash } from 'node:crypto'
import { runPool } from '../shared/pool.ts'
import { counted, quoted } from '../shared/text.ts'
import { ApiFailure, describeFailure } from './api-failure.ts'
import { BULK_GET_KEYS, type TextPair, type TextPairs } from './bulk-get.ts'
import { KvApiError } from './envelope.ts'
import type { HeldValue, Namespace } from './namespace.ts'
import { ValueUnknown } from './value-unknown.ts'

/** What a namespace holds under a key. */
export interface HeldPair {
  readonly bytes: Buffer
  /** Null when it has none. Numbers keep their text, see `ApiRequest.exactNumbers`. */
  readonly metadata: unknown
  /** Seconds since the UNIX epoch. Undefined when the key does not expire. */
  readonly expiration: number | undefined
}

/** Receives the pairs that are read. */
export interface PairReceiver {
  /** Whether the text of a bulk read is the value, byte for byte, and nothing else of the pair is missing. */
  isExact(key: string, pair: TextPair): boolean
  /** Takes what is held under a key, undefined for nothing. An error that it throws ends the reading. */
  receive(key: string, pair: HeldPair | undefined): void
}

/** Bulk reads in flight at once. Each answer may have 25 MiB, which take several times that while they are parsed. */
const MAX_BULK_READS = 2

const REPLACEMENT_CHARACTER = '\ufffd'

/** A key to read by itself, with what a bulk read gave for it. */
interface SingleRead {
  readonly key: string
  readonly pair: Omit<TextPair, 'text'>
  /** Fingerprint of the text. The text itself would stay in memory until the key is read. */
  readonly fingerprint: string
}

/** Reads values with their metadata and expiration. Holds only a few of them in memory at a time. */
export class ValueReader {
  readonly #namespace: Namespace
  readonly #concurrency: number

  /** @param concurrency requests in flight at once */
  constructor(namespace: Namespace, concurrency: number) {
    this.#namespace = namespace
    this.#concurrency = concurrency
  }

  /**
   * Reads what is held under each of `keys`, 100 per request, and passes it to `receiver` in no particular order. If a
   * request is refused, sends each half of its keys. Reads a value by itself if the text of the bulk read may differ
   * from it.
   *
   * @throws ValueUnknown when a key cannot be read, Cancelled when the run is, and what `receiver` throws
   */
  async read(keys: readonly string[], receiver: PairReceiver): Promise<void> {
    const singles: SingleRead[] = []
    const bulkReads = Math.min(this.#concurrency, MAX_BULK_READS)
    await runPool(batches(keys), bulkReads, (isStopped) => (batch) => {
      return this.#readBulk(batch, receiver, singles, isStopped)
    })
    await runPool(singles, this.#concurrency, (isStopped) => async (single) => {
      receiver.receive(single.key, await this.#readSingle(single, isStopped))
    })
  }

  async #readBulk(
    keys: readonly string[],
    receiver: PairReceiver,
    singles: SingleRead[],
    isStopped: () => boolean
  ): Promise<void> {
    const pairs = await this.#getBulk(keys, isStopped)
    if (!pairs) return this.#readRefused(keys, receiver, singles, isStopped)
    for (const key of keys) {
      const pair = pairs.get(key)
      if (pair === null) receiver.receive(key, undefined)
      else if (!pair) receiver.receive(key, await this.#readAlone(key, isStopped))
      else if (!pair.text.includes(REPLACEMENT_CHARACTER) && receiver.isExact(key, pair)) {
        const { text, ...rest } = pair
        receiver.receive(key, { ...rest, bytes: Buffer.from(text) })
      } else {
        const { text, ...rest } = pair
        singles.push({ key, pair: rest, fingerprint: fingerprintOf(text) })
      }
    }
  }

  /** Returns undefined when the request is refused and a request with fewer keys may succeed. */
  async #getBulk(keys: readonly string[], isStopped: () => boolean): Promise<TextPairs | undefined> {
    const isRetried = (failure: ApiFailure): boolean => failure.isTransient && !failure.isTooLarge && !isStopped()
    try {
      return await this.#namespace.retry.run(() => this.#namespace.getBulk(keys), isRetried)
    } catch (error) {
      if (isRefusal(error)) return undefined
      throw explain(error, keys)
    }
  }

  async #readRefused(
    keys: readonly string[],
    receiver: PairReceiver,
    singles: SingleRead[],
    isStopped: () => boolean
  ): Promise<void> {
    const [key = ''] = keys
    if (keys.length === 1) {
      receiver.receive(key, await this.#readAlone(key, isStopped))
      return
    }
    const middle = Math.ceil(keys.length / 2)
    for (const half of [keys.slice(0, middle), keys.slice(middle)]) {
      if (!isStopped()) await this.#readBulk(half, receiver, singles, isStopped)
    }
  }

  /** Reads the value of a pair whose metadata is known. */
  async #readSingle({ key, pair, fingerprint }: SingleRead, isStopped: () => boolean): Promise<HeldPair> {
    const value = await this.#ask(key, isStopped, async () => {
      const value = await this.#namespace.getValue(key)
      if (!value || fingerprintOf(value.bytes.toString()) !== fingerprint) throw new ValuesDiffer()
      return value
    })
    return { ...pair, bytes: value.bytes, expiration: pair.expiration ?? value.expiration }
  }

  /** Reads a pair that a bulk read left out or refused. */
  async #readAlone(key: string, isStopped: () => boolean): Promise<HeldPair | undefined> {
    const value = await this.#getValue(key, isStopped)
    if (!value) return undefined
    const metadata = await this.#ask(key, isStopped, () => this.#namespace.getMetadata(key, true))
    if (metadata === undefined) throw changed(key)
    return { ...value, metadata }
  }

  #getValue(key: string, isStopped: () => boolean): Promise<HeldValue | undefined> {
    return this.#ask(key, isStopped, () => this.#namespace.getValue(key))
  }

  async #ask<T>(key: string, isStopped: () => boolean, attempt: () => Promise<T>): Promise<T> {
    try {
      return await this.#namespace.retry.run(attempt, ({ isTransient }) => isTransient && !isStopped())
    } catch (error) {
      throw explain(error, [key])
    }
  }
}

/**
 * A single read gave a different value than the bulk read, so that the metadata of the bulk read may belong to another
 * value. The key has changed, or a proxy sent something instead of the value.
 */
class ValuesDiffer extends ApiFailure {
  override readonly name = 'ValuesDiffer'
  override readonly isTransient: boolean = true

  constructor() {
    super('a single read and a bulk read gave different values, as when somebody else writes the key')
  }
}

function* batches(keys: readonly string[]): Generator<readonly string[]> {
  for (let index = 0; index < keys.length; index += BULK_GET_KEYS) yield keys.slice(index, index + BULK_GET_KEYS)
}

/** Whether the API refused a request because of its content: too much, or a value that a bulk read cannot return. */
function isRefusal(error: unknown): boolean {
  if (!(error instanceof ApiFailure)) return false
  if (error.isTooLarge) return true
  if (!(error instanceof KvApiError) || error.isTransient || error.endsRun) return false
  return error.status >= 400 && error.status < 500 && ![404, 429].includes(error.status)
}

/** Returns a digest of a text, without the characters that decoders treat differently. */
function fingerprintOf(text: string): string {
  const comparable = text.replaceAll(REPLACEMENT_CHARACTER, '').replace(/^\ufeff+/, '')
  return createHash('sha256').update(comparable).digest('base64')
}

function explain(error: unknown, keys: readonly string[]): unknown {
  if (!(error instanceof ApiFailure)) return error
  const [first = ''] = keys
  const name =
    keys.length === 1 ? `key ${quoted(first)}` : `${counted(keys.length, 'key')}, the first ${quoted(first)},`
  return new ValueUnknown(`${name} could not be read: ${describeFailure(error)}`, { cause: error })
}

function changed(key: string): ValueUnknown {
  return new ValueUnknown(`key ${quoted(key)} changed while it was read: run the step again`)
}

import type { Deletion, Entry } from '../entries/entry.ts'
import { itemBytes, MAX_BODY_BYTES, MAX_PAIRS } from './batches.ts'

/** The smallest size to which requests are halved. The parts of a request that still fails are not a size, but a search. */
const MIN_PAIRS = 10
const MIN_BYTES = 1024 ** 2

/** Requests in a row that have to work before a doubled size is tried, at first and at most. */
const FIRST_ROW = 8
const LONGEST_ROW = 64

interface Size {
  readonly pairs: number
  /** Of the body, as `itemBytes` estimates it. */
  readonly bytes: number
}

const SMALLEST: Size = { pairs: MIN_PAIRS, bytes: MIN_BYTES }
const LARGEST: Size = { pairs: MAX_PAIRS, bytes: MAX_BODY_BYTES }

/** The items of one request, and what it can teach about the size of requests. */
export interface SizedPart<T> {
  readonly items: readonly T[]
  /** Whether it tries a doubled size. */
  readonly isTry: boolean
  /** How often the size had been halved before it was sent. */
  readonly halvings: number
}

/**
 * The size of bulk requests, which all workers of a run share: halved after a request that was too large or took too long,
 * doubled again after a row of requests that worked.
 */
export class RequestSize {
  #size = LARGEST
  #halvings = 0
  #worked = 0
  #row = FIRST_ROW
  #isTrying = false

  /** The most pairs that a request has now. */
  get pairs(): number {
    return this.#size.pairs
  }

  /** Returns the first of `items`, as many as a request should have, but at least one. */
  take<T extends Entry | Deletion>(items: readonly T[]): SizedPart<T> {
    const halvings = this.#halvings
    const usual = fitting(items, this.#size)
    if (this.#isTrying || this.#worked < this.#row) return { items: usual, isTry: false, halvings }
    const more = fitting(items, doubled(this.#size))
    const isTry = more.length > usual.length
    this.#isTrying = isTry
    return { items: more, isTry, halvings }
  }

  /** Whether a request of these items is as small as requests are made because of their size. */
  isSmallest(items: readonly (Entry | Deletion)[]): boolean {
    return fitting(items, SMALLEST).length === items.length
  }

  /** Records a bulk request that worked. */
  worked({ isTry, halvings }: SizedPart<unknown>): void {
    if (halvings !== this.#halvings) return
    this.#worked += 1
    if (!isTry) return
    this.#size = doubled(this.#size)
    this.#row = FIRST_ROW
    this.#endTry()
  }

  /**
   * Records a bulk request that was too large, or took too long.
   *
   * @param items that it still had
   * @returns whether requests are smaller from now on
   */
  failed({ isTry, halvings }: SizedPart<unknown>, items: readonly (Entry | Deletion)[]): boolean {
    // It was sent before the last halving, so that it says nothing about the size since.
    if (halvings !== this.#halvings) return false
    this.#worked = 0
    if (isTry) {
      this.#row = Math.min(this.#row * 2, LONGEST_ROW)
      this.#endTry()
      return false
    }
    if (this.isSmallest(items)) return false
    this.#size = half(items, this.#size)
    this.#halvings += 1
    this.#endTry()
    return true
  }

  /** Records a request that failed for a reason other than its size. */
  undecided({ isTry, halvings }: SizedPart<unknown>): void {
    if (isTry && halvings === this.#halvings) this.#isTrying = false
  }

  #endTry(): void {
    this.#worked = 0
    this.#isTrying = false
  }
}

function half(items: readonly (Entry | Deletion)[], size: Size): Size {
  const bytes = items.reduce((sum, item) => sum + itemBytes(item), 0)
  return {
    pairs: Math.max(MIN_PAIRS, Math.ceil(Math.min(items.length, size.pairs) / 2)),
    bytes: Math.max(MIN_BYTES, Math.ceil(Math.min(bytes, size.bytes) / 2))
  }
}

function doubled({ pairs, bytes }: Size): Size {
  return { pairs: Math.min(pairs * 2, MAX_PAIRS), bytes: Math.min(bytes * 2, MAX_BODY_BYTES) }
}

function fitting<T extends Entry | Deletion>(items: readonly T[], size: Size): readonly T[] {
  let bytes = 0
  const end = items.findIndex((item, index) => {
    bytes += itemBytes(item)
    return index > 0 && (index >= size.pairs || bytes > size.bytes)
  })
  return end < 0 ? items : items.slice(0, end)
}

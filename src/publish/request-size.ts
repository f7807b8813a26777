import { itemBytes } from './batches.ts'
import type { Item } from './operation.ts'

// A request may have more pairs than the largest accepted one, as long as it has at most a quarter of its bytes.
const SMALL_PART = 4

interface Size {
  readonly items: number
  readonly bytes: number
}

/** What was learned by sending the parts of a request that was too large. */
export class Trial {
  /**
   * Whether a request with a single item was too large, or took too long. Then the trial says nothing about the size of
   * requests.
   */
  isAboutItem = false
  #largest: Size = { items: 0, bytes: 0 }

  /** The size of the largest request that the API accepted. */
  get largest(): Size {
    return this.#largest
  }

  /** Records a request that the API accepted. */
  accept(items: readonly Item[]): void {
    this.#take({ items: items.length, bytes: totalBytes(items) })
  }

  /** Records a trial that was a part of this one. */
  join(part: Trial): void {
    this.isAboutItem ||= part.isAboutItem
    this.#take(part.largest)
  }

  #take(size: Size): void {
    if (size.items > this.#largest.items) this.#largest = size
  }
}

/** The size of the requests that the API accepts, which all workers of a run share. */
export class RequestSize {
  #accepted: Size | undefined

  /** Uses the result of a trial for the size of later requests. */
  learn({ isAboutItem, largest }: Trial): void {
    if (!isAboutItem && largest.items > 0) this.#accepted = largest
  }

  /** Returns the first of `items`, as many as a request should have: all of them, until a request was too large. */
  first<T extends Item>(items: readonly T[]): readonly T[] {
    if (!this.#accepted) return items
    const { items: most, bytes: mostBytes } = this.#accepted
    let bytes = 0
    const end = items.findIndex((item, index) => {
      bytes += itemBytes(item)
      return index >= most && bytes > mostBytes / SMALL_PART
    })
    return end < 0 ? items : items.slice(0, end)
  }
}

function totalBytes(items: readonly Item[]): number {
  return items.reduce((sum, item) => sum + itemBytes(item), 0)
}

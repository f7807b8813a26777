import { itemBytes } from './batches.ts'
import type { Item } from './operation.ts'

// A request with more pairs than the largest that worked is tried when it has so much fewer bytes than that.
const SMALL_PART = 4

interface Size {
  readonly items: number
  readonly bytes: number
}

/** What the parts of a request that was too large came to. */
export class Trial {
  /** Whether an item was too large, or took too long, even alone. Then it says nothing about the size of requests. */
  isAboutItem = false
  #largest: Size = { items: 0, bytes: 0 }

  /** The size of the largest request that the API accepted. */
  get largest(): Size {
    return this.#largest
  }

  /** Takes note of a request that the API accepted. */
  accept(items: readonly Item[]): void {
    this.#take({ items: items.length, bytes: totalBytes(items) })
  }

  /** Takes note of a trial that was a part of this one. */
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

  /** Takes note of what the parts of a request that was too large came to. */
  learn({ isAboutItem, largest }: Trial): void {
    if (!isAboutItem && largest.items > 0) this.#accepted = largest
  }

  /** Returns the items at the beginning of `items` that a request should have. They are all until a request was too large. */
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

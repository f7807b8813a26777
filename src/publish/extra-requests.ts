/** Requests that a run may send to find the keys that the API refuses in bulk requests. */
export const MAX_EXTRA_REQUESTS = 300

/** Counts these requests, over all workers and steps of a run. */
export class ExtraRequests {
  #left = MAX_EXTRA_REQUESTS

  /** Takes one more. Returns whether there was one left. */
  take(): boolean {
    if (this.#left === 0) return false
    this.#left -= 1
    return true
  }
}

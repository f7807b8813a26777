import { ApiFailure, Cancelled } from '../kv/api-failure.ts'
import { KvApiError } from '../kv/envelope.ts'
import type { Namespace } from '../kv/namespace.ts'
import { runPool } from '../shared/pool.ts'
import type { Runtime } from '../shared/runtime.ts'
import { counted, quoted } from '../shared/text.ts'
import { ItemRequest } from './item-request.ts'
import type { Item, Operation, Prepare } from './operation.ts'
import type { Outcomes } from './outcomes.ts'
import { trackProgress } from './progress.ts'
import { RequestSize, type SizedPart } from './request-size.ts'

/** Requests that a run may send to find the keys that the API refuses. */
export const MAX_EXTRA_REQUESTS = 300

/** Milliseconds from the end of a run until it ends its other requests: answers that are on their way still count. */
const GRACE = 1000

/** How the items of a run are sent. */
export interface Step extends Pick<Runtime, 'clock' | 'log'> {
  readonly namespace: Namespace
  /** Requests in flight at once. */
  readonly concurrency: number
  /** Requests that were sent to find refused keys, over all steps of a run. */
  readonly extraRequests: { count: number }
  readonly outcomes: Outcomes
}

/**
 * Does what `batches` hold, each in a request. An item's failure is its outcome and does not stop the others. The run ends when the credentials, the account or the namespace are wrong, and when the API does not respond.
 */
export async function runWorkers<T extends Item>(
  batches: readonly (readonly T[])[],
  operation: Operation<T>,
  step: Step
): Promise<void> {
  const finished = new AbortController()
  step.outcomes.watch(trackProgress(batches.flat(), step.log, step.clock), () => {
    void step.clock.sleep(GRACE, finished.signal).then(
      () => step.namespace.close(),
      () => undefined
    )
  })
  const shared = { ...step, operation, size: new RequestSize() }
  await runPool(batches, step.concurrency, () => {
    const worker = new Worker(shared)
    return async (batch) => {
      await worker.do(batch)
    }
  })
  finished.abort()
}

/** What the workers of a step share. */
interface Shared<T extends Item> extends Step {
  readonly operation: Operation<T>
  readonly size: RequestSize
}

/** Sends one request at a time, in memory of its own. */
class Worker<T extends Item> {
  readonly #shared: Shared<T>
  readonly #prepare: Prepare<T>

  constructor(shared: Shared<T>) {
    this.#shared = shared
    this.#prepare = shared.operation()
  }

  /**
   * Does these items in as many requests as they need.
   *
   * @param cause why a request of these and other items failed, when they are sent again to find those that it is about
   * @returns whether the API refused one of the requests because of one of its items
   */
  async do(items: readonly T[], cause?: ApiFailure): Promise<boolean> {
    const { outcomes, size, extraRequests } = this.#shared
    let rest = items
    let isRefused = false
    while (rest.length > 0 && outcomes.ended === undefined) {
      if (cause && isRefusal(cause) && ++extraRequests.count > MAX_EXTRA_REQUESTS) {
        outcomes.leave(rest, cause, NOT_SENT_ALONE)
        return true
      }
      const part = size.take(rest)
      const request = new ItemRequest(part.items, this.#prepare)
      const failure = await this.#send(request, part, cause)
      if (failure !== undefined) await this.#sendAgain(request, failure, cause)
      isRefused ||= isRefusal(failure)
      rest = [...request.rest, ...rest.slice(part.items.length)]
    }
    return isRefused
  }

  /** Sends a request, over all of its attempts. Returns why it failed as a whole; its other items are settled. */
  async #send(request: ItemRequest<T>, part: SizedPart<T>, cause: ApiFailure | undefined): Promise<unknown> {
    const { outcomes, namespace, size, log } = this.#shared
    const isSplit = (failure: ApiFailure): boolean =>
      isTooLarge(failure, request) &&
      // A small request is split only to find the item that takes too long, once waiting has not helped.
      (cause !== undefined || !failure.isTransient || !size.isSmallest(request.pending))
    let last: ApiFailure | undefined
    const attempt = async (): Promise<void> => {
      // The run may have ended while this request waited.
      if (outcomes.ended !== undefined) throw last ?? new Cancelled(false)
      try {
        await request.attempt()
      } catch (error) {
        if (isTooLarge(error, request) && size.failed(part, request.pending)) {
          const smaller = `the next ones have at most ${counted(size.pairs, 'key')}`
          log(`Request for ${describeKeys(request.pending)} failed: ${error.message}; ${smaller}`)
        }
        if (error instanceof ApiFailure) last = error
        throw error
      }
    }
    const isRetried = (failure: ApiFailure): boolean =>
      failure.isTransient && outcomes.ended === undefined && !isSplit(failure)
    let failure: unknown
    try {
      await namespace.retry.run(attempt, isRetried, () => describeKeys(request.pending))
    } catch (error) {
      failure = error
    }
    if (failure === undefined && request.done.length > 0) size.worked(part)
    else size.undecided(part)
    outcomes.doubt(request.doubtful)
    for (const { items, envelope } of request.done) outcomes.succeed(items, envelope)
    for (const [item, error] of request.unsendable) outcomes.fail([item], error)
    return failure
  }

  /** Sends the items of a request that failed in smaller requests, if that can help. */
  async #sendAgain(request: ItemRequest<T>, failure: unknown, cause: ApiFailure | undefined): Promise<void> {
    const { size, outcomes, log } = this.#shared
    const { pending } = request
    if (pending.length > 1 && isRefusal(failure)) {
      if (!cause) log(`Request for ${describeKeys(pending)} refused: ${failure.message}; looking for the refused keys`)
      await this.#narrowDown(pending, namedItems(failure, request.sent), failure)
    } else if (isTooLarge(failure, request)) {
      if (!size.isSmallest(pending)) {
        await this.do(pending)
        return
      }
      if (!cause) log(`Request for ${describeKeys(pending)} failed: ${failure.message}; looking for the cause`)
      for (const half of halves(pending)) await this.do(half, failure)
    } else outcomes.fail(pending, failure)
  }

  /**
   * Sends the items of a refused request again. Each item that the API named gets a request of its own, and the others go
   * together. If the API named none of them, or all, sends the halves.
   */
  async #narrowDown(refused: readonly T[], named: ReadonlySet<T>, failure: KvApiError): Promise<void> {
    const others = refused.filter((item) => !named.has(item))
    if (others.length > 0 && others.length < refused.length) {
      for (const item of refused.filter((item) => named.has(item))) await this.do([item], failure)
      await this.do(others, failure)
      return
    }
    const [left, right] = halves(refused)
    const isLeftRefused = await this.do(left, failure)
    // If the left half has no refused item, the right half has one, and would be refused as a whole.
    if (isLeftRefused || right.length === 1) await this.do(right, failure)
    else await this.#narrowDown(right, new Set(), failure)
  }
}

const NOT_SENT_ALONE = `refused together with other keys and not sent alone, since the run already sent ${MAX_EXTRA_REQUESTS} extra requests to find refused keys`

/** Whether the API refused a request because of one of its pairs. */
function isRefusal(failure: unknown): failure is KvApiError {
  return failure instanceof KvApiError && failure.isAboutPair
}

/** Whether a request failed because of its size, so that its parts may succeed. */
function isTooLarge<T extends Item>(failure: unknown, { pending }: ItemRequest<T>): failure is ApiFailure {
  return failure instanceof ApiFailure && failure.isTooLarge && pending.length > 1
}

/** Returns how many keys a request is about, and the first of them, for the log. */
function describeKeys(items: readonly Item[]): string {
  return `${counted(items.length, 'key')} (${items.length > 1 ? 'first ' : ''}${quoted(items[0]?.key ?? '')})`
}

function halves<T>(items: readonly T[]): readonly [readonly T[], readonly T[]] {
  const middle = Math.ceil(items.length / 2)
  return [items.slice(0, middle), items.slice(middle)]
}

/**
 * Returns the items that the errors of a refusal point at by their index, as `/3/expiration` does.
 *
 * @param sent the items of the request, in its order
 */
export function namedItems<T>({ pointers }: KvApiError, sent: readonly T[]): ReadonlySet<T> {
  const indexes = pointers.map((pointer) => /(?:^|\/)(\d+)(?=\/|$)/.exec(pointer)?.[1])
  return new Set(indexes.flatMap((index) => (index === undefined ? [] : sent.slice(Number(index), Number(index) + 1))))
}

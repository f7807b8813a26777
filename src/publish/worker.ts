import { ApiFailure } from '../kv/api-failure.ts'
import type { Envelope, KvApiError } from '../kv/envelope.ts'
import type { Retry } from '../kv/retry.ts'
import { counted } from '../shared/text.ts'
import { BulkRequest } from './bulk-request.ts'
import type { ExtraRequests } from './extra-requests.ts'
import type { Item, Operation, Prepare } from './operation.ts'
import type { Outcomes } from './outcomes.ts'
import { isRefusal, namedItems, narrowDown, NOT_TRIED_ALONE } from './refusals.ts'
import { type RequestSize, Trial } from './request-size.ts'

/** What the workers of a run share. */
export interface WorkerRun<T extends Item> {
  readonly operation: Operation<T>
  readonly retry: Retry
  readonly outcomes: Outcomes
  readonly size: RequestSize
  readonly extraRequests: ExtraRequests
  readonly log: (line: string) => void
}

/** The result of a request, as far as the next request depends on it. */
interface Sent<T> {
  /** Items that did not fit. */
  readonly rest: readonly T[]
  /** Whether the API refused the request because of one of its pairs. */
  readonly isRefused: boolean
}

/** Sends one request at a time, in memory of its own. */
export class Worker<T extends Item> {
  readonly #run: WorkerRun<T>
  readonly #prepare: Prepare<T>
  #trial = new Trial()
  #isNarrowing = false

  constructor(run: WorkerRun<T>) {
    this.#run = run
    this.#prepare = run.operation.preparer()
  }

  /** Does these items in as many requests as they need. */
  async do(items: readonly T[]): Promise<void> {
    const { outcomes, size } = this.#run
    let rest = items
    while (rest.length > 0 && outcomes.ended === undefined) {
      const first = size.first(rest)
      const sent = await this.#send(first)
      rest = [...sent.rest, ...rest.slice(first.length)]
    }
  }

  /** Does a single item in a request of its own, if the API has one, and several in a bulk request. */
  #send(items: readonly T[]): Promise<Sent<T>> {
    const { single, canGoAlone = (): boolean => true } = this.#run.operation
    const [first] = items
    return single && first && items.length === 1 && canGoAlone(first)
      ? this.#sendSingle(first, single)
      : this.#sendBulk(items)
  }

  async #sendSingle(item: T, single: (item: T) => Promise<Envelope>): Promise<Sent<T>> {
    const attempt = (): Promise<Envelope> =>
      this.#attempt(
        () => single(item),
        () => [item]
      )
    const sent = await settled(this.#run.retry.run(attempt, this.#isRetried))
    if ('failure' in sent) this.#fail([item], sent.failure)
    else this.#succeed([item], sent.value)
    return { rest: [], isRefused: 'failure' in sent && isRefusal(sent.failure) }
  }

  async #sendBulk(items: readonly T[]): Promise<Sent<T>> {
    const { operation, outcomes, retry } = this.#run
    const bulk = new BulkRequest(items, operation.done, this.#prepare)
    const isSplit = (failure: unknown): failure is ApiFailure =>
      failure instanceof ApiFailure && failure.isTooLarge && bulk.pending.length > 1
    const attempt = (): Promise<void> =>
      this.#attempt(
        () => bulk.attempt(),
        () => bulk.pending,
        () => bulk.isInDoubt
      )
    const sent = await settled(retry.run(attempt, (failure) => this.#isRetried(failure) && !isSplit(failure)))
    for (const { items, envelope } of bulk.done) this.#succeed(items, envelope)
    for (const [item, error] of bulk.unsendable) outcomes.fail([item], error)
    if (!('failure' in sent)) return { rest: bulk.rest, isRefused: false }
    if (isSplit(sent.failure)) await this.#sendHalves(bulk.pending, sent.failure)
    else if (isRefusal(sent.failure) && bulk.pending.length > 1) await this.#narrowDown(bulk, sent.failure)
    else this.#fail(bulk.pending, sent.failure)
    return { rest: bulk.rest, isRefused: isRefusal(sent.failure) }
  }

  /** Sends items whose request was too large as two requests, and takes note of the size that worked. */
  async #sendHalves(items: readonly T[], failure: ApiFailure): Promise<void> {
    const { log, outcomes, size } = this.#run
    outcomes.split(failure)
    log(`Request failed: ${failure.message}; sending these ${counted(items.length, 'key')} as two requests`)
    const whole = this.#trial
    this.#trial = new Trial()
    const middle = Math.ceil(items.length / 2)
    await this.do(items.slice(0, middle))
    await this.do(items.slice(middle))
    size.learn(this.#trial)
    whole.join(this.#trial)
    this.#trial = whole
  }

  /** Sends the items of a refused request again in smaller requests, until only the refused items have failed. */
  async #narrowDown({ pending, sent }: BulkRequest<T>, failure: KvApiError): Promise<void> {
    const isOutermost = !this.#isNarrowing
    if (isOutermost) {
      this.#run.log(
        `Request refused: ${failure.message}; looking for the refused ones of ${counted(pending.length, 'key')}`
      )
    }
    this.#isNarrowing = true
    await narrowDown(pending, namedItems(failure, sent), (items) => this.#sendExtra(items, failure))
    this.#isNarrowing = !isOutermost
  }

  /** Sends a part of a request that was refused. Returns whether it is refused, too. */
  async #sendExtra(items: readonly T[], failure: KvApiError): Promise<boolean> {
    const { extraRequests, outcomes } = this.#run
    if (outcomes.ended !== undefined) return true
    if (!extraRequests.take()) {
      outcomes.fail(items, failure, NOT_TRIED_ALONE)
      return true
    }
    const { rest, isRefused } = await this.#send(items)
    await this.do(rest)
    return isRefused
  }

  #succeed(items: readonly T[], envelope: Envelope | undefined): void {
    this.#trial.accept(items)
    this.#run.outcomes.succeed(items, envelope)
  }

  #fail(items: readonly T[], failure: unknown): void {
    if (failure instanceof ApiFailure && failure.isTooLarge) this.#trial.isAboutItem = true
    this.#run.outcomes.fail(items, failure)
  }

  /** Makes an attempt. If it fails, takes note of the items that it may have done. */
  async #attempt<R>(send: () => Promise<R>, items: () => readonly T[], isInDoubt = (): boolean => false): Promise<R> {
    try {
      return await send()
    } catch (failure) {
      const isUncertain = failure instanceof ApiFailure && (failure.isUncertain || isInDoubt())
      if (isUncertain) this.#run.outcomes.suspect(items())
      throw failure
    }
  }

  readonly #isRetried = (failure: ApiFailure): boolean => failure.isTransient && this.#run.outcomes.ended === undefined
}

async function settled<T>(promise: Promise<T>): Promise<{ readonly value: T } | { readonly failure: unknown }> {
  try {
    return { value: await promise }
  } catch (failure) {
    return { failure }
  }
}

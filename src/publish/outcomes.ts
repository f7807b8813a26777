import type { Change } from '../plan/change.ts'
import { isFailure, type Outcome, type OutcomeStatus, type PublishResult } from './outcome.ts'
import { type Envelope, KvApiError } from '../kv/envelope.ts'
import { Cancelled, describeFailure, ApiFailure } from '../kv/api-failure.ts'
import type { Item } from './operation.ts'

// If the API responds to no attempt of this many requests in a row, it will not respond to the next one either.
const MAX_UNANSWERED_REQUESTS = 10

/** Collects what becomes of the items of a run. */
export class Outcomes {
  readonly #outcomes = new Map<Item, Outcome>()
  readonly #doubtful = new Set<Item>()
  readonly #envelopes: Envelope[] = []
  #onOutcome: (outcome: Outcome) => void = () => undefined
  #onEnd = (): void => undefined
  #unanswered = 0
  #ended: string | undefined

  /**
   * Sets what is called from now on.
   *
   * @param onOutcome called as each item is done
   * @param onEnd called when no further request can succeed
   */
  watch(onOutcome: (outcome: Outcome) => void, onEnd: () => void): void {
    this.#onOutcome = onOutcome
    this.#onEnd = onEnd
  }

  /** Why no further request can succeed; undefined as long as one may. */
  get ended(): string | undefined {
    return this.#ended
  }

  /** Records items that an attempt may have done even though it failed. Only a later success makes them certain. */
  doubt(items: Iterable<Item>): void {
    for (const item of items) this.#doubtful.add(item)
  }

  /** Records items that the API has done. */
  succeed(items: readonly Item[], envelope: Envelope | undefined): void {
    this.#unanswered = 0
    if (envelope) this.#envelopes.push(envelope)
    for (const entry of items) this.#settle({ entry, status: doneStatus(entry) })
  }

  /**
   * Records items that were not done.
   *
   * @param cause what an attempt threw, or why they were not sent
   */
  fail(items: readonly Item[], cause: unknown): void {
    if (cause instanceof KvApiError && cause.envelope) this.#envelopes.push(cause.envelope)
    if (cause instanceof ApiFailure) this.#observe(cause)
    const status = cause instanceof Cancelled ? 'not-started' : 'failed'
    const details = {
      ...(status === 'failed' && !(cause instanceof ApiFailure) && { wasSent: false as const }),
      ...(cause instanceof KvApiError && cause.isAboutPair && { isRefused: true as const })
    }
    const error = cause instanceof Cancelled && this.#ended !== undefined ? this.#ended : explain(cause)
    for (const entry of items) this.#settle(this.#undone(entry, status, error, details))
  }

  /** Records items of a refused request that are not sent again, so that it is not known which of them was refused. */
  leave(items: readonly Item[], cause: KvApiError, why: string): void {
    if (cause.envelope) this.#envelopes.push(cause.envelope)
    for (const entry of items) this.#settle(this.#undone(entry, 'not-started', `${explain(cause)}; ${why}`))
  }

  /** Ends the run when no other request can succeed. */
  #observe(failure: ApiFailure): void {
    this.#unanswered = failure.isUnanswered ? this.#unanswered + 1 : 0
    if (this.#ended !== undefined || (!failure.endsRun && this.#unanswered < MAX_UNANSWERED_REQUESTS)) return
    this.#ended = describeFailure(failure)
    this.#onEnd()
  }

  /** Returns the outcome of an item that was not done: `unknown` if an attempt may have done it. */
  #undone(entry: Item, status: OutcomeStatus, error: string | undefined, details: Partial<Outcome> = {}): Outcome {
    if (this.#doubtful.has(entry)) {
      const unknown = `it is unknown whether it was ${doneStatus(entry)}`
      return { entry, status: 'unknown', error: `${error ?? 'not sent again'}; ${unknown}` }
    }
    return { entry, status, ...(error !== undefined && { error }), ...details }
  }

  #settle(outcome: Outcome): void {
    this.#outcomes.set(outcome.entry, outcome)
    this.#onOutcome(outcome)
  }

  /** Records items that are not sent at all. */
  skip(items: readonly Item[], why: string): void {
    for (const entry of items) this.#outcomes.set(entry, this.#undone(entry, 'not-started', why))
  }

  /** Returns what became of `items`, in their order. */
  of(items: readonly Item[]): Outcome[] {
    return items.map((entry) => this.#outcomes.get(entry) ?? this.#undone(entry, 'not-started', this.#ended))
  }

  /** Returns what became of each change, in their order. A key that was not to be changed is kept or unchanged. */
  result(changes: readonly Change[]): PublishResult {
    const ended = this.#ended
    const outcomes = changes.flatMap((change): Outcome[] => {
      const { entry, status } = change
      if (status === 'kept' || status === 'unchanged') return [{ entry, status }]
      return this.of([entry])
    })
    const response = {
      errors: this.#envelopes.flatMap(({ errors }) => errors),
      messages: this.#envelopes.flatMap(({ messages }) => messages),
      result: this.#apiResult(outcomes)
    }
    return { outcomes, response, ...(ended !== undefined && { ended }) }
  }

  /** The API's own result for a single change. */
  #apiResult(outcomes: readonly Outcome[]): unknown {
    const changed = outcomes.filter(({ status }) => status !== 'unchanged' && status !== 'kept')
    if (changed.length === 1) return this.#envelopes[0]?.result ?? null
    const sent = changed.filter(({ status, wasSent }) => status !== 'not-started' && wasSent !== false)
    const unsuccessful = sent.filter(isFailure).map(({ entry }) => entry.key)
    return { successful_key_count: sent.length - unsuccessful.length, unsuccessful_keys: unsuccessful }
  }
}

function doneStatus({ value }: Item): 'written' | 'deleted' {
  return value ? 'written' : 'deleted'
}

function explain(cause: unknown): string {
  if (cause instanceof ApiFailure) return describeFailure(cause)
  return Error.isError(cause) ? cause.message : String(cause)
}

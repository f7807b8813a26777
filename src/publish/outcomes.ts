import type { Deletion } from '../entries/entry.ts'
import type { Change } from '../plan/change.ts'
import { type ApiResponse, isFailure, type Outcome, type OutcomeStatus, type PublishResult } from './outcome.ts'
import { type Envelope, KvApiError } from '../kv/envelope.ts'
import { Cancelled, describeFailure, ApiFailure } from '../kv/api-failure.ts'
import type { Item, Operation } from './operation.ts'

// If the API responds to no attempt of this many requests in a row, it will not respond to the next one either.
const MAX_UNANSWERED_REQUESTS = 10

/** Collects what becomes of the items of a run. */
export class Outcomes {
  readonly #done: Operation<Item>['done']
  readonly #onOutcome: (outcome: Outcome) => void
  readonly #outcomes = new Map<Item, Outcome>()
  readonly #onEnd: () => void
  readonly #doubtful = new Set<Item>()
  readonly #refused = new Set<Item>()
  readonly #envelopes: Envelope[] = []
  #unanswered = 0
  #ended: string | undefined

  /**
   * @param done status of an item when the API has done it
   * @param onOutcome called as each item is done
   * @param onEnd called when no further request can succeed
   */
  constructor(done: Operation<Item>['done'], onOutcome: (outcome: Outcome) => void, onEnd: () => void) {
    this.#done = done
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
    for (const entry of items) this.#settle({ entry, status: this.#done })
  }

  /**
   * Records items that were not done.
   *
   * @param cause what an attempt threw, or why they were not sent
   */
  fail(items: readonly Item[], cause: unknown): void {
    if (cause instanceof KvApiError && cause.isAboutPair) for (const item of items) this.#refused.add(item)
    if (cause instanceof KvApiError && cause.envelope) this.#envelopes.push(cause.envelope)
    if (cause instanceof ApiFailure) this.#observe(cause)
    const status = cause instanceof Cancelled ? 'not-started' : 'failed'
    const wasSent = status !== 'failed' || cause instanceof ApiFailure
    const error = cause instanceof Cancelled && this.#ended !== undefined ? this.#ended : explain(cause)
    for (const entry of items) this.#settle(this.#undone(entry, status, error, wasSent))
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
  #undone(entry: Item, status: OutcomeStatus, error: string | undefined, wasSent = true): Outcome {
    if (this.#doubtful.has(entry)) {
      const unknown = `it is unknown whether it was ${this.#done}`
      return { entry, status: 'unknown', error: `${error ?? 'not sent again'}; ${unknown}` }
    }
    const isRefused = status === 'failed' && this.#refused.has(entry)
    const details = { ...(error !== undefined && { error }), ...(!wasSent && { wasSent }) }
    return { entry, status, ...details, ...(isRefused && { isRefused }) }
  }

  #settle(outcome: Outcome): void {
    this.#outcomes.set(outcome.entry, outcome)
    this.#onOutcome(outcome)
  }

  /** Returns what became of `items`, in their order. */
  result(items: readonly Item[]): PublishResult {
    const ended = this.#ended
    const outcomes = items.map((entry) => this.#outcomes.get(entry) ?? this.#undone(entry, 'not-started', ended))
    return {
      outcomes,
      response: mergeEnvelopes(this.#envelopes, outcomes),
      ...(ended !== undefined && { ended })
    }
  }
}

function explain(cause: unknown): string {
  if (cause instanceof ApiFailure) return describeFailure(cause)
  return Error.isError(cause) ? cause.message : String(cause)
}

/** Returns the outcomes of deletions that are not sent because a write failed. */
export function skipped(deletions: readonly Deletion[]): PublishResult {
  const error = 'not deleted because not every key was written'
  const outcomes = deletions.map((entry): Outcome => ({ entry, status: 'not-started', error }))
  return { outcomes, response: { errors: [], messages: [], result: null } }
}

/** Returns the result of a run that published `changes` in steps. A key that no step changed is kept or unchanged. */
export function joinResults(changes: readonly Change[], steps: readonly PublishResult[]): PublishResult {
  const [only] = steps
  const done = new Map(steps.flatMap(({ outcomes }) => outcomes.map((outcome) => [outcome.entry, outcome] as const)))
  const outcomes = changes.map(({ entry, status }): Outcome => {
    return done.get(entry) ?? { entry, status: status === 'kept' ? status : 'unchanged' }
  })
  const ended = steps.find((step) => step.ended !== undefined)?.ended
  const response: ApiResponse = {
    errors: steps.flatMap(({ response }) => response.errors),
    messages: steps.flatMap(({ response }) => response.messages),
    result: only && steps.length === 1 ? only.response.result : countOutcomes([...done.values()])
  }
  return { outcomes, response, ...(ended !== undefined && { ended }) }
}

function mergeEnvelopes(envelopes: readonly Envelope[], outcomes: readonly Outcome[]): ApiResponse {
  return {
    errors: envelopes.flatMap(({ errors }) => errors),
    messages: envelopes.flatMap(({ messages }) => messages),
    result: outcomes.length === 1 ? (envelopes[0]?.result ?? null) : countOutcomes(outcomes)
  }
}

function countOutcomes(outcomes: readonly Outcome[]): object {
  const sent = outcomes.filter(({ status, wasSent }) => status !== 'not-started' && wasSent !== false)
  const unsuccessful = sent.filter(isFailure).map(({ entry }) => entry.key)
  return { successful_key_count: sent.length - unsuccessful.length, unsuccessful_keys: unsuccessful }
}

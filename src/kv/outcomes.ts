import type { Entry } from '../entries/entry.ts'
import type { ApiResponse, Outcome, Status } from '../outcome.ts'
import { type Envelope, KvApiError } from './envelope.ts'
import { Cancelled, Fault } from './fault.ts'

/** What a run of writes came to. */
export interface WriteResult {
  /** One for each entry, in their order. */
  readonly outcomes: readonly Outcome[]
  readonly response: ApiResponse
  /** Why the run ended before every request was sent: none would have gone well. */
  readonly ended?: string
}

// An API that answers none of so many requests, in all their attempts, will not answer the next either.
const MAX_UNANSWERED_REQUESTS = 10

/** Collects what becomes of the entries of a run. */
export class Outcomes {
  readonly #onOutcome: (outcome: Outcome) => void
  readonly #outcomes = new Map<Entry, Outcome>()
  readonly #suspects = new Set<Entry>()
  readonly #envelopes: Envelope[] = []
  #unanswered = 0
  #ended: string | undefined

  /** @param onOutcome called as each entry is done */
  constructor(onOutcome: (outcome: Outcome) => void) {
    this.#onOutcome = onOutcome
  }

  /** Why no further request will go well; undefined as long as one may. */
  get ended(): string | undefined {
    return this.#ended
  }

  /** Takes note of an attempt that failed and may have written these entries all the same. */
  suspect(entries: readonly Entry[]): void {
    for (const entry of entries) this.#suspects.add(entry)
  }

  /** Takes note of entries that the API has written. */
  succeed(entries: readonly Entry[], envelope: Envelope): void {
    this.#unanswered = 0
    this.#envelopes.push(envelope)
    for (const entry of entries) this.#settle({ entry, status: 'written' })
  }

  /** Takes note of entries that were not written, for a reason that an attempt threw. */
  fail(entries: readonly Entry[], cause: unknown): void {
    if (cause instanceof KvApiError && cause.envelope) this.#envelopes.push(cause.envelope)
    const error = explain(cause)
    if (cause instanceof Fault) this.#endIfHopeless(cause, error)
    const status = cause instanceof Cancelled ? (cause.wasSent ? 'unknown' : 'not-started') : 'failed'
    for (const entry of entries) this.#settle(this.#unwritten(entry, status, error))
  }

  /** What an earlier attempt may have written is not told as if it were not. */
  #unwritten(entry: Entry, status: Status, error: string | undefined): Outcome {
    if (!this.#suspects.has(entry)) return { entry, status, ...(error !== undefined && { error }) }
    const isFailure = status === 'failed'
    return {
      entry,
      status: isFailure ? status : 'unknown',
      error: `${error ?? 'not sent again'}; whether it was written is not known`
    }
  }

  #endIfHopeless({ isUnauthorized, isUnanswered }: Fault, reason: string): void {
    this.#unanswered = isUnanswered ? this.#unanswered + 1 : 0
    if (isUnauthorized || this.#unanswered >= MAX_UNANSWERED_REQUESTS) this.#ended ??= reason
  }

  #settle(outcome: Outcome): void {
    this.#outcomes.set(outcome.entry, outcome)
    this.#onOutcome(outcome)
  }

  /** Returns what became of `entries`, in their order. */
  result(entries: readonly Entry[]): WriteResult {
    const ended = this.#ended
    const outcomes = entries.map((entry) => this.#outcomes.get(entry) ?? this.#unwritten(entry, 'not-started', ended))
    return { outcomes, response: mergeEnvelopes(this.#envelopes, outcomes), ...(ended !== undefined && { ended }) }
  }
}

function explain(cause: unknown): string {
  if (!(cause instanceof Fault)) return Error.isError(cause) ? cause.message : String(cause)
  const attempts = cause.attempts > 1 ? `, after ${cause.attempts} attempts` : ''
  return cause.message + attempts
}

function mergeEnvelopes(envelopes: readonly Envelope[], outcomes: readonly Outcome[]): ApiResponse {
  const unsuccessful = outcomes.filter(({ status }) => status !== 'written').map(({ entry }) => entry.key)
  return {
    errors: envelopes.flatMap(({ errors }) => errors),
    messages: envelopes.flatMap(({ messages }) => messages),
    result:
      outcomes.length === 1
        ? (envelopes[0]?.result ?? null)
        : { successful_key_count: outcomes.length - unsuccessful.length, unsuccessful_keys: unsuccessful }
  }
}

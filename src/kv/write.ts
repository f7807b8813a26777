import type { Entry } from '../entries/entry.ts'
import type { ApiResponse, Outcome } from '../outcome.ts'
import { type Envelope, KvApiError } from './envelope.ts'
import type { Namespace } from './namespace.ts'

/** What a run of writes came to. */
export interface WriteResult {
  /** One for each entry, in their order. */
  readonly outcomes: readonly Outcome[]
  readonly response: ApiResponse
}

/**
 * Writes every entry, `concurrency` requests at a time. An entry's failure is its outcome and does not stop the others.
 *
 * @param onOutcome called as each entry is done
 */
export async function writeEntries(
  entries: readonly Entry[],
  namespace: Namespace,
  concurrency: number,
  onOutcome: (outcome: Outcome) => void
): Promise<WriteResult> {
  const outcomes: Outcome[] = []
  const envelopes: Envelope[] = []
  // One iterator for all: each worker takes the next entry that none has taken.
  const queue = entries.entries()
  const work = async (): Promise<void> => {
    for (const [index, entry] of queue) {
      const outcome = await writeEntry(entry, namespace, envelopes)
      outcomes[index] = outcome
      onOutcome(outcome)
    }
  }
  await Promise.all(Array.from({ length: concurrency }, work))
  return { outcomes, response: mergeEnvelopes(envelopes, outcomes) }
}

async function writeEntry(entry: Entry, namespace: Namespace, envelopes: Envelope[]): Promise<Outcome> {
  try {
    envelopes.push(await namespace.put(entry))
    return { entry, status: 'written' }
  } catch (error) {
    if (error instanceof KvApiError && error.envelope) envelopes.push(error.envelope)
    return { entry, status: 'failed', error: error instanceof Error ? error.message : String(error) }
  }
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

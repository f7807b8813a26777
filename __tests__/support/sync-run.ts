import { Diagnostics } from '../../src/shared/diagnostics.ts'
import type { Inputs } from '../../src/inputs/inputs.ts'
import type { Sync } from '../../src/plan/compare.ts'
import type { Report } from '../../src/report/report.ts'
import { run } from '../../src/run.ts'
import { makeInputs, makeTarget, WRITE_ALL } from './run-inputs.ts'
import { makeClock } from './transport.ts'

/** The settings that a test can change. */
export interface SyncSettings extends Partial<Sync> {
  readonly maxRetries?: number
  /** Seconds, of every key. */
  readonly ttl?: number | undefined
  /** Distinguishes the requests of runs at once. */
  readonly apiToken?: string
}

/** Inputs of a run that syncs a map of pairs, or a list of entries, into the namespace behind `baseUrl`. */
export function syncInputs(
  baseUrl: string,
  pairs: object,
  { maxRetries = 0, ttl, apiToken = 'token-1', ...settings }: SyncSettings = {}
): Inputs {
  const sync: Sync = { ...WRITE_ALL, skipUnchanged: true, maxDeletions: { percent: 100 }, ...settings }
  const { keyPrefix } = sync
  return makeInputs(baseUrl, pairs, {
    target: { ...makeTarget(baseUrl), credentials: { apiToken } },
    sync,
    entrySettings: { keyPrefix, defaults: ttl === undefined ? {} : { expiry: { expirationTtl: ttl } } },
    maxRetries
  })
}

/** Syncs a map of pairs, or a list of entries, into the namespace behind `baseUrl`, with a fake clock. */
export function syncRun(baseUrl: string, pairs: object, settings?: SyncSettings): Promise<Report> {
  const signal = new AbortController().signal
  return run(syncInputs(baseUrl, pairs, settings), new Diagnostics(), {
    clock: makeClock(),
    signal,
    log: () => undefined
  })
}

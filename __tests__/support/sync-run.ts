import { Diagnostics } from '../../src/shared/diagnostics.ts'
import type { Inputs } from '../../src/inputs/inputs.ts'
import type { Sync } from '../../src/plan/compare.ts'
import type { Report } from '../../src/report/report.ts'
import { run } from '../../src/run.ts'
import { makeInputs, WRITE_ALL } from './run-inputs.ts'
import { makeClock } from './transport.ts'

/** The settings that a test can change. */
export interface SyncSettings extends Partial<Sync> {
  readonly maxRetries?: number
  /** Seconds, of every key. */
  readonly ttl?: number | undefined
}

/** Inputs of a run that syncs a map of pairs, or a list of entries, into the namespace behind `baseUrl`. */
export function syncInputs(
  baseUrl: string,
  pairs: object,
  { keyPrefix = '', managedBy = 'octo/site', maxRetries = 0, ttl, ...sync }: SyncSettings = {}
): Inputs {
  return makeInputs(baseUrl, pairs, {
    sync: {
      ...WRITE_ALL,
      skipUnchanged: true,
      managedBy,
      keyPrefix,
      maxDeletions: { percent: 100 },
      ...sync
    },
    shape: { keyPrefix, defaults: ttl === undefined ? {} : { expiry: { expirationTtl: ttl } } },
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

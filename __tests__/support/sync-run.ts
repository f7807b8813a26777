import { Diagnostics } from '../../src/shared/diagnostics.ts'
import type { Inputs } from '../../src/inputs/inputs.ts'
import type { Report } from '../../src/report/report.ts'
import { run } from '../../src/run.ts'
import { makeInputs } from './run-inputs.ts'
import { makeClock } from './transport.ts'

/** What a run of a test may have of its own. */
export interface SyncSettings {
  readonly keyPrefix?: string
  readonly prune?: boolean
  readonly dryRun?: boolean
  readonly maxRetries?: number
  readonly repository?: string
  /** Seconds, of every key. */
  readonly ttl?: number | undefined
}

/** Inputs of a run that syncs pairs into the namespace behind `baseUrl`. */
export function syncInputs(
  baseUrl: string,
  pairs: Readonly<Record<string, string>>,
  { keyPrefix = '', prune = false, dryRun = false, maxRetries = 0, repository = 'octo/site', ttl }: SyncSettings = {}
): Inputs {
  return makeInputs(baseUrl, pairs, {
    sync: { dryRun, skipUnchanged: true, prune, repository },
    shape: { keyPrefix, defaults: ttl === undefined ? {} : { expiry: { expirationTtl: ttl } } },
    maxRetries
  })
}

/** Syncs pairs into the namespace behind `baseUrl`, on a clock that nobody waits for. */
export function syncRun(
  baseUrl: string,
  pairs: Readonly<Record<string, string>>,
  settings?: SyncSettings
): Promise<Report> {
  const signal = new AbortController().signal
  return run(syncInputs(baseUrl, pairs, settings), new Diagnostics(), {
    clock: makeClock(),
    signal,
    log: () => undefined
  })
}

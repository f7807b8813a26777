import { Workspace } from '../../src/entries/workspace.ts'
import type { Inputs } from '../../src/inputs/inputs.ts'
import type { Target } from '../../src/kv/target.ts'
import type { Sync } from '../../src/plan/compare.ts'

export const ID = '0f2ac74b498b48028cb68387c421e279'

/** A run that writes everything, and compares and deletes nothing. */
export const WRITE_ALL: Sync = {
  dryRun: false,
  ifKeyExists: 'overwrite',
  skipUnchanged: false,
  prune: false,
  managedBy: 'octo/site',
  keyPrefix: '',
  maxDeletions: { percent: 30 },
  expectedPlanId: undefined
}

/** Returns the target of a run against the API at `baseUrl`. */
export function makeTarget(baseUrl: string, namespace: Target['namespace'] = { id: ID }): Target {
  return {
    credentials: { apiToken: 'token-1' },
    accountId: 'account',
    accountIdSource: 'input account-id',
    namespace,
    baseUrl
  }
}

/** Returns the inputs of a run that writes pairs to the API at `baseUrl`. */
export function makeInputs(baseUrl: string, pairs: object, inputs: Partial<Inputs> = {}): Inputs {
  return {
    target: makeTarget(baseUrl),
    checksOnly: false,
    credentials: [{ input: 'api-token', text: 'token-1' }],
    namespace: '',
    selection: { entries: JSON.stringify(pairs) },
    rules: undefined,
    sync: WRITE_ALL,
    showValues: false,
    entrySettings: { keyPrefix: '', defaults: {} },
    workspace: new Workspace(process.cwd(), undefined),
    backupFolder: undefined,
    concurrency: 4,
    maxRetries: 0,
    timeout: 5,
    summary: false,
    comment: undefined,
    ...inputs
  }
}

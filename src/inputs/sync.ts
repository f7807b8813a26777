import type { Diagnostics } from '../shared/diagnostics.ts'
import type { Selection } from '../entries/read.ts'
import type { Sync } from '../plan/plan.ts'
import { environment, type InputReader } from './reader.ts'
import { parseBoolean } from './scalars.ts'

/** Reads how the run treats what the namespace already holds. */
export async function readSync(reader: InputReader, selection: Selection | undefined): Promise<Sync> {
  const dryRun = await reader.setting('dry-run', 'false', parseBoolean)
  const skipUnchanged = await reader.setting('skip-unchanged', 'false', parseBoolean)
  const prune = await reader.setting('prune', 'false', parseBoolean)
  const repository = environment('GITHUB_REPOSITORY').toLowerCase()
  const sync = { dryRun, skipUnchanged: skipUnchanged || prune, prune, repository }
  if (prune) checkPrune(sync, selection, reader.diagnostics)
  return sync
}

/** Notes an error when it could not be told, or was hardly meant, what a run that prunes is to delete. */
export function checkPrune({ repository }: Sync, selection: Selection | undefined, diagnostics: Diagnostics): void {
  if (selection && 'key' in selection) {
    diagnostics.error('prune goes with glob, entries or entries-file, not with key: it would delete all keys but one')
  }
  if (repository === '') {
    diagnostics.error('prune needs the environment variable GITHUB_REPOSITORY, which tells whose keys it may delete')
  }
}

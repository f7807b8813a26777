import type { Diagnostics } from '../shared/diagnostics.ts'
import type { Selection } from '../entries/read.ts'
import type { Sync } from '../plan/plan.ts'

/** Notes an error when it could not be told, or was hardly meant, what a run that prunes is to delete. */
export function checkPrune({ repository }: Sync, selection: Selection | undefined, diagnostics: Diagnostics): void {
  if (selection && 'key' in selection) {
    diagnostics.error('prune goes with glob, entries or entries-file, not with key: it would delete all keys but one')
  }
  if (repository === '') {
    diagnostics.error('prune needs the environment variable GITHUB_REPOSITORY, which tells whose keys it may delete')
  }
}

import type { Diagnostics } from '../shared/diagnostics.ts'
import { readReportHeaders, type ReportHeader } from '../shared/report-header.ts'
import { quoted } from '../shared/text.ts'
import type { Sync } from './sync.ts'

/** What distinguishes a step from the others of its job. */
export interface Step {
  /** The run, the attempt and the job. */
  readonly job: string
  /** `RUNNER_TEMP`, with the reports of earlier steps. Undefined outside of a job. */
  readonly reportFolder: string | undefined
  /** Where the keys come from, for a reader: `glob "config/**"`. */
  readonly source: string
  /** Differs when the source differs. */
  readonly sourceDigest: string
}

/** Returns what the reports of earlier steps say, if it matters to this step. */
export function readEarlierSteps({ prune, expectedPlanId, step }: Sync): ReportHeader[] {
  const matters = prune || expectedPlanId !== undefined
  return matters && step.reportFolder !== undefined ? readReportHeaders(step.reportFolder, step.job) : []
}

/**
 * Records an error when an earlier step prunes the same keys and takes the keys that stay from another source: each of
 * the two would delete what the other wrote. A dry run does not conflict with the step that applies its plan.
 */
export function checkOtherSteps(
  earlier: readonly ReportHeader[],
  namespaceId: string,
  { prune, dryRun, scope, step }: Sync,
  diagnostics: Diagnostics
): void {
  if (!prune) return
  const other = earlier.find(
    (header) =>
      header.namespaceId === namespaceId &&
      header.dryRun === dryRun &&
      header.prune?.managedBy === scope.managedBy &&
      header.prune.keyPrefix === scope.keyPrefix &&
      header.prune.sourceDigest !== step.sourceDigest
  )
  if (!other?.prune) return
  const keys = scope.keyPrefix === '' ? 'without a key-prefix' : `under ${quoted(scope.keyPrefix)}`
  diagnostics.error(
    `an earlier step of this job also prunes the keys that ${quoted(scope.managedBy)} manages ${keys} in this namespace, from another source (${other.prune.source}; this step: ${step.source}). Each step would delete the keys of the other. Give each step its own key-prefix, or its own managed-by`
  )
}

import * as core from '@actions/core'
import type { Selection } from '../entries/read.ts'
import type { IfKeyExists, MaxDeletions, Sync } from '../plan/compare.ts'
import { PLAN_ID, PLAN_ID_PREFIX } from '../plan/plan-id.ts'
import { MANAGED_BY } from '../plan/stamp.ts'
import { type Diagnostics, InvalidValue } from '../shared/diagnostics.ts'
import { quoted } from '../shared/text.ts'
import type { InputReader } from './reader.ts'

/** The inputs on which those of this file depend. */
interface Context {
  readonly dryRun: boolean
  readonly prune: boolean
  readonly keyPrefix: string
  readonly selection: Selection | undefined
}

/** Reads how the run treats what the namespace already holds. */
export function readSync(reader: InputReader, { dryRun, prune, keyPrefix, selection }: Context): Sync {
  const ifKeyExists = reader.choice<IfKeyExists>('if-key-exists', ['overwrite', 'keep', 'error'])
  const skipUnchanged = reader.boolean('skip-unchanged') || prune
  const managedBy = reader.optional('managed-by', parseManagedBy)
  const maxDeletions = reader.parsed('max-deletions', parseMaxDeletions)
  const expectedPlanId = readExpectedPlanId(reader, skipUnchanged)
  if (prune) checkPrune(selection, reader.diagnostics)
  return {
    dryRun,
    ifKeyExists,
    skipUnchanged,
    prune,
    managedBy,
    keyPrefix,
    maxDeletions,
    expectedPlanId
  }
}

/**
 * Reads whether summary and comment show how values change.
 *
 * @param isComparing whether the run reads what the namespace holds
 */
export function readShowValues(reader: InputReader, isComparing: boolean): boolean {
  if (!reader.boolean('show-values')) return false
  const { diagnostics } = reader
  if (!isComparing) {
    diagnostics.error('show-values needs skip-unchanged or prune: only a run that compares knows which values change')
  }
  if (process.env['GITHUB_EVENT_NAME'] === 'pull_request_target') {
    diagnostics.error(
      'show-values is not allowed on pull_request_target, where a list of a fork could name any key and show its value: use the event pull_request'
    )
  }
  return true
}

function parseManagedBy(text: string): string {
  if (MANAGED_BY.test(text)) return text
  throw new InvalidValue(
    `must be 1 to 140 characters of A-Z a-z 0-9 . _ / @ + -, beginning with a letter or digit; got ${quoted(text)}`
  )
}

/**
 * Parses a count (`50`) or a percentage (`30%`).
 *
 * @throws InvalidValue when it is neither
 */
export function parseMaxDeletions(text: string): MaxDeletions {
  const [, digits, sign] = /^(\d+)(?:\.0+)?(%?)$/.exec(text) ?? []
  const number = Number(digits)
  if (digits === undefined || (sign && number > 100)) {
    throw new InvalidValue(
      `must be a number of keys, such as 50, or a percentage from 0% to 100%, such as 30%; got ${quoted(text)}`
    )
  }
  return sign ? { percent: number } : { count: number }
}

function readExpectedPlanId({ diagnostics }: InputReader, isComparing: boolean): string | undefined {
  // action.yml sets a default, so an empty text was given explicitly, for example by a missing output. It must not
  // count as approval.
  const isGiven = process.env['INPUT_EXPECTED-PLAN-ID'] !== undefined
  const text = core.getInput('expected-plan-id')
  if (!isGiven || text === ANY_PLAN) return undefined
  const id = diagnostics.attempt('expected-plan-id', () => parsePlanId(text))
  if (id !== undefined && !isComparing) {
    diagnostics.error('expected-plan-id needs skip-unchanged or prune: only a run that compares has a plan ID')
  }
  return id
}

const ANY_PLAN = 'any'

function parsePlanId(text: string): string {
  if (text === '') {
    throw new InvalidValue(
      'is given but empty: the output that it comes from is missing. Pass the plan-id of a dry run with skip-unchanged or prune, or leave expected-plan-id out to publish without an approved plan'
    )
  }
  if (PLAN_ID.test(text)) return text
  throw new InvalidValue(
    `must be the plan-id of a dry run, ${PLAN_ID_PREFIX} and 32 hex digits; got ${quoted(text)}. A plan ID with another beginning was made by another version of this action: plan and approve again with the same version`
  )
}

/** Records an error when it is not clear which keys a run that prunes may delete. */
function checkPrune(selection: Selection | undefined, diagnostics: Diagnostics): void {
  if (selection && 'key' in selection) {
    diagnostics.error('prune needs glob, entries or entries-file, not key: it would delete all keys but one')
  }
  if (!core.getInput('managed-by')) {
    diagnostics.error(
      'prune needs managed-by: a name for the set of keys that only this step writes, such as flags. It deletes the keys of that set that are no longer planned. Steps that plan or compare the same keys need the same name; steps that write other keys need another one'
    )
  }
}

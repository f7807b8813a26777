import { createHash } from 'node:crypto'
import type { Held } from '../kv/listing.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { listed } from '../shared/similar.ts'
import { counted, utf8Length } from '../shared/text.ts'
import type { Change } from './change.ts'
import { countChanges } from './counts.ts'
import { stampText } from './stamp.ts'

/** What a plan ID starts with. If the encoding changes, so must the prefix. */
export const PLAN_ID_PREFIX = 'p1-'

/** A plan ID of this version. */
export const PLAN_ID = /^p1-[0-9a-f]{32}$/

/**
 * Returns the ID of a plan. It is the same on every machine and day. It changes when the plan changes, or when the
 * metadata or expiration of a planned key in the namespace changes.
 *
 * @param changes with the stamps in the metadata of the entries to write
 */
export function planId(namespaceId: string, changes: readonly Change[], held: Held): string {
  const hash = createHash('sha256').update(joinParts([namespaceId]))
  // The order of the plan follows the order of files and lists, which may differ between machines.
  const sorted = changes.toSorted((a, b) => (a.entry.key < b.entry.key ? -1 : 1))
  for (const { entry, status } of sorted) {
    const { metadata, expiration } = held.get(entry.key) ?? {}
    const stamp = entry.value ? stampText(JSON.parse(entry.metadata ?? '{}')) : ''
    const heldMetadata = metadata == null ? '' : canonicalJson(metadata)
    hash.update(joinParts([entry.key, status, stamp, heldMetadata, expiration === undefined ? '' : String(expiration)]))
  }
  return PLAN_ID_PREFIX + hash.digest('hex').slice(0, 32)
}

/** The length of each part precedes it, so that two different plans never digest the same bytes. */
function joinParts(texts: readonly string[]): string {
  return texts.map((text) => `${utf8Length(text)}:${text}`).join('')
}

/** Metadata is compared without regard to the order of its properties, so its JSON has them in order. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) => {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) return part
    return Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
  })
}

/** Planned keys that a message names. */
const MAX_NAMES = 10

/**
 * Records an error when the plan is not the one that was approved. Nothing may be written or deleted then.
 *
 * @param expected the ID of the plan that was approved; undefined for any plan
 */
export function checkPlanId(
  planId: string,
  changes: readonly Change[],
  expected: string | undefined,
  diagnostics: Diagnostics
): void {
  if (expected === undefined || expected === planId) return
  const foreign = changes.filter(({ isForeign }) => isForeign).map(({ entry }) => entry.key)
  const verb = foreign.length === 1 ? 'was' : 'were'
  const compared = `The plan is now ${countChanges(changes)}; compare these counts with those of the approved dry run. Either expected-plan-id is not the plan-id of that dry run, or the files, the inputs or the namespace have changed since`
  // The counts can be the same when somebody else has written a planned key since.
  const written =
    foreign.length === 0
      ? ''
      : `. ${counted(foreign.length, 'planned key')} ${verb} not written by this set: ${listed(foreign, MAX_NAMES)}`
  diagnostics.error(
    `the plan is not the approved one: expected-plan-id is ${expected}, and the plan has the ID ${planId}. ${compared}${written}. Plan and approve again, with "Re-run all jobs": "Re-run failed jobs" would expect the old plan again`
  )
}

import type { Selected } from '../entries/entry.ts'
import type { Held } from '../kv/listing.ts'
import type { NamespaceInfo } from '../kv/target.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { listed } from '../shared/similar.ts'
import { counted, printable, quoted } from '../shared/text.ts'
import { type Change, isWrite } from './change.ts'
import type { Sync } from './compare.ts'
import type { Found } from './prune.ts'
import { type Owner, parseStamp } from './stamp.ts'

/** How many names a message lists. */
const MAX_NAMES = 5

/** Records an error for what the namespace cannot store, and for a backup of another namespace. */
export function checkNamespace(
  namespace: NamespaceInfo,
  selected: Selected,
  sync: Sync,
  diagnostics: Diagnostics
): void {
  if (namespace.isInstant) checkInstant(namespace, selected, sync, diagnostics)
  const { backupOf } = selected
  if (backupOf === undefined || backupOf === namespace.id) return
  diagnostics.error(
    `entries-file is a backup of namespace ${quoted(backupOf)}, and this step writes to ${quoted(namespace.id)}: set namespace to ${quoted(backupOf)} to restore it`
  )
}

/** KV Instant stores no metadata, and so no stamps. */
function checkInstant(
  { title }: NamespaceInfo,
  { entries }: Selected,
  { skipUnchanged, prune }: Sync,
  diagnostics: Diagnostics
): void {
  const what = `namespace ${quoted(title)} is a KV Instant namespace, which stores no metadata`
  if (skipUnchanged) {
    const input = prune ? 'prune' : 'skip-unchanged'
    diagnostics.error(`${what}: ${input} keeps a stamp in the metadata of each key. Remove ${input} from this step`)
  }
  const withMetadata = entries.filter(({ metadata }) => metadata !== undefined)
  const [first] = withMetadata
  if (!first) return
  const names = withMetadata.map(({ key }) => key)
  const keys = `${counted(names.length, 'key')} (${listed(names, MAX_NAMES)})`
  diagnostics.error(`${what}: remove the metadata of ${keys}`, first)
}

/** Records an error for each key to write that the namespace already holds, which `if-key-exists: error` asks for. */
export function checkNoneExists(changes: readonly Change[], held: Held, diagnostics: Diagnostics): void {
  for (const change of changes) {
    const { entry } = change
    if (!isWrite(change) || !held.has(entry.key)) continue
    diagnostics.error(
      `key ${quoted(entry.key)} (from ${printable(entry.source)}) exists in the namespace, and if-key-exists is error. To leave existing keys alone, set if-key-exists to keep; to replace them, set it to overwrite`,
      entry
    )
  }
}

/**
 * Records one warning that names the sets whose keys this step takes over. Logs how many other keys these sets leave
 * behind, and how many this set has under another key-prefix.
 */
export function noteOtherSets(
  changes: readonly Change[],
  { held, others }: Found,
  owner: Owner,
  diagnostics: Diagnostics,
  log: (line: string) => void
): void {
  const foreign = changes.filter((change) => isWrite(change) && change.isForeign)
  const keys = foreign.map(({ entry }) => entry.key)
  const takenOver = Map.groupBy(keys, (key) => parseStamp(key, held.get(key)?.metadata)?.managedBy)
  takenOver.delete(undefined)
  for (const [set, count] of others) {
    const left = `Left ${counted(count, 'key')} of the set ${quoted(set)} alone`
    if (set === owner.managedBy) log(`${left}, with another key-prefix`)
    else if (takenOver.has(set)) log(`${left}: if the set was renamed, delete them with delete: true`)
  }
  if (takenOver.size > 0) diagnostics.warning(describeTakeover(takenOver, owner))
}

function describeTakeover(takenOver: ReadonlyMap<string | undefined, readonly string[]>, { managedBy }: Owner): string {
  const sets = [...takenOver].slice(0, MAX_NAMES).map(([set = '', [first = '', ...others]]) => {
    const [are, them] = others.length > 0 ? ['belong', 'them'] : ['belongs', 'it']
    const more = others.length > 0 ? ` and ${counted(others.length, 'other key')}` : ''
    const prefix = set === managedBy ? ' with another key-prefix' : ''
    return `${printable(first)}${more} ${are} to the set ${quoted(set)}${prefix}; this step takes ${them} over`
  })
  const rest = takenOver.size - sets.length
  const more = rest > 0 ? `, and keys of ${counted(rest, 'more set')}` : ''
  const unmanaged = managedBy === undefined ? ', and no run prunes it without managed-by' : ''
  return `${sets.join('. ')}${more}${unmanaged}. If two steps write the same key, leave it out of one`
}

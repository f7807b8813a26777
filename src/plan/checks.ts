import type { Selected } from '../entries/entry.ts'
import type { Held } from '../kv/listing.ts'
import type { NamespaceInfo } from '../kv/namespace-info.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { counted, formatCount, printable, quoted } from '../shared/text.ts'
import { type Change, isWrite } from './change.ts'
import type { Sync } from './compare.ts'
import { isOwn, type Owner, parseStamp } from './stamp.ts'

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
  const names = withMetadata.slice(0, MAX_NAMES).map(({ key }) => quoted(key))
  const more = withMetadata.length > MAX_NAMES ? ', …' : ''
  const keys = `${counted(withMetadata.length, 'key')} (${names.join(', ')}${more})`
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

/** Adds one warning if this step overwrites keys that others manage. It names these managers. */
export function warnOfOtherSets(changes: readonly Change[], held: Held, owner: Owner, diagnostics: Diagnostics): void {
  const keys = new Map<string, string[]>()
  for (const change of changes) {
    const { key } = change.entry
    const manager = isWrite(change) ? otherManager(key, held, owner) : undefined
    if (manager === undefined) continue
    const managed = keys.get(manager)
    if (managed) managed.push(key)
    else keys.set(manager, [key])
  }
  if (keys.size > 0) diagnostics.warning(describe(keys))
}

function otherManager(key: string, held: Held, owner: Owner): string | undefined {
  const metadata = held.get(key)?.metadata
  const stamp = parseStamp(key, metadata)
  if (!stamp || isOwn(key, metadata, owner)) return undefined
  if (stamp.managedBy !== owner.managedBy) return quoted(stamp.managedBy)
  const prefix = Buffer.from(key).subarray(0, stamp.prefixBytes).toString()
  return `${quoted(stamp.managedBy)} with ${prefix === '' ? 'no key-prefix' : `the key-prefix ${quoted(prefix)}`}`
}

function describe(keys: ReadonlyMap<string, readonly string[]>): string {
  const total = [...keys.values()].reduce((sum, { length }) => sum + length, 0)
  const [are, them] = total === 1 ? ['is', 'it'] : ['are', 'them']
  const managers = [...keys].slice(0, MAX_NAMES).map(([manager, managed]) => {
    return `${manager} (${counted(managed.length, 'key')}, first ${quoted(managed[0] ?? '')})`
  })
  const rest = keys.size - managers.length
  const more = rest > 0 ? ` and ${formatCount(rest)} more` : ''
  return `${counted(total, 'planned key')} ${are} managed by ${managers.join(', ')}${more}: this step overwrites ${them} and manages ${them} from then on. If that is not intended, give each step its own keys`
}

import type { Held } from '../kv/held.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { counted, formatCount, quoted } from '../shared/text.ts'
import { type Change, isWrite } from './change.ts'
import { isInScope, parseStamp, type Scope } from './stamp.ts'

const MAX_MANAGERS = 5

/** Adds one warning if this step overwrites keys that others manage. It names these managers. */
export function warnOfOtherManagers(
  changes: readonly Change[],
  held: Held,
  scope: Scope,
  diagnostics: Diagnostics
): void {
  const keys = new Map<string, string[]>()
  for (const change of changes) {
    const { key } = change.entry
    const manager = isWrite(change) ? otherManager(key, held, scope) : undefined
    if (manager === undefined) continue
    const managed = keys.get(manager)
    if (managed) managed.push(key)
    else keys.set(manager, [key])
  }
  if (keys.size > 0) diagnostics.warning(describe(keys))
}

function otherManager(key: string, held: Held, scope: Scope): string | undefined {
  const metadata = held.get(key)?.metadata
  const stamp = parseStamp(key, metadata)
  if (!stamp || isInScope(key, metadata, scope)) return undefined
  if (stamp.managedBy !== scope.managedBy) return quoted(stamp.managedBy)
  const prefix = Buffer.from(key).subarray(0, stamp.prefixBytes).toString()
  return `${quoted(stamp.managedBy)} with ${prefix === '' ? 'no key-prefix' : `the key-prefix ${quoted(prefix)}`}`
}

function describe(keys: ReadonlyMap<string, readonly string[]>): string {
  const total = [...keys.values()].reduce((sum, { length }) => sum + length, 0)
  const [are, them] = total === 1 ? ['is', 'it'] : ['are', 'them']
  const managers = [...keys].slice(0, MAX_MANAGERS).map(([manager, managed]) => {
    return `${manager} (${counted(managed.length, 'key')}, first ${quoted(managed[0] ?? '')})`
  })
  const rest = keys.size - managers.length
  const more = rest > 0 ? ` and ${formatCount(rest)} more` : ''
  return `${counted(total, 'planned key')} ${are} managed by ${managers.join(', ')}${more}: this step overwrites ${them} and manages ${them} from then on. If that is not intended, give each step its own keys`
}

import type { Entry } from '../entries/entry.ts'
import type { NamespaceInfo } from '../kv/namespace-info.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { counted, quoted } from '../shared/text.ts'
import type { Sync } from './sync.ts'

const MAX_NAMES = 5

/**
 * Records an error for what a namespace of KV Instant cannot store: metadata, and so the stamps of runs that compare.
 * Does nothing for other namespaces.
 */
export function checkInstant(
  { isInstant, title }: NamespaceInfo,
  entries: readonly Entry[],
  { skipUnchanged, prune }: Sync,
  diagnostics: Diagnostics
): void {
  if (!isInstant) return
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

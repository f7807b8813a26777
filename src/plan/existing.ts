import type { Held } from '../kv/held.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { printable, quoted } from '../shared/text.ts'
import { type Change, isWrite } from './change.ts'

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

import type { Diagnostics } from '../shared/diagnostics.ts'
import type { Entry } from '../entries/entry.ts'
import { formatCount, printable, quoted, utf8Length } from '../shared/text.ts'

// https://developers.cloudflare.com/kv/platform/limits/
const KEY_MAX_BYTES = 512
const VALUE_MAX_BYTES = 26_214_400

/** Notes an error for whatever the service would refuse of the entries, and for every key that has two of them. */
export function checkEntries(entries: readonly Entry[], diagnostics: Diagnostics): void {
  checkLimits(entries, diagnostics)
  checkDuplicates(entries, diagnostics)
}

/** Notes an error for every key and value that the service would refuse. */
function checkLimits(entries: readonly Entry[], diagnostics: Diagnostics): void {
  for (const entry of entries) {
    for (const problem of [keyProblem(entry.key), valueProblem(entry.value.size)]) {
      if (problem) diagnostics.error(`key ${quoted(entry.key)} (from ${printable(entry.source)}) ${problem}`, entry)
    }
  }
}

/** Notes an error for every key that more than one entry would write. */
function checkDuplicates(entries: readonly Entry[], diagnostics: Diagnostics): void {
  const firsts = new Map<string, Entry>()
  for (const entry of entries) {
    const first = firsts.get(entry.key)
    if (!first) firsts.set(entry.key, entry)
    else {
      const sources = `${quoted(first.source)} and ${quoted(entry.source)}`
      diagnostics.error(`key ${quoted(entry.key)} has two sources, ${sources}; each key can have one`, entry)
    }
  }
}

function keyProblem(key: string): string | undefined {
  if (key === '') return `is empty; a key has 1 to ${KEY_MAX_BYTES} bytes`
  if (key === '.' || key === '..') return 'cannot be used: the service refuses . and .. as keys'
  if (!key.isWellFormed()) return 'is not valid Unicode: it has half of a surrogate pair'
  const size = utf8Length(key)
  if (size > KEY_MAX_BYTES) return `is ${formatCount(size)} bytes in UTF-8; a key has at most ${KEY_MAX_BYTES}`
  return undefined
}

function valueProblem(size: number): string | undefined {
  if (size <= VALUE_MAX_BYTES) return undefined
  return `has a value of ${formatCount(size)} bytes; a value has at most ${formatCount(VALUE_MAX_BYTES)} (25 MiB)`
}

import type { Deletion, Entry, Selected } from '../entries/entry.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { listed } from '../shared/similar.ts'
import { counted, escapeCharacter, formatCount, printable, quoted, utf8Length } from '../shared/text.ts'

// https://developers.cloudflare.com/kv/platform/limits/
const KEY_MAX_BYTES = 512
/** Bytes of a value that the service takes. */
export const VALUE_MAX_BYTES = 26_214_400

/** Names that one message lists. */
const MAX_NAMES = 3

type Item = Entry | Deletion

/**
 * Records an error for each key and value that the service would refuse, and one for each key that occurs more than once.
 * Warns of keys that are probably a mistake.
 */
export function checkLimits({ entries, deletions }: Selected, diagnostics: Diagnostics): void {
  const items = [...entries, ...deletions]
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const item of items) {
    const { key, value, source } = item
    // Each key is checked once: thousands of equal problems help nobody.
    if (seen.has(key)) repeated.add(key)
    else {
      seen.add(key)
      for (const problem of [keyProblem(key), value && valueProblem(value.size)]) {
        if (problem) diagnostics.error(`key ${quoted(key)} (from ${printable(source)}) ${problem}`, item)
      }
    }
  }
  const ofRepeated = items.filter(({ key }) => repeated.has(key))
  for (const [key, found] of Map.groupBy(ofRepeated, (item) => item.key)) {
    diagnostics.error(`key ${quoted(key)} ${describeRepeated(found)}`, found[1])
  }
  warnOfUnusualKeys(
    entries.map(({ key }) => key),
    diagnostics
  )
}

function describeRepeated(items: readonly Item[]): string {
  const names = items.map(({ source }) => source)
  const sources = listed(names, MAX_NAMES)
  const written = items.filter(({ value }) => value).length
  if (written === 0) return `is deleted more than once, in ${sources}; keep one`
  if (written < items.length) return `is both written and deleted, in ${sources}; keep one of them`
  return `has ${written === 2 ? 'two' : formatCount(written)} sources, ${sources}; each key can have one`
}

// Most keys, which need no further look: a plan may have a million.
const PLAIN = /^[!-~]*$/

// Zero-width spaces, marks of direction, no-break spaces, fillers and line separators. Not the joiners and variation
// selectors that emoji and some scripts need.
const INVISIBLE =
  /[\u00a0\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2007\u2028-\u202f\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]/

/**
 * The API documents that "all printable, non-whitespace characters are valid"; it accepts other characters, too, but
 * these are mostly a mistake.
 */
function warnOfUnusualKeys(keys: readonly string[], diagnostics: Diagnostics): void {
  const unusual = keys.filter((key) => !PLAIN.test(key) && (/\p{Cc}|^\s|\s$/u.test(key) || INVISIBLE.test(key)))
  if (unusual.length > 0) {
    const verb = unusual.length === 1 ? 'has' : 'have'
    diagnostics.warning(
      `${counted(unusual.length, 'key')} ${verb} control or invisible characters, or white space at the start or end: ${listed(unusual, MAX_NAMES)}. The API documents printable, non-whitespace characters`
    )
  }
  const variants = findVariants(keys).flat()
  if (variants.length === 0) return
  const escaped = variants.map((key) => key.replace(/[^ -~]/gu, escapeCharacter))
  diagnostics.warning(
    `${variants.length} keys differ only in Unicode normalization, so they are different keys: ${listed(escaped, 2 * MAX_NAMES)}`
  )
}

/** Returns groups of different keys that are the same in Unicode NFC. */
function findVariants(keys: readonly string[]): string[][] {
  const forms = new Set(keys.filter((key) => !PLAIN.test(key) && key !== key.normalize()).map((key) => key.normalize()))
  if (forms.size === 0) return []
  const similar = [...new Set(keys)].filter((key) => forms.has(key.normalize()))
  return [...Map.groupBy(similar, (key) => key.normalize()).values()].filter(({ length }) => length > 1)
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

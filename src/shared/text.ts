// Everything that acts on a terminal or that a reader cannot see: control, format and ignorable characters, line
// separators, spaces except the usual one, halves of surrogate pairs, noncharacters, and characters whose glyph is blank
// (Hangul and Khitan fillers, an empty Braille pattern, a null notehead, blank hieroglyphs).
const INVISIBLE =
  /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Zs}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u2800\u{1d159}\u{13441}\u{13442}]--\u0020]|\u{16fe4}/gv

// The runner still obeys its older commands, `##[add-mask]…`, anywhere in a line:
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
const LEGACY_COMMAND = /##(?=\[)/g

/**
 * Returns `text` as one line that can be read: what would break the line, cannot be seen, or is a command of the runner
 * becomes an escape (`\n`, `\u202e`, `\u{e0041}`). Use it for everything from a file name, a key or the service.
 */
export function printable(text: string): string {
  return text.replace(INVISIBLE, escapeCharacter).replace(LEGACY_COMMAND, '#\\u0023')
}

/** Returns an escape for one character: `\n`, `\u00e9`, `\u{1f600}`. */
export function escapeCharacter(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  if (character === '\t') return '\\t'
  const code = (character.codePointAt(0) ?? 0).toString(16)
  return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, '0')}`
}

/** Returns the first `length` UTF-16 code units of `text`. If it is longer, the last of them is an ellipsis. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** Returns the first 100 characters of `text` in quotes and on one line, to name a user's value in a message. */
export function quoted(text: string): string {
  return `"${printable(shortened(text, 100))}"`
}

/** Returns a key for a list of keys, on one line. Adds quotes if it has characters that a reader could overlook or misread. */
export function keyName(key: string, maxLength = 600): string {
  const name = shortened(key, maxLength)
  return key === '' || /[\s,()]/.test(name) || printable(name) !== name ? `"${printable(name)}"` : name
}

/** Returns a whole number with a comma at every thousand: `26,214,400`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Returns a count with its noun: `1 key`, `2,000 keys`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** Returns a number of bytes in the largest binary unit that fits: `0 B`, `1.5 KiB`, `25.0 MiB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 ** 2) return `${(bytes / 1024).toFixed(1)} KiB`
  return `${(bytes / 1024 ** 2).toFixed(1)} MiB`
}

/** Returns a number of keys with the bytes of their values: `2 keys (1.5 KiB)`. */
export function countedKeys(keys: number, bytes: number): string {
  return `${counted(keys, 'key')} (${formatBytes(bytes)})`
}

/** Returns the number of bytes of `text` in UTF-8. */
export function utf8Length(text: string): number {
  return Buffer.byteLength(text, 'utf8')
}

/** Returns the texts of the first `items` that fit into `maxBytes` of UTF-8, with one more byte after each. */
export function fitting<T>(items: readonly T[], toText: (item: T) => string, maxBytes: number): string[] {
  const texts: string[] = []
  let bytes = 0
  for (const item of items) {
    const text = toText(item)
    bytes += utf8Length(text) + 1
    if (bytes > maxBytes) break
    texts.push(text)
  }
  return texts
}

/** Seconds of each unit of a duration, the largest first. */
export const SECONDS_PER_UNIT: Readonly<Record<string, number>> = { d: 86_400, h: 3600, m: 60, s: 1 }

/** Returns seconds in the largest unit that divides them: `90s`, `7d`. */
export function formatDuration(seconds: number): string {
  const [unit, size] = Object.entries(SECONDS_PER_UNIT).find(([, size]) => seconds % size === 0) ?? ['s', 1]
  return `${seconds / size}${unit}`
}

/** Returns seconds since the UNIX epoch as an ISO 8601 date-time in UTC: `2027-01-31T12:00:00Z`. */
export function formatInstant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}

// Everything that would act instead of being read: control characters, line and paragraph separators, marks that
// change the direction of text, characters without width, and halves of surrogate pairs.
const INVISIBLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu

// The runner still obeys its older commands, `##[add-mask]…`, anywhere in a line:
// https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
const LEGACY_COMMAND = /##(?=\[)/g

/**
 * Returns `text` as one line that only shows: what would break the line, hide in it or be taken for a command of the
 * runner appears as an escape (`\n`, `\u202e`). For anything that comes from a file name, a key or the service.
 */
export function printable(text: string): string {
  return text.replace(INVISIBLE, escapeCharacter).replace(LEGACY_COMMAND, '#\\u0023')
}

function escapeCharacter(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\r') return '\\r'
  if (character === '\t') return '\\t'
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** Returns `text` cut to at most `length` UTF-16 code units, the last of them an ellipsis if anything was cut. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** Returns `text` in quotes, on one line and at most 100 characters long, to name a user's value in a message. */
export function quoted(text: string): string {
  return `"${printable(shortened(text, 100))}"`
}

/** Returns a whole number with a comma at every thousand: `26,214,400`. */
export function formatCount(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Returns a count with its noun: `1 key`, `2,000 keys`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** Returns a number of bytes in the largest binary unit that leaves at least 1 of it: `0 B`, `1.5 KiB`, `25.0 MiB`. */
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

/** Returns the texts of the first of `items` that together, with a character after each, have at most `maxBytes` in UTF-8. */
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

/** Seconds of each unit that a duration may have, the largest first. */
export const SECONDS_PER_UNIT: Readonly<Record<string, number>> = { d: 86_400, h: 3600, m: 60, s: 1 }

/** Returns seconds in the largest unit that they are a whole number of: `90s`, `7d`. */
export function formatDuration(seconds: number): string {
  const [unit, size] = Object.entries(SECONDS_PER_UNIT).find(([, size]) => seconds % size === 0) ?? ['s', 1]
  return `${seconds / size}${unit}`
}

/** Returns seconds since the UNIX epoch as an ISO 8601 date-time in UTC: `2027-01-31T12:00:00Z`. */
export function formatInstant(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}

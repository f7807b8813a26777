import { isUtf8 } from 'node:buffer'
import { formatBytes } from '../shared/text.ts'

/** How a value changes: lines that begin with `+`, `-`, `\` or a space, or a note where there is no text to show. */
export type ValueDiff = { readonly lines: readonly string[] } | { readonly note: string }

/** Larger values, in bytes, are not shown. */
const MAX_SHOWN = 16 * 1024

// Texts that differ more than this are shown one after the other. Finding the shortest difference would take seconds.
const MAX_EDITS = 2000

/**
 * Returns how a value changes. JSON is laid out first, so that one property that changes is one line that changes.
 *
 * @param before undefined when the key is new
 * @param after undefined when the key will be deleted
 */
export async function diffValues(before: Uint8Array | undefined, after: Uint8Array | undefined): Promise<ValueDiff> {
  if (before && after && Buffer.compare(before, after) === 0) return { note: 'the value stays the same' }
  const values = [before, after].filter((value) => value !== undefined)
  if (!values.every(isShown)) {
    const sizes = values.map(({ length }) => formatBytes(length)).join(' → ')
    return { note: `${sizes} (over 16 KiB, or not UTF-8)` }
  }
  const lines = await diffTexts(...layOutAlike(textOf(before), textOf(after)))
  return lines.length > 0 ? { lines } : { note: 'the value is empty' }
}

function isShown(value: Uint8Array): boolean {
  return value.length <= MAX_SHOWN && isUtf8(value)
}

function textOf(value: Uint8Array = new Uint8Array()): string {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString()
}

/** Lays out both texts if each is JSON or empty, and they still differ then. */
function layOutAlike(before: string, after: string): [string, string] {
  const laidOut = [before, after].map((text) => (text === '' ? text : layOutJson(text)))
  const [old, now] = laidOut
  return old === undefined || now === undefined || old === now ? [before, after] : [old, now]
}

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]|[^\s[\]{},:"]+/g
const MAX_INDENTED = 50

/**
 * Returns JSON with each item and property on a line of its own; undefined for a text that is not JSON. Only white space
 * between tokens changes, so numbers, escapes and duplicate names stay as they are.
 */
export function layOutJson(text: string): string | undefined {
  try {
    JSON.parse(text)
  } catch {
    return undefined
  }
  let laidOut = ''
  let depth = 0
  let previous = ''
  for (const [token] of text.matchAll(TOKEN)) {
    const closes = token === '}' || token === ']'
    const opened = previous === '{' || previous === '['
    if (closes) depth -= 1
    if (previous === ',' || opened !== closes) laidOut += `\n${'  '.repeat(Math.min(depth, MAX_INDENTED))}`
    laidOut += token === ':' ? ': ' : token
    if (token === '{' || token === '[') depth += 1
    previous = token
  }
  return laidOut
}

async function diffTexts(before: string, after: string): Promise<string[]> {
  const { structuredPatch } = await import('diff')
  // Only a difference in the last line end is worth a line of its own.
  const end = before.endsWith('\n') || after.endsWith('\n') ? '' : '\n'
  const [old, now] = [before && before + end, after && after + end]
  const patch = structuredPatch('', '', old, now, '', '', { context: 3, maxEditLength: MAX_EDITS })
  if (!patch) return [...linesOf(old).map((line) => `-${line}`), ...linesOf(now).map((line) => `+${line}`)]
  return patch.hunks.flatMap(({ oldStart, newStart, lines }) =>
    oldStart > 1 ? [`@@ -${oldStart} +${newStart} @@`, ...lines] : lines
  )
}

function linesOf(text: string): string[] {
  return text.replace(/\n$/, '').split('\n')
}

import { isUtf8 } from 'node:buffer'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Entry, type Selected, totalBytes } from '../entries/entry.ts'
import type { Workspace } from '../entries/workspace.ts'
import type { InvalidJson } from '../entries/list/json.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import type { Runtime } from '../shared/runtime.ts'
import { countedKeys, printable, quoted } from '../shared/text.ts'
import { VALUE_MAX_BYTES } from './limits.ts'
import type { Schema } from './schema.ts'
import { digestBytes, isReadFailure, ValueBuffer } from './values.ts'

/** What every value must be: JSON, and valid against a JSON Schema when there is one. */
export interface ValueRules {
  /** Path of the schema; relative to the workspace, or absolute. */
  readonly schema: string | undefined
}

/** What a run validates. */
export interface ValidationSettings {
  readonly rules: ValueRules | undefined
  readonly workspace: Workspace
  /** Whether the run compares: then each value's digest is taken too, so that no value is read twice. */
  readonly takesDigests: boolean
}

/** Milliseconds after which events are let through, such as a signal. */
const TURN = 50

/**
 * Checks every value against the rules before anything is sent, and notes an error for each problem. One value is in
 * memory at a time. Without rules, no value is read.
 *
 * @returns what was selected, with digests when the run compares
 */
export async function validateValues(
  selected: Selected,
  settings: ValidationSettings,
  diagnostics: Diagnostics,
  { log, signal }: Pick<Runtime, 'log' | 'signal'>
): Promise<Selected> {
  const { rules, workspace, takesDigests } = settings
  if (!rules) return selected
  const before = diagnostics.errors.length
  const failed = new Set(diagnostics.errors.map(({ key }) => key))
  const { loadSchema } = rules.schema === undefined ? {} : await import('./schema.ts')
  const schema = await loadSchema?.(rules.schema ?? '', workspace, diagnostics)
  const buffer = new ValueBuffer()
  const entries: Entry[] = []
  let turnEnds = 0
  for (const entry of selected.entries) {
    if (performance.now() > turnEnds) {
      await nextTurn()
      turnEnds = performance.now() + TURN
    }
    if (signal.aborted) break
    // An error was noted before for a value that is too large or could not be read.
    if (entry.value.size > VALUE_MAX_BYTES || (entry.value.size === 0 && failed.has(entry.key))) continue
    const bytes = readBytes(entry, buffer, diagnostics)
    if (!bytes) continue
    for (const problem of await checkBytes(bytes, schema)) note(entry, problem, diagnostics)
    entries.push(takesDigests ? { ...entry, digest: digestBytes(entry, bytes) } : entry)
  }
  // So that a signal that arrived meanwhile is seen before anything is sent.
  await nextTurn()
  if (signal.aborted) {
    diagnostics.error('cancelled before anything was sent to be written')
    return selected
  }
  if (diagnostics.errors.length === before && entries.length > 0) {
    const what = countedKeys(entries.length, totalBytes(entries))
    log(`Checked the values of ${what}: ${schema ? `they match schema ${quoted(schema.file)}` : 'they are JSON'}`)
  }
  return { ...selected, entries }
}

/** Returns undefined, and notes an error, when the value cannot be read any more. */
function readBytes(entry: Entry, buffer: ValueBuffer, diagnostics: Diagnostics): Uint8Array | undefined {
  try {
    return buffer.read(entry.value)
  } catch (error) {
    if (!isReadFailure(error)) throw error
    diagnostics.error(`key ${quoted(entry.key)}: ${error.message}`, entry)
    return undefined
  }
}

/** Something wrong with a value. Its message contains nothing of the value besides names of properties. */
interface Problem {
  readonly message: string
  /** Where a syntax error is in the value. */
  readonly place?: InvalidJson
}

async function checkBytes(bytes: Uint8Array, schema: Schema | undefined): Promise<Problem[]> {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
  let value: unknown
  try {
    if (!isUtf8(bytes)) return [await explain(text)]
    value = JSON.parse(text)
  } catch {
    // Without its cause: the engine's message repeats a part of the text.
    return [await explain(text)]
  }
  return schema?.validate(value, bytes.length).map((message) => ({ message })) ?? []
}

/** Says why a text is not JSON, which is UTF-8 without a byte order mark (RFC 8259). */
async function explain(text: string): Promise<Problem> {
  if (text === '') return { message: 'an empty value is not valid JSON' }
  if (text.startsWith('\ufffd\ufffd')) return { message: 'not valid JSON: it looks like UTF-16, save it as UTF-8' }
  if (text.startsWith('\ufeff')) return { message: 'not valid JSON: save it as UTF-8 without a byte order mark' }
  const { findJsonError } = await import('../entries/list/json.ts')
  const place = findJsonError(text)
  if (place) return { message: `not valid JSON at line ${place.line}, column ${place.column}: ${place.what}`, place }
  return { message: 'not valid JSON: it is not UTF-8, or nested too deeply' }
}

function note({ key, value, source, location }: Entry, { message, place }: Problem, diagnostics: Diagnostics): void {
  const name = source === key ? printable(source) : `key ${quoted(key)} (from ${printable(source)})`
  // The location of a value in a list, also of one that is a file, is its line in the list.
  const isFile = 'path' in value && location && location.line === undefined
  const where = place && isFile ? { ...location, line: place.line, column: place.column } : location
  const what = place && !('path' in value) ? message.replace(/(?<=column \d+)(?=:)/, ' of the value') : message
  diagnostics.error(`${name}: ${what}`, { key, ...(where && { location: where }) })
}

import { isUtf8 } from 'node:buffer'
import { type Entry, type Selected, totalBytes } from '../entries/entry.ts'
import type { InvalidJson } from '../entries/list/json.ts'
import type { Workspace } from '../entries/workspace.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { Pace } from '../shared/pace.ts'
import type { Runtime } from '../shared/runtime.ts'
import { countedKeys, printable, quoted, utf8Length } from '../shared/text.ts'
import { VALUE_MAX_BYTES } from './limits.ts'
import type { Schema } from './schema.ts'
import { digestOf, readPlanned } from './values.ts'

/** What every value must be: JSON, and valid against a JSON Schema when there is one. */
export interface ValueRules {
  /** Path of the schema; relative to the workspace, or absolute. */
  readonly schema: string | undefined
}

/** A credential of the step, which no value may be. */
export interface Credential {
  /** The input that it is given with. */
  readonly input: string
  readonly text: string
}

/** What values are checked against. */
export interface ValidationSettings {
  readonly rules: ValueRules | undefined
  readonly credentials: readonly Credential[]
  readonly workspace: Workspace
  /** Whether the run compares: then the digest of each value that is read is taken too, so that none is read twice. */
  readonly takesDigests: boolean
}

/**
 * Checks every value before anything is sent, and records an error for each problem. One value is in memory at a time.
 * Without rules, reads only values that have the size of a credential.
 *
 * @returns what was selected, with digests when the run compares
 */
export async function validateValues(
  selected: Selected,
  { rules, credentials, workspace, takesDigests }: ValidationSettings,
  diagnostics: Diagnostics,
  { log, signal }: Pick<Runtime, 'log' | 'signal'>
): Promise<Selected> {
  const before = diagnostics.errors.length
  const failed = new Set(diagnostics.errors.map(({ key }) => key))
  const { loadSchema } = rules?.schema === undefined ? {} : await import('./schema.ts')
  const schema = await loadSchema?.(rules?.schema ?? '', workspace, diagnostics)
  const sizes = credentials.map(({ text }) => utf8Length(text))
  const buffer = Buffer.allocUnsafe(VALUE_MAX_BYTES + 1)
  const entries = [...selected.entries]
  const pace = new Pace(signal)
  try {
    for (const [index, entry] of selected.entries.entries()) {
      const { size } = entry.value
      const isCredentialSize = sizes.some((least) => size >= least && size <= least + MAX_WHITE_SPACE)
      // An error was recorded before for a value that is too large or could not be read.
      const isRefused = size > VALUE_MAX_BYTES || (size === 0 && failed.has(entry.key))
      if (isRefused || (!rules && !isCredentialSize)) continue
      if (pace.isDue) await pace.pause()
      const bytes = readPlanned(entry, buffer, diagnostics)
      if (!bytes) continue
      if (isCredentialSize) checkOwnCredentials(entry, bytes, credentials, diagnostics)
      for (const problem of rules ? await checkBytes(bytes, schema) : []) note(entry, problem, diagnostics)
      if (takesDigests) entries[index] = { ...entry, digest: digestOf(entry, bytes) }
    }
    // So that a signal that arrived meanwhile is seen before anything is sent.
    if (rules) await pace.pause()
  } catch (error) {
    if (!signal.aborted) throw error
    diagnostics.error('cancelled before anything was sent to be written')
  }
  if (rules && diagnostics.errors.length === before && entries.length > 0) {
    const what = countedKeys(entries.length, totalBytes(entries))
    log(`Checked the values of ${what}: ${schema ? `they match schema ${quoted(schema.file)}` : 'they are JSON'}`)
  }
  return { ...selected, entries }
}

/** Bytes of white space around a credential with which it is still looked for. */
const MAX_WHITE_SPACE = 256

/** A value that is a credential, apart from white space at its ends. The list `entries: ${{ toJSON(secrets) }}` has them. */
function checkOwnCredentials(
  entry: Entry,
  bytes: Uint8Array,
  credentials: readonly Credential[],
  diagnostics: Diagnostics
): void {
  const found = credentials.find(({ text }) => text === Buffer.from(bytes).toString().trim())
  if (!found) return
  diagnostics.error(
    `key ${quoted(entry.key)} (from ${printable(entry.source)}) has the ${found.input} of this step as its value: leave the key out, since everybody who can read the namespace could use the credential`,
    entry
  )
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
    if (!isUtf8(bytes)) return [await explain(text, bytes)]
    value = JSON.parse(text)
  } catch {
    // Without its cause: the engine's message repeats a part of the text.
    return [await explain(text, bytes)]
  }
  return schema?.validate(value, bytes.length).map((message) => ({ message })) ?? []
}

/** Says why a text is not JSON, which is UTF-8 without a byte order mark (RFC 8259). */
async function explain(text: string, bytes: Uint8Array): Promise<Problem> {
  if (text === '') return { message: 'an empty value is not valid JSON' }
  if (text.startsWith('\ufffd\ufffd')) return { message: 'not valid JSON: it looks like UTF-16, save it as UTF-8' }
  if (text.startsWith('\ufeff')) return { message: 'not valid JSON: save it as UTF-8 without a byte order mark' }
  const { findJsonError } = await import('../entries/list/json.ts')
  const place = findJsonError(text)
  if (place) return { message: `not valid JSON at line ${place.line}, column ${place.column}: ${place.what}`, place }
  return { message: `not valid JSON: ${isUtf8(bytes) ? 'it is nested too deeply' : 'it is not UTF-8'}` }
}

function note({ key, value, source, location }: Entry, { message, place }: Problem, diagnostics: Diagnostics): void {
  const name = source === key ? printable(source) : `key ${quoted(key)} (from ${printable(source)})`
  // The location of a value in a list, also of one that is a file, is its line in the list.
  const isFile = 'path' in value && location && location.line === undefined
  const where = place && isFile ? { ...location, line: place.line, column: place.column } : location
  const what = place && !('path' in value) ? message.replace(/(?<=column \d+)(?=:)/, ' of the value') : message
  diagnostics.error(`${name}: ${what}`, { key, ...(where && { location: where }) })
}

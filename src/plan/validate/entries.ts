import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Entry, totalBytes } from '../../entries/entry.ts'
import type { Workspace } from '../../entries/workspace.ts'
import type { Diagnostics } from '../../shared/diagnostics.ts'
import type { Runtime } from '../../shared/runtime.ts'
import { countedKeys, quoted } from '../../shared/text.ts'
import { VALUE_MAX_BYTES } from '../limits.ts'
import type { ValidationSettings } from '../validate.ts'
import { digestBytes, isReadFailure, ValueBuffer } from '../values.ts'
import { checkBytes, type Finding } from './check.ts'
import { ValueOrigins } from './origins.ts'
import type { ValueRules } from './rules.ts'
import type { Schema } from './schema.ts'
import { Interrupted, TimeLimitReached } from './time-limit.ts'

/**
 * Checks the values of entries, and notes an error for each problem of a value or of the schema.
 *
 * @returns the entries whose values could be read, with digests when the run compares
 */
export async function checkEntries(
  entries: readonly Entry[],
  rules: ValueRules,
  settings: ValidationSettings,
  diagnostics: Diagnostics,
  { log, signal }: Pick<Runtime, 'log' | 'signal'>
): Promise<Entry[]> {
  const errorsBefore = diagnostics.errors.length
  const schema = rules.schema === undefined ? undefined : await load(rules.schema, settings.workspace, diagnostics)
  const checked = await new Validation(schema, settings, diagnostics).checkAll(entries, signal)
  if (diagnostics.errors.length === errorsBefore && checked.length > 0) {
    const what = countedKeys(checked.length, totalBytes(checked))
    log(`Checked the values of ${what}: ${schema ? `they match schema ${quoted(schema.file)}` : 'they are JSON'}`)
  }
  return checked
}

async function load(path: string, workspace: Workspace, diagnostics: Diagnostics): Promise<Schema | undefined> {
  const { loadSchema } = await import('./load-schema.ts')
  return loadSchema(path, workspace, diagnostics)
}

/** Validates the values of one run. */
class Validation {
  readonly #schema: Schema | undefined
  readonly #takesDigests: boolean
  readonly #origins: ValueOrigins
  readonly #diagnostics: Diagnostics
  readonly #buffer = new ValueBuffer()

  constructor(schema: Schema | undefined, settings: ValidationSettings, diagnostics: Diagnostics) {
    this.#schema = schema
    this.#takesDigests = settings.takesDigests
    this.#origins = new ValueOrigins(settings)
    this.#diagnostics = diagnostics
  }

  async checkAll(entries: readonly Entry[], signal: AbortSignal): Promise<Entry[]> {
    const failed = new Set(this.#diagnostics.errors.map(({ key }) => key))
    const checked: Entry[] = []
    for (const entry of entries) {
      // Files are read synchronously. This lets signals be handled in between.
      await nextTurn()
      if (signal.aborted) {
        this.#noteCancelled()
        return [...entries]
      }
      if (isUnusable(entry, failed)) continue
      const isInTime = await this.#check(entry, checked)
      if (!isInTime) return [...entries]
    }
    return checked
  }

  /** Adds the entry to `checked`, and notes what is wrong with it. Returns false when that takes too long, or is cancelled. */
  async #check(entry: Entry, checked: Entry[]): Promise<boolean> {
    try {
      const bytes = this.#buffer.read(entry.value)
      for (const finding of await checkBytes(bytes, this.#schema)) await this.#note(entry, finding)
      checked.push(this.#takesDigests ? { ...entry, digest: digestBytes(entry, bytes) } : entry)
      return true
    } catch (error) {
      if (error instanceof TimeLimitReached) {
        await this.#note(entry, { message: error.message, place: undefined, pointer: undefined })
        return false
      }
      if (error instanceof Interrupted) {
        this.#noteCancelled()
        return false
      }
      if (!isReadFailure(error)) throw error
      this.#diagnostics.error(`key ${quoted(entry.key)}: ${error.message}`, entry)
      return true
    }
  }

  #noteCancelled(): void {
    this.#diagnostics.error('cancelled before anything was sent to be written')
  }

  async #note(entry: Entry, finding: Finding): Promise<void> {
    const { name, location } = await this.#origins.locate(entry, finding)
    this.#diagnostics.error(`key ${quoted(entry.key)} (from ${name}) ${finding.message}`, {
      key: entry.key,
      ...(location && { location })
    })
  }
}

/** Whether an entry has no value that can be read; an error was noted for it before. */
function isUnusable({ key, value }: Entry, failed: ReadonlySet<string | undefined>): boolean {
  return value.size > VALUE_MAX_BYTES || (value.size === 0 && failed.has(key))
}

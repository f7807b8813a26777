import { readEntries, type Selection } from '../../src/entries/read.ts'
import { Workspace } from '../../src/entries/workspace.ts'
import { validateValues, type ValueRules } from '../../src/plan/validate.ts'
import { type Diagnostic, Diagnostics } from '../../src/shared/diagnostics.ts'
import type { Entry } from '../../src/entries/entry.ts'
import { systemClock } from '../../src/shared/clock.ts'
import { makeFolder } from './folders.ts'

/** The result of validating the values of a workspace. */
export interface Validated {
  readonly entries: readonly Entry[]
  readonly problems: readonly Diagnostic[]
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
  readonly lines: readonly string[]
}

/** What is validated: a list, or a file or the input `value` under a key. */
export interface Validating {
  readonly files?: Readonly<Record<string, string | Uint8Array>>
  readonly selection: Selection
  readonly rules?: ValueRules | undefined
  readonly keyPrefix?: string
  readonly takesDigests?: boolean
  readonly signal?: AbortSignal
  readonly diagnostics?: Diagnostics
}

/** Validates values of a new workspace that holds `files`. */
export async function validate({
  files = {},
  selection,
  rules = { schema: undefined },
  keyPrefix = '',
  takesDigests = false,
  signal = new AbortController().signal,
  diagnostics = new Diagnostics()
}: Validating): Promise<Validated> {
  const workspace = new Workspace(makeFolder(files))
  const lines: string[] = []
  const log = (line: string): number => lines.push(line)
  const runtime = { clock: systemClock, log, signal }
  const selected = await readEntries(selection, { keyPrefix, defaults: {} }, workspace, runtime, diagnostics)
  const settings = { rules, credentials: [], workspace, takesDigests }
  const { entries } = await validateValues(selected, settings, diagnostics, { log, signal })
  const messages = (found: readonly Diagnostic[]): string[] => found.map(({ message }) => message)
  const { errors, warnings } = diagnostics
  return { entries, problems: errors, errors: messages(errors), warnings: messages(warnings), lines }
}

/** Validates one value against a schema, each as JSON or as the text of its file. Returns errors and warnings. */
export async function match(
  schema: unknown,
  value: unknown,
  files: Record<string, string> = {}
): Promise<{ errors: readonly string[]; warnings: readonly string[] }> {
  const { errors, warnings } = await validate({
    files: { 'schema.json': JSON.stringify(schema, null, 2), 'value.json': JSON.stringify(value, null, 2), ...files },
    selection: { key: 'value.json', file: 'value.json' },
    rules: { schema: 'schema.json' }
  })
  return { errors: errors.map((error) => error.replace(/^value\.json: /, '')), warnings }
}

import type { Selected } from '../entries/entry.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import type { Runtime } from '../shared/runtime.ts'
import type { Sources } from './validate/origins.ts'
import type { ValueRules } from './validate/rules.ts'

/** What a run validates, and where it comes from. */
export interface ValidationSettings extends Sources {
  readonly rules: ValueRules | undefined
  /** Whether the run compares: then each value's digest is taken too, so that no value is read twice. */
  readonly takesDigests: boolean
}

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
  runtime: Pick<Runtime, 'log' | 'signal'>
): Promise<Selected> {
  const { rules } = settings
  if (!rules) return selected
  const { checkEntries } = await import('./validate/entries.ts')
  return { ...selected, entries: await checkEntries(selected.entries, rules, settings, diagnostics, runtime) }
}

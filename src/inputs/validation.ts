import * as core from '@actions/core'
import type { ValueRules } from '../plan/validate/rules.ts'
import type { InputReader } from './reader.ts'
import { parseChoice } from './scalars.ts'

/** Reads what every value must be. Returns undefined when values are stored unchecked. */
export async function readValidation(reader: InputReader): Promise<ValueRules | undefined> {
  const validate = await reader.setting('validate', 'none', (text) => parseChoice(text, ['none', 'json'] as const))
  const schema = core.getInput('schema')
  if (schema) return { schema }
  return validate === 'json' ? { schema: undefined } : undefined
}

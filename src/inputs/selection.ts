import type { Diagnostics } from '../diagnostics.ts'
import type { FilesSelection } from '../entries/files.ts'
import type { Selection } from '../entries/read.ts'

/** The inputs that say which pairs to write, an empty string for what was not given. */
export interface SelectionInputs extends Omit<FilesSelection, 'glob'> {
  readonly key: string
  readonly value: string
  readonly file: string
  readonly glob: string
}

/** Returns the one selection that the inputs make. Notes an error for each way in which they make none. */
export function parseSelection(inputs: SelectionInputs, diagnostics: Diagnostics): Selection | undefined {
  const { key, value, file, glob, ...files } = inputs
  const problems = contradictions(inputs)
  for (const problem of problems) diagnostics.error(problem)
  if (problems.length > 0) return undefined
  if (glob) return { glob, ...files }
  return value ? { key, value } : { key, file }
}

function contradictions({ key, value, file, glob }: SelectionInputs): string[] {
  const problems: string[] = []
  const given = value ? 'value' : 'file'
  if (key && glob) problems.push('key and glob are both given: give exactly one of them')
  if (value && file) problems.push('value and file are both given: give exactly one of them with key')
  if (glob && !key && (value || file)) problems.push(`${given} goes with key, not with glob`)
  if (!glob && !key && (value || file)) problems.push(`key is empty: give the key for ${given}, 1 to 512 bytes`)
  if (!glob && !key && !value && !file) {
    problems.push('nothing to write: give exactly one of key (with value or file) and glob')
  }
  // The runner passes an input that is not given as an empty string, so the two can't be told apart.
  if (key && !glob && !value && !file) {
    problems.push('key needs value or file, and both are empty; for an empty value, give file an empty file')
  }
  return problems
}

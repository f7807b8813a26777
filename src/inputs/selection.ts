import { InvalidValue } from '../diagnostics.ts'
import type { FilesSelection } from '../entries/files.ts'
import type { Selection } from '../entries/read.ts'

/** The inputs that say which pairs to write, an empty string for what was not given. */
export interface SelectionInputs extends Omit<FilesSelection, 'glob'> {
  readonly key: string
  readonly value: string
  readonly file: string
  readonly glob: string
}

/**
 * Returns the one selection that the inputs make.
 *
 * @throws InvalidValue when they make none, or contradict one another
 */
export function parseSelection({ key, value, file, glob, ...files }: SelectionInputs): Selection {
  if (key && glob) throw new InvalidValue('key and glob are both given: give exactly one of them')
  if (value && file) throw new InvalidValue('value and file are both given: give exactly one of them with key')
  if (glob) {
    if (value || file) throw new InvalidValue(`${value ? 'value' : 'file'} goes with key, not with glob`)
    return { glob, ...files }
  }
  if (!key) {
    throw new InvalidValue(
      value || file
        ? `key is empty: give the key for ${value ? 'value' : 'file'}, 1 to 512 bytes`
        : 'nothing to write: give exactly one of key (with value or file) and glob'
    )
  }
  if (value) return { key, value }
  if (file) return { key, file }
  // The runner passes an input that is not given as an empty string, so the two can't be told apart.
  throw new InvalidValue('key needs value or file, and both are empty; for an empty value, give file an empty file')
}

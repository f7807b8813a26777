import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { InvalidValue } from '../shared/diagnostics.ts'
import { formatCount } from '../shared/text.ts'
import type { Workspace } from './workspace.ts'

// 100,000 entries with values of 1 KB have 105 MB.
const MAX_BYTES = 128 * 1024 ** 2

/**
 * Reads a text file of the workspace. A byte order mark at its beginning is dropped.
 *
 * @throws InvalidValue when the file may not or cannot be read, is not UTF-8, or is larger than 128 MiB
 */
export function readTextFile(path: string, workspace: Workspace): string {
  return workspace.open(path, (descriptor, file) => {
    if (file.size > MAX_BYTES) {
      throw new InvalidValue(
        `is ${formatCount(file.size)} bytes, and at most ${formatCount(MAX_BYTES)} can be read: check that it is the right file, or split it`
      )
    }
    const text = readFileSync(descriptor, 'utf8')
    // The bytes are read only in doubt, so that they are not in memory beside the text of a large list.
    if (!text.includes('\ufffd') || isUtf8(readFileSync(file.path)))
      return text.startsWith('\ufeff') ? text.slice(1) : text
    throw new InvalidValue('is not valid UTF-8: save it as UTF-8 (some tools write UTF-16)')
  })
}

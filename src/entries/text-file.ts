import { isUtf8 } from 'node:buffer'
import { readFileSync, readSync } from 'node:fs'
import { InvalidValue } from '../shared/diagnostics.ts'
import { formatCount } from '../shared/text.ts'
import type { Workspace } from './workspace.ts'

const BYTE_ORDER_MARK = '\ufeff'
const REPLACEMENT_CHARACTER = '\ufffd'
// How UTF-16 begins when it is read as UTF-8: with a byte order mark, or with ASCII, in which every other byte is 0.
const UTF_16 = /^(\ufffd\ufffd[^\0]?\0|\ufffd\ufffd\0|[^\0]\0[^\0]\0|\0[^\0]\0[^\0])/

// 100,000 entries with values of 1 KB have 105 MB.
const MAX_BYTES = 128 * 1024 ** 2

/**
 * Reads a text file of the workspace. A byte order mark at its beginning is dropped.
 *
 * @param maxBytes the largest file to read
 * @throws InvalidValue when the file may not or cannot be read, is not UTF-8, or is larger
 */
export function readTextFile(path: string, workspace: Workspace, maxBytes = MAX_BYTES): string {
  const text = workspace.open(path, (descriptor, { size }) => {
    if (size <= maxBytes) return readText(descriptor, size)
    throw new InvalidValue(
      `is ${formatCount(size)} bytes, and at most ${formatCount(maxBytes)} can be read: check that it is the right file, or split it`
    )
  })
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text
}

function readText(descriptor: number, size: number): string {
  // Decoding a buffer would take 300 MB for a file of 100 MB with an é in it: two bytes for each character.
  const text = readFileSync(descriptor, 'utf8')
  if (UTF_16.test(text)) throw new InvalidValue('is UTF-16: save it as UTF-8')
  if (text.includes(REPLACEMENT_CHARACTER) && !isUtf8(readFromStart(descriptor, size))) {
    throw new InvalidValue('is not valid UTF-8: save it as UTF-8')
  }
  return text
}

function readFromStart(descriptor: number, size: number): Uint8Array {
  const bytes = Buffer.alloc(size)
  return bytes.subarray(0, readSync(descriptor, bytes, 0, size, 0))
}

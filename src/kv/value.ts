import { Blob } from 'node:buffer'
import { openAsBlob, readFileSync, statSync } from 'node:fs'
import type { Value } from '../entries/entry.ts'
import { formatCount } from '../text.ts'

/**
 * Returns the bytes of a value, read now.
 *
 * @throws Error when its file is not there any more, or not of the size that was planned
 */
export function readValue(value: Value): Uint8Array {
  if (!('path' in value)) return value.bytes
  // Synchronous: for files of a few KiB it takes a fraction of the time.
  const bytes = readFileSync(value.path)
  checkSize(bytes.length, value.size)
  return bytes
}

/**
 * Returns a value as a Blob. That of a file is read as it is sent, and can be sent again.
 *
 * @throws Error when its file is not there any more, or not of the size that was planned
 */
export async function openValue(value: Value): Promise<Blob> {
  if (!('path' in value)) return new Blob([value.bytes])
  // The Blob of a file that is gone says neither that nor which file.
  checkSize(statSync(value.path).size, value.size)
  return openAsBlob(value.path)
}

function checkSize(size: number, planned: number): void {
  if (size === planned) return
  throw new Error(
    `the file has changed since it was planned, from ${formatCount(planned)} to ${formatCount(size)} bytes`
  )
}

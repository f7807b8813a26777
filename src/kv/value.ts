import { Blob } from 'node:buffer'
import { closeSync, fstatSync, openAsBlob, openSync, readSync, statSync } from 'node:fs'
import type { Value } from '../entries/entry.ts'
import { formatCount } from '../text.ts'

/**
 * Reads a value into `buffer` from its beginning.
 *
 * @param buffer at least as large as the value and a byte more
 * @returns the part of `buffer` that holds the value, until the next call with the same buffer
 * @throws Error when its file cannot be read any more, or is not of the size that was planned
 */
export function readValue(value: Value, buffer: Uint8Array): Uint8Array {
  if (!('path' in value)) return value.bytes
  // Synchronous, and without asking for the size first: for thousands of small files that halves the time.
  const file = explained(() => openSync(value.path, 'r'))
  try {
    const size = readWhole(file, buffer.subarray(0, value.size + 1))
    if (size !== value.size) throw changed(value.size, fstatSync(file).size)
    return buffer.subarray(0, size)
  } finally {
    closeSync(file)
  }
}

/**
 * Returns a value as a Blob. That of a file is read as it is sent, and can be sent again.
 *
 * @throws Error when its file cannot be read any more, or is not of the size that was planned
 */
export async function openValue(value: Value): Promise<Blob> {
  if (!('path' in value)) return new Blob([value.bytes])
  const { size } = explained(() => statSync(value.path))
  if (size !== value.size) throw changed(value.size, size)
  return openAsBlob(value.path)
}

/** Returns how many bytes there were, at most those that `buffer` has room for. */
function readWhole(file: number, buffer: Uint8Array): number {
  let size = 0
  for (let read = -1; read !== 0 && size < buffer.length; size += read) {
    read = readSync(file, buffer, size, buffer.length - size, null)
  }
  return size
}

function explained<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new Error(`the file can no longer be read (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`, {
      cause
    })
  }
}

function changed(planned: number, size: number): Error {
  return new Error(
    `the file has changed since it was planned, from ${formatCount(planned)} to ${formatCount(size)} bytes`
  )
}

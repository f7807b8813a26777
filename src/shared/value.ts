import { closeSync, constants, createReadStream, fstatSync, openSync, readSync } from 'node:fs'
import { formatCount } from './text.ts'

/**
 * Identifies a file and its state, from `stat`. It differs for another file at the same path, and after every change.
 */
export interface FileIdentity {
  readonly dev: number
  readonly ino: number
  readonly mtimeMs: number
  /** Changes with the content, the name and the owner, and no program can set it. */
  readonly ctimeMs: number
}

/**
 * The bytes to store under a key. `size` is their number. They are
 * - in memory, or
 * - in a file that is read when they are sent, if it still has the identity with which it was checked.
 */
export type Value =
  | { readonly bytes: Uint8Array; readonly size: number }
  | { readonly path: string; readonly size: number; readonly identity?: FileIdentity }

/** Thrown for a file that has changed since it was planned. */
export class FileChanged extends Error {
  override readonly name = 'FileChanged'
}

/** A value that is the whole of a file. */
export type FileValue = Extract<Value, { readonly path: string }>

/**
 * Reads a value into `buffer` from its beginning.
 *
 * @param buffer at least one byte larger than the value
 * @returns the part of `buffer` that holds the value, until the next call with the same buffer
 * @throws FileChanged when its file cannot be read any more, or is not the one that was planned
 */
export function readValue(value: Value, buffer: Uint8Array): Uint8Array {
  if (!('path' in value)) return value.bytes
  // Synchronous: for thousands of small files that halves the time.
  const file = openPlanned(value)
  try {
    const size = readWhole(file, buffer.subarray(0, value.size + 1))
    if (size !== value.size) throw changed(value.size, fstatSync(file).size)
    return buffer.subarray(0, size)
  } finally {
    closeSync(file)
  }
}

/**
 * Checks that a value can still be read as it was planned, so that nothing of it is sent if not.
 *
 * @throws FileChanged
 */
export function checkUnchanged(value: Value): void {
  if ('path' in value) closeSync(openPlanned(value))
}

/**
 * Yields the bytes of a value, those of a file in pieces.
 *
 * @throws FileChanged when its file cannot be read any more, or is not the one that was planned
 */
export async function* readPieces(value: Value): AsyncGenerator<Uint8Array> {
  if ('path' in value) yield* readPlanned(value)
  else yield value.bytes
}

async function* readPlanned(value: FileValue): AsyncGenerator<Uint8Array> {
  let size = 0
  // One byte more than planned shows that the file has grown.
  const chunks = createReadStream(value.path, { fd: openPlanned(value), end: value.size }) as AsyncIterable<Uint8Array>
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > value.size) throw changed(value.size, size)
    yield chunk
  }
  if (size < value.size) throw changed(value.size, size)
}

/** Opens a file, and checks the open file, not its path, against what was planned. */
function openPlanned({ path, size, identity }: FileValue): number {
  const { O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants>
  // O_NOFOLLOW: the path was resolved and must not be a symlink now. O_NONBLOCK: a pipe would keep the process waiting.
  const file = explained(() => openSync(path, constants.O_RDONLY | O_NOFOLLOW | O_NONBLOCK))
  try {
    const stats = fstatSync(file)
    if (stats.size !== size) throw changed(size, stats.size)
    if (identity && !isSame(identity, stats)) throw new FileChanged('the file has changed since it was planned')
    return file
  } catch (error) {
    closeSync(file)
    throw error
  }
}

function isSame(planned: FileIdentity, found: FileIdentity): boolean {
  return (
    // Stryker disable next-line ConditionalExpression: tests have one file system.
    planned.dev === found.dev &&
    planned.ino === found.ino &&
    planned.mtimeMs === found.mtimeMs &&
    planned.ctimeMs === found.ctimeMs
  )
}

/**
 * Returns how many bytes were read. `buffer` has one byte more than planned, so that a file that has grown is noticed.
 */
function readWhole(file: number, buffer: Uint8Array): number {
  let size = 0
  let read: number
  do {
    read = readSync(file, buffer, size, buffer.length - size, null)
    size += read
    // If only the extra byte of `buffer` is missing, the end of the file was reached.
  } while (read > 0 && size < buffer.length - 1)
  return size
}

function explained<T>(read: () => T): T {
  try {
    return read()
  } catch (cause) {
    throw new FileChanged(
      `the file can no longer be read (${(cause as NodeJS.ErrnoException).code ?? String(cause)})`,
      {
        cause
      }
    )
  }
}

function changed(planned: number, size: number): FileChanged {
  return new FileChanged(
    `the file has changed since it was planned, from ${formatCount(planned)} to ${formatCount(size)} bytes`
  )
}

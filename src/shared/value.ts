import { closeSync, createReadStream, fstatSync, openSync, readSync } from 'node:fs'

/**
 * The bytes to store under a key. `size` is their number. They are
 * - in memory, or
 * - in a file that is read when they are sent, if it still has the size and modification time (`mtimeMs`, in milliseconds
 *   since the UNIX epoch) with which it was checked.
 */
export type Value =
  | { readonly bytes: Uint8Array; readonly size: number }
  | { readonly path: string; readonly size: number; readonly mtimeMs?: number }

/** Thrown for a file that has changed since it was planned. */
export class FileChanged extends Error {
  override readonly name = 'FileChanged'

  constructor(message = 'the file has changed since it was planned', options?: ErrorOptions) {
    super(message, options)
  }
}

/** A value that is the whole of a file. */
type FileValue = Extract<Value, { readonly path: string }>

/**
 * Reads a value into `buffer` from its beginning.
 *
 * @param buffer at least one byte larger than the value
 * @returns the part of `buffer` that holds the value, until the next call with the same buffer
 * @throws FileChanged when its file cannot be read any more, or is not the one that was planned
 */
export function readValue(value: Value, buffer: Uint8Array = Buffer.allocUnsafe(value.size + 1)): Uint8Array {
  if (!('path' in value)) return value.bytes
  // Synchronous: for thousands of small files that halves the time.
  const file = openPlanned(value)
  try {
    const size = explained(() => readWhole(file, buffer.subarray(0, value.size + 1)))
    if (size !== value.size) throw new FileChanged()
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
  if (!('path' in value)) {
    yield value.bytes
    return
  }
  let size = 0
  // One byte more than planned shows that the file has grown.
  const chunks = createReadStream(value.path, { fd: openPlanned(value), end: value.size }) as AsyncIterable<Uint8Array>
  for await (const chunk of chunks) {
    size += chunk.length
    if (size > value.size) throw new FileChanged()
    yield chunk
  }
  if (size < value.size) throw new FileChanged()
}

/** Opens a file, and checks it against what was planned. */
function openPlanned({ path, size, mtimeMs }: FileValue): number {
  const file = explained(() => openSync(path, 'r'))
  const stats = fstatSync(file)
  if (stats.size === size && (mtimeMs ?? stats.mtimeMs) === stats.mtimeMs) return file
  closeSync(file)
  throw new FileChanged()
}

/** Returns how many bytes were read. `buffer` has one byte more than planned, so that a file that has grown is noticed. */
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
    const { code = String(cause) } = cause as NodeJS.ErrnoException
    throw new FileChanged(`the file can no longer be read (${code})`, { cause })
  }
}

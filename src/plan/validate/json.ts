import { isUtf8 } from 'node:buffer'

/** A place in a text. */
export interface Place {
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1, in UTF-16 code units. */
  readonly column: number
}

/** Thrown for bytes that are not JSON. Its message begins with a verb, and contains nothing of the bytes. */
export class InvalidJson extends Error {
  override readonly name = 'InvalidJson'
  readonly place: Place | undefined

  constructor(message: string, place?: Place) {
    super(message)
    this.place = place
  }
}

/** JSON that was parsed. */
export interface ParsedJson {
  readonly text: string
  readonly value: unknown
}

const START: Place = { line: 1, column: 1 }

/**
 * Parses JSON as RFC 8259 defines it: UTF-8 without a byte order mark. Accepts what the RFC accepts, also duplicate names
 * (the last one counts) and escaped halves of surrogate pairs.
 *
 * @throws InvalidJson naming what is wrong and where
 */
export async function parseJson(bytes: Uint8Array): Promise<ParsedJson> {
  const text = decode(bytes)
  try {
    return { text, value: JSON.parse(text) as unknown }
  } catch {
    // Without its cause: the engine's message repeats a part of the text.
    throw await explain(text)
  }
}

function decode(bytes: Uint8Array): string {
  if (bytes.length === 0) throw new InvalidJson('is empty, which is not valid JSON')
  if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
    throw new InvalidJson('is UTF-16, and JSON must be UTF-8: save it as UTF-8', START)
  }
  if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
    throw new InvalidJson(
      'begins with a byte order mark, which JSON must not have: save it as UTF-8 without BOM',
      START
    )
  }
  if (!isUtf8(bytes)) throw new InvalidJson('is not valid UTF-8: save it as UTF-8', findInvalidUtf8(bytes))
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString()
}

function startsWith(bytes: Uint8Array, ...begin: readonly number[]): boolean {
  return begin.every((byte, index) => bytes[index] === byte)
}

/** Returns the place of the first byte that is not UTF-8. */
function findInvalidUtf8(bytes: Uint8Array): Place {
  let start = 0
  for (let line = 1; ; line++) {
    // A line feed is never part of another character.
    const newline = bytes.indexOf(0x0a, start)
    const rest = bytes.subarray(start, newline === -1 ? bytes.length : newline)
    if (!isUtf8(rest) || newline === -1) return { line, column: validPrefix(rest).length + 1 }
    start = newline + 1
  }
}

function validPrefix(bytes: Uint8Array): string {
  const decoded = Buffer.from(bytes).toString()
  const encoded = Buffer.from(decoded)
  const valid = encoded.subarray(
    0,
    encoded.findIndex((byte, index) => byte !== bytes[index])
  )
  // The replacement character may begin with the same bytes as the invalid character.
  return isUtf8(valid) ? valid.toString() : valid.toString().slice(0, -1)
}

async function explain(text: string): Promise<InvalidJson> {
  const { findJsonError } = await import('../../entries/json-error.ts')
  const error = findJsonError(text)
  if (!error) return new InvalidJson('is not valid JSON: it is nested too deeply to find the error')
  const { what, line, column } = error
  return new InvalidJson(`is not valid JSON: ${what}`, { line, column })
}

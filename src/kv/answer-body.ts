import { formatBytes } from '../shared/text.ts'
import { AnswerTooLarge } from './api-failure.ts'

/** Maximum bytes of a response. A page of 1,000 keys with keys and metadata of the largest size has 2 MB. */
export const MAX_ANSWER_BYTES = 16 * 1024 ** 2

/** Bytes of the largest response that is one value, of which 25 MiB are allowed. */
export const MAX_VALUE_ANSWER_BYTES = 26 * 1024 ** 2

// A page of 1,000 keys whose metadata is `[[],[],…]` has some 700,000.
const MAX_PARTS = 1_000_000

/**
 * Returns whether a response has more objects, arrays and items than any documented one. 16 MiB of `{},` would take 700 MiB
 * of memory when they are parsed. Texts, such as values, may have any number of these characters.
 */
export function hasTooManyParts(bytes: Uint8Array): boolean {
  if (bytes.length <= MAX_PARTS) return false
  let parts = 0
  let isText = false
  for (let index = 0; index < bytes.length; index++) {
    const byte = bytes[index]
    if (byte === QUOTE) isText = !isText
    else if (isText) index += byte === BACKSLASH ? 1 : 0
    else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY || byte === COMMA) parts += 1
  }
  return parts > MAX_PARTS
}

const QUOTE = 0x22
const COMMA = 0x2c
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const OPEN_OBJECT = 0x7b

/**
 * Reads the body of a response.
 *
 * @param isRead whether the request changes nothing
 * @throws AnswerTooLarge as soon as the body has more than `maxBytes`
 */
export async function readAtMost(body: AsyncIterable<Buffer>, maxBytes: number, isRead: boolean): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  // Leaving the loop destroys the stream.
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBytes) {
      throw new AnswerTooLarge(`the API's response is larger than ${formatBytes(maxBytes)}`, isRead)
    }
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

import { formatBytes } from '../shared/text.ts'
import { AnswerTooLarge } from './api-failure.ts'

/** Bytes of the largest response. A page of 1,000 keys with keys and metadata of the largest size has 2 MB. */
export const MAX_ANSWER_BYTES = 16 * 1024 ** 2

/** Bytes of the largest response that holds values: https://developers.cloudflare.com/kv/platform/limits/ */
export const MAX_VALUES_ANSWER_BYTES = 64 * 1024 ** 2

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

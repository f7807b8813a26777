import { InvalidValue } from '../shared/diagnostics.ts'
import { formatCount, utf8Length } from '../shared/text.ts'

/** Metadata of a key: JSON text without white space between its tokens, at most 1,024 bytes in UTF-8. */
export type Metadata = string

/** Bytes of metadata that the service takes: https://developers.cloudflare.com/kv/platform/limits/ */
export const METADATA_MAX_BYTES = 1024

/**
 * Parses metadata: any JSON value. Numbers keep their digits: `1.0` and `12345678901234567890` are not rounded.
 *
 * @throws InvalidValue with line and column when `text` is not JSON, when an object has a property twice, and when the
 *   result is over 1,024 bytes
 */
export async function parseMetadata(text: string): Promise<Metadata> {
  const compact = text.replace(/("(?:[^"\\]|\\.)*")|[ \t\r\n]+/g, '$1')
  if (isPlain(compact)) return checkedMetadata(compact)
  const { compactJson, findJsonError } = await import('./list/json.ts')
  const error = findJsonError(text)
  if (error) {
    const place = `line ${error.line}, column ${error.column}`
    throw new InvalidValue(
      `is not valid JSON: ${error.what} at ${place}; an example of valid JSON is {"owner": "shop"}`
    )
  }
  return checkedMetadata(compactJson(text, false))
}

/** Whether a text is JSON as the engine writes it. It has no property twice then, and its numbers are exact. */
function isPlain(text: string): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === text
  } catch {
    return false
  }
}

/** Returns `metadata`. Throws an InvalidValue when it is more than the service takes. */
export function checkedMetadata(metadata: Metadata): Metadata {
  const size = utf8Length(metadata)
  if (size <= METADATA_MAX_BYTES) return metadata
  throw new InvalidValue(
    `is ${formatCount(size)} bytes as JSON, and the service takes at most ${formatCount(METADATA_MAX_BYTES)}`
  )
}

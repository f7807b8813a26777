import { InvalidValue } from '../shared/diagnostics.ts'
import { parseExact } from '../shared/exact-json.ts'
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
  const metadata = compactJson(text) ?? (await parseSlowly(text))
  checkMetadata(metadata)
  return metadata
}

/** Throws an InvalidValue when `metadata` is more than the service takes. */
export function checkMetadata(metadata: Metadata): void {
  const size = utf8Length(metadata)
  if (size > METADATA_MAX_BYTES) {
    throw new InvalidValue(
      `is ${formatCount(size)} bytes as JSON, and the service takes at most ${formatCount(METADATA_MAX_BYTES)}`
    )
  }
}

/** Returns undefined for what is not JSON, or has a property twice. */
function compactJson(text: string): string | undefined {
  try {
    const json = JSON.stringify(parseExact(text))
    // `JSON.parse` keeps only the last of two properties with the same name, so that the numbers differ.
    return countProperties(json) === countProperties(text) ? json : undefined
  } catch {
    // Without its cause: the engine's message repeats what was given.
    return undefined
  }
}

/** Counts the properties in JSON, each of which has a colon outside of strings. */
function countProperties(json: string): number {
  return json.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1
}

/** Throws an InvalidValue that says what is wrong. The parser that knows is loaded only for that. */
async function parseSlowly(text: string): Promise<string> {
  const [{ findJsonError, readJson }, { toJson }] = await Promise.all([
    import('./list/json.ts'),
    import('./list/node.ts')
  ])
  const error = findJsonError(text)
  if (!error) return toJson(readJson(text, { comments: false }))
  const { what, line, column } = error
  throw new InvalidValue(
    `is not valid JSON: ${what} at line ${line}, column ${column}; an example of valid JSON is {"owner": "shop"}`
  )
}

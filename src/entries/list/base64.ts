import { InvalidValue } from '../../shared/diagnostics.ts'
import { formatCount } from '../../shared/text.ts'

/**
 * Decodes base64 of RFC 4648 with its padding, and without white space.
 *
 * @throws InvalidValue saying what is wrong and where, without repeating the text
 */
export function decodeBase64(text: string): Buffer {
  const end = text.length - (/={1,2}$/.exec(text)?.[0].length ?? 0)
  const wrong = text.slice(0, end).search(/[^A-Za-z0-9+/]/)
  if (wrong !== -1) {
    const place = `character ${formatCount(wrong + 1)}`
    throw new InvalidValue(`is not base64: ${place} is none of A to Z, a to z, 0 to 9, + and / (no white space either)`)
  }
  if (text.length % 4 !== 0) {
    throw new InvalidValue(
      `is not base64: it has ${formatCount(text.length)} characters, and with its padding (=) that must be a multiple of 4`
    )
  }
  return Buffer.from(text, 'base64')
}

import { InvalidValue } from '../../shared/diagnostics.ts'
import { formatCount } from '../../shared/text.ts'

/**
 * Decodes base64 of RFC 4648 with its padding. Line breaks (CR and LF) are ignored, since `base64`, Ruby and YAML
 * blocks produce them.
 *
 * @throws InvalidValue saying what is wrong and where, without repeating the text
 */
export function decodeBase64(text: string): Buffer {
  const digits = text.replace(/[\r\n]+/g, '')
  const notCounted = digits === text ? '' : ' (not counting line breaks)'
  const end = digits.length - (/={1,2}$/.exec(digits)?.[0].length ?? 0)
  const wrong = digits.slice(0, end).search(/[^A-Za-z0-9+/]/)
  if (wrong !== -1) {
    const place = `character ${formatCount(wrong + 1)}${notCounted}`
    throw new InvalidValue(`is not base64: ${place} must be one of A to Z, a to z, 0 to 9, + and /`)
  }
  if (digits.length % 4 !== 0) {
    throw new InvalidValue(
      `is not base64: it has ${formatCount(digits.length)} characters${notCounted}, and their number with the padding (=) must be a multiple of 4`
    )
  }
  return Buffer.from(digits, 'base64')
}

import { formatCount } from '../../shared/text.ts'
import { InvalidLine } from './node.ts'

// The parser joins each from single characters, which take 40 bytes each.
const MAX_BLANKS = 2_000_000
const MAX_ESCAPES = 5_000_000

/**
 * Refuses a text with so many blanks in a row, or so many escapes in one text, that the parser would run out of memory.
 *
 * @throws InvalidLine when there are more than 2,000,000 blanks, or more than 5,000,000 escapes
 */
export function checkRuns(text: string): void {
  if (text.length <= MAX_BLANKS) return
  let [line, blanks, escapes] = [1, 0, 0]
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    blanks = code === SPACE || code === TAB ? blanks + 1 : 0
    if (code === LINE_FEED) line += 1
    else if (code === QUOTE) escapes = 0
    else if (code === BACKSLASH) {
      escapes += 1
      // Skips an escaped quote, too.
      index += 1
    }
    if (blanks > MAX_BLANKS) throw tooMany('blanks in a row', MAX_BLANKS, line)
    if (escapes > MAX_ESCAPES) throw tooMany('escapes (\\) in one text', MAX_ESCAPES, line)
  }
}

const TAB = 0x09
const LINE_FEED = 0x0a
const SPACE = 0x20
const QUOTE = 0x22
const BACKSLASH = 0x5c

function tooMany(what: string, most: number, line: number): InvalidLine {
  return new InvalidLine(
    `has more than ${formatCount(most)} ${what}: take them out, or put the value into a file (property file)`,
    line
  )
}

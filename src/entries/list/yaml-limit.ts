import { Lexer } from 'yaml'
import { formatCount } from '../../shared/text.ts'
import { InvalidLine } from './node.ts'

// The library takes about 300 bytes for each. 100,000 entries with two properties have 1,700,000.
const MAX_TOKENS = 3_000_000

/** Shorter texts cannot have more tokens. */
const MIN_LENGTH_TO_COUNT = 1_000_000

/**
 * Refuses a text that would run out of memory while it is parsed. Counting its tokens takes no memory.
 *
 * @throws InvalidLine when it has more than 3,000,000 tokens
 */
export function checkTokens(text: string): void {
  if (text.length < MIN_LENGTH_TO_COUNT) return
  const tokens = new Lexer().lex(text)
  for (let count = 0; !tokens.next().done; count++) {
    if (count < MAX_TOKENS) continue
    throw new InvalidLine(
      `is too large for YAML: it has more than ${formatCount(MAX_TOKENS)} tokens. Split it, or write it as JSON`,
      1
    )
  }
}

import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser'

/** The first syntax error of a JSON text. */
export interface JsonError {
  /** What is wrong, in words: `comma expected`. Contains nothing of the text. */
  readonly what: string
  /** Counted from 1. */
  readonly line: number
  /** Counted from 1, in UTF-16 code units. */
  readonly column: number
}

// Quotes of another kind, or a name without quotes.
const WRONG_QUOTES = /['‘’“”`]|[\w$-]+\s*:/y

/**
 * Returns an error of the JSON parser in words: `comma expected`, or `invalid symbol (use double quotes)`.
 *
 * @param offset of the error in `text`
 */
export function describeJsonError(code: ParseErrorCode, text: string, offset: number): string {
  const words = printParseErrorCode(code)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
  WRONG_QUOTES.lastIndex = offset
  return WRONG_QUOTES.test(text) ? `${words} (use double quotes)` : words
}

/**
 * Returns the first syntax error of `text`, which `JSON.parse` refused. The engine's own message gives a place only for
 * some errors, and repeats a part of the text.
 *
 * @returns undefined when the error cannot be located: the parser recurses, so it gives up on deeply nested text
 */
export function findJsonError(text: string): JsonError | undefined {
  let found: JsonError | undefined
  const stop = new Error('found')
  try {
    visit(
      text,
      {
        onError: (code, offset, _length, line, character) => {
          found = { what: describeJsonError(code, text, offset), line: line + 1, column: character + 1 }
          throw stop
        }
      },
      { disallowComments: true }
    )
  } catch (error) {
    if (error !== stop && !(error instanceof RangeError)) throw error
  }
  return found
}

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

/** Returns an error of the JSON parser in words: `comma expected`. */
export function describeJsonError(code: ParseErrorCode): string {
  return printParseErrorCode(code)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
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
        onError: (code, _offset, _length, line, character) => {
          found = { what: describeJsonError(code), line: line + 1, column: character + 1 }
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

import { type ParseErrorCode, printParseErrorCode } from 'jsonc-parser'

/** Returns an error of the JSON parser in words: `comma expected`. */
export function describeJsonError(code: ParseErrorCode): string {
  return printParseErrorCode(code)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
}

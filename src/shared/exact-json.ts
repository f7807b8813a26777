// "JSON.parse source text access" (https://tc39.es/proposal-json-parse-with-source/) is in Node since 21, but not yet in
// TypeScript's library.
declare global {
  interface JSON {
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { readonly source: string }) => unknown
    ): unknown
    /** Returns an object that `JSON.stringify` writes as `text`, the JSON text of a primitive value. */
    rawJSON(text: string): object
  }
}

/**
 * Parses JSON. A number that `JSON.stringify` would write differently (`1.0`, `12345678901234567890`) becomes the
 * `JSON.rawJSON` of its text, so that `JSON.stringify` writes it unchanged.
 *
 * @throws SyntaxError, whose message repeats a part of `text`
 */
export function parseExact(text: string): unknown {
  return JSON.parse(text, keepNumber)
}

function keepNumber(_key: string, value: unknown, { source }: { source: string }): unknown {
  return typeof value === 'number' && JSON.stringify(value) !== source ? JSON.rawJSON(source) : value
}

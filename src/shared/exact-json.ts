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

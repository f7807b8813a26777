// "JSON.parse source text access" (https://tc39.es/proposal-json-parse-with-source/) is in Node since 21, but not yet
// in TypeScript's library.
interface JSON {
  /** Like the standard `parse`, with a reviver that also gets the source text of each primitive value. */
  parse(text: string, reviver: (key: string, value: unknown, context: { readonly source: string }) => unknown): unknown
  /** Returns an object that `JSON.stringify` writes as `text`, the JSON text of a primitive value. */
  rawJSON(text: string): object
}

import { visit } from 'jsonc-parser'
import type { SchemaDocument } from './documents.ts'
import type { Place } from './json.ts'

/** A place in one of several schemas. */
export interface DocumentPlace {
  readonly document: SchemaDocument
  readonly place: Place
}

/**
 * Returns the first `$ref` that leads to a URI, undefined when none does by its own text.
 *
 * @param uri absolute; with a fragment, the `$ref` must have the same
 */
export function findReference(documents: Iterable<SchemaDocument>, uri: string): DocumentPlace | undefined {
  return findText(documents, '$ref', (text, base) => {
    const target = URL.parse(text, base)?.href
    return target === uri || target?.split('#')[0] === uri
  })
}

/** Returns the first `pattern` that is not a regular expression. */
export function findWrongPattern(documents: Iterable<SchemaDocument>): DocumentPlace | undefined {
  return findText(documents, 'pattern', (text) => {
    try {
      return !new RegExp(text, 'u')
    } catch {
      return true
    }
  })
}

/** Returns the first property of a name whose text fits. `base` is the URI that a `$ref` is relative to. */
function findText(
  documents: Iterable<SchemaDocument>,
  name: string,
  fits: (text: string, base: string | undefined) => boolean
): DocumentPlace | undefined {
  for (const document of documents) {
    const { text, schema, uri } = document
    const id = typeof schema === 'object' && typeof schema.$id === 'string' ? schema.$id : ''
    const base = URL.parse(id, uri)?.href
    let place: Place | undefined
    visit(text, {
      onLiteralValue: (value, _offset, _length, line, column, path) => {
        if (place || typeof value !== 'string' || path().at(-1) !== name || !fits(value, base)) return
        place = { line: line + 1, column: column + 1 }
      }
    })
    if (place) return { document, place }
  }
  return undefined
}

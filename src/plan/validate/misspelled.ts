import { type JSONPath, visit } from 'jsonc-parser'
import { misspelled } from '../../shared/similar.ts'
import type { Place } from './json.ts'

/** A keyword that no draft has, and the one that was probably meant. */
export interface MisspelledKeyword {
  readonly name: string
  readonly meant: string
  readonly place: Place
}

// https://json-schema.org/draft/2020-12/json-schema-validation and the drafts before it.
/** Keywords whose value is a schema or a list of schemas. */
const WITH_SCHEMA = [
  ...['additionalItems', 'additionalProperties', 'allOf', 'anyOf', 'contains', 'contentSchema', 'else', 'if', 'items'],
  ...['not', 'oneOf', 'prefixItems', 'propertyNames', 'then', 'unevaluatedItems', 'unevaluatedProperties']
]
/** Keywords whose value has names of its own, each with a schema. */
const WITH_NAMES = ['$defs', 'definitions', 'dependencies', 'dependentSchemas', 'patternProperties', 'properties']
/** The other keywords that a value can violate. */
const ASSERTIONS = [
  ...['$dynamicRef', '$recursiveRef', '$ref', 'const', 'dependentRequired', 'enum', 'exclusiveMaximum'],
  ...['exclusiveMinimum', 'format', 'maxContains', 'maximum', 'maxItems', 'maxLength', 'maxProperties', 'minContains'],
  ...['minimum', 'minItems', 'minLength', 'minProperties', 'multipleOf', 'pattern', 'required', 'type', 'uniqueItems']
]
/** Keywords that no value can violate. The last line is of OpenAPI and of editors. */
const ANNOTATIONS = [
  ...['$anchor', '$comment', '$dynamicAnchor', '$id', '$recursiveAnchor', '$schema', '$vocabulary', 'contentEncoding'],
  ...['contentMediaType', 'default', 'deprecated', 'description', 'examples', 'readOnly', 'title', 'writeOnly'],
  ...[
    'discriminator',
    'enumDescriptions',
    'enumNames',
    'example',
    'externalDocs',
    'markdownDescription',
    'nullable',
    'xml'
  ]
]
// A short name resembles too many others, such as "note" the keyword "not".
const MIN_LENGTH = 4
const CHECKED = [...WITH_SCHEMA, ...WITH_NAMES, ...ASSERTIONS].filter(({ length }) => length >= MIN_LENGTH)
const KNOWN = new Set([...WITH_SCHEMA, ...WITH_NAMES, ...ASSERTIONS, ...ANNOTATIONS])

/**
 * Returns the unknown keywords of a schema that look like a misspelled one. JSON Schema ignores unknown keywords, so what
 * they were meant to check would not be checked.
 *
 * @param text valid JSON
 */
export function findMisspelledKeywords(text: string): MisspelledKeyword[] {
  const found: MisspelledKeyword[] = []
  visit(text, {
    onObjectProperty: (name, _offset, _length, line, column, path) => {
      if (KNOWN.has(name) || !isSchema(path())) return
      const meant = misspelled(name, CHECKED)
      if (meant !== undefined) found.push({ name, meant, place: { line: line + 1, column: column + 1 } })
    }
  })
  return found
}

/** Whether a path in a schema leads to a schema, whose properties are keywords. */
function isSchema(path: JSONPath): boolean {
  let namesFollow = false
  for (const segment of path) {
    if (typeof segment === 'number') continue
    if (namesFollow) namesFollow = false
    else if (WITH_NAMES.includes(segment)) namesFollow = true
    else if (!WITH_SCHEMA.includes(segment)) return false
  }
  return !namesFollow
}

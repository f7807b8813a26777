import type { ErrorObject } from 'ajv'
import { closest } from '../../shared/similar.ts'
import { counted, formatCount, printable, quoted, shortened } from '../../shared/text.ts'
import { pointerTo } from './pointer.ts'

/** What a schema demands of one place of a value. */
export interface Violation {
  /** JSON Pointer of the place; empty for the whole value. */
  readonly pointer: string
  /** What would be right, from the schema: `must be at most 100`. Contains nothing of the value besides names. */
  readonly message: string
}

const MAX_LENGTH = 200

/** Returns what errors of the validator say, one violation for each place. */
export function describeErrors(errors: readonly ErrorObject[]): Violation[] {
  const places = Map.groupBy(informative(errors), pointerOf)
  return Array.from(places, ([pointer, found]) => ({ pointer, message: describePlace(found) }))
}

/** Returns a violation as a clause: `"/rollout" must be at most 100`, or `it must be an object`. */
export function describeViolation({ pointer, message }: Violation): string {
  return `${pointer === '' ? 'it' : quoted(pointer)} ${message}`
}

/** Says what is wrong at one place. Lists the alternatives of `anyOf` in the order of the schema. */
function describePlace(errors: readonly ErrorObject[]): string {
  const [choice] = errors.filter(({ keyword }) => keyword === 'anyOf')
  const alternatives = errors.filter(({ schemaPath }) => choice && schemaPath.startsWith(`${choice.schemaPath}/`))
  const others = errors.filter(
    (error) => !alternatives.includes(error) && (error !== choice || alternatives.length === 0)
  )
  const parts = [...others.map(describe), ...(alternatives.length > 0 ? [distinct(alternatives).join(', or ')] : [])]
  return [...new Set(parts)].join('; ')
}

function distinct(errors: readonly ErrorObject[]): string[] {
  return [...new Set(errors.map(describe))]
}

/**
 * Leaves out errors that add nothing. Problems inside `then`, `else` or `propertyNames` have errors of their own. An
 * item that does not match `contains` is not wrong by itself.
 */
function informative(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const contains = errors.filter(({ keyword }) => keyword === 'contains').map(({ schemaPath }) => `${schemaPath}/`)
  const rest = errors.filter(
    ({ keyword, schemaPath }) =>
      keyword !== 'if' && keyword !== 'propertyNames' && !contains.some((path) => schemaPath.startsWith(path))
  )
  return rest.length > 0 ? rest : errors
}

/** Returns the place of an error. For a property that is not allowed, that is the property itself. */
function pointerOf({ instancePath, params, propertyName }: ErrorObject): string {
  const { additionalProperty, unevaluatedProperty } = params as Readonly<Record<string, unknown>>
  const name = additionalProperty ?? unevaluatedProperty ?? propertyName
  return typeof name === 'string' ? pointerTo(instancePath, name) : instancePath
}

function describe(error: ErrorObject): string {
  const words = error.propertyName === undefined ? '' : 'has a name that '
  return words + (describeKeyword(error) ?? error.message ?? `must match the keyword ${error.keyword}`)
}

type Describe = (schema: unknown, params: Readonly<Record<string, unknown>>, error: ErrorObject) => string

function describeKeyword(error: ErrorObject): string | undefined {
  const description = DESCRIPTIONS[error.keyword]
  return description?.(error.schema, error.params as Readonly<Record<string, unknown>>, error)
}

const limit =
  (words: string): Describe =>
  (schema) =>
    `must be ${words} ${json(schema)}`

const count =
  (words: string, noun: string): Describe =>
  (schema) =>
    `must have ${words} ${noun === 'property' ? properties(Number(schema)) : counted(Number(schema), noun)}`

const DESCRIPTIONS: Readonly<Record<string, Describe>> = {
  type: (schema) => `must be of type ${Array.isArray(schema) ? schema.join(' or ') : String(schema)}`,
  enum: (schema) => `must be one of ${joined(schema)}`,
  const: (schema) => `must be ${json(schema)}`,
  minimum: limit('at least'),
  exclusiveMinimum: limit('more than'),
  maximum: limit('at most'),
  exclusiveMaximum: limit('less than'),
  multipleOf: limit('a multiple of'),
  minLength: count('at least', 'character'),
  maxLength: count('at most', 'character'),
  minItems: count('at least', 'item'),
  maxItems: count('at most', 'item'),
  minProperties: count('at least', 'property'),
  maxProperties: count('at most', 'property'),
  pattern: (schema) => `must match the pattern ${quoted(String(schema))}`,
  format: (schema) => `must have the format ${quoted(String(schema))}`,
  uniqueItems: (_schema, { i, j }) => `must not have equal items, as those with index ${String(j)} and ${String(i)}`,
  required: (_schema, { missingProperty }) => `must have the property ${name(missingProperty)}`,
  dependentRequired: dependency,
  dependencies: dependency,
  additionalProperties: notAllowed,
  unevaluatedProperties: notAllowed,
  additionalItems: (_schema, { limit: most }) => `must have at most ${counted(Number(most), 'item')}`,
  items: (_schema, { limit: most }) => `must have at most ${counted(Number(most), 'item')}`,
  unevaluatedItems: () => 'has items that the schema does not allow',
  contains: (_schema, params) => `must have ${range(params)} that match "contains"`,
  propertyNames: () => 'is valid',
  not: (_schema, _params, { schemaPath }) => `must not match the schema at ${quoted(schemaPath)}`,
  anyOf: () => 'must match at least one of the schemas of "anyOf"',
  oneOf: (_schema, { passingSchemas }) =>
    `must match exactly one of the schemas of "oneOf", ${Array.isArray(passingSchemas) ? `and matches those with index ${passingSchemas.join(' and ')}` : 'and matches none'}`,
  'false schema': () => 'is not allowed by the schema'
}

function dependency(_schema: unknown, { property, missingProperty }: Readonly<Record<string, unknown>>): string {
  return `must have the property ${name(missingProperty)}, because it has ${name(property)}`
}

function notAllowed(
  _schema: unknown,
  { additionalProperty, unevaluatedProperty }: Readonly<Record<string, unknown>>,
  { parentSchema }: ErrorObject
): string {
  const known = Object.keys((parentSchema?.['properties'] ?? {}) as object)
  const [nearest] = closest(String(additionalProperty ?? unevaluatedProperty), known, 1)
  const advice = nearest === undefined ? '' : `; the closest that it has is ${quoted(nearest)}`
  return `is a property that the schema does not allow${advice}`
}

function range({ minContains, maxContains }: Readonly<Record<string, unknown>>): string {
  const [least, most] = [Number(minContains ?? 1), maxContains]
  return most === undefined
    ? `at least ${counted(least, 'item')}`
    : `${formatCount(least)} to ${counted(Number(most), 'item')}`
}

function properties(number: number): string {
  return number === 1 ? '1 property' : `${formatCount(number)} properties`
}

function name(value: unknown): string {
  return quoted(String(value))
}

function joined(values: unknown): string {
  return shortened((values as readonly unknown[]).map(json).join(', '), MAX_LENGTH)
}

function json(value: unknown): string {
  return shortened(printable(JSON.stringify(value)), MAX_LENGTH)
}

import { fileURLToPath, pathToFileURL } from 'node:url'
import type { AnySchemaObject, ErrorObject, Options, ValidateFunction } from 'ajv'
import type Core from 'ajv/dist/core.js'
import addFormats from 'ajv-formats'
import { findJsonError, type InvalidJson } from '../entries/list/json.ts'
import { readTextFile } from '../entries/text-file.ts'
import type { Workspace } from '../entries/workspace.ts'
import { type Diagnostics, InvalidValue, type Location } from '../shared/diagnostics.ts'
import { misspelled } from '../shared/similar.ts'
import { counted, printable, quoted, shortened } from '../shared/text.ts'

/** A JSON Schema that is ready to validate values. */
export interface Schema {
  /** Path relative to the workspace. */
  readonly file: string
  /**
   * Returns what is wrong with a value, in the validator's words after the place: `/rollout must be <= 100`. Contains
   * nothing of the value besides names of properties. For a value over 256 KiB, only the first problem is found.
   *
   * @param size of its JSON, in bytes
   */
  readonly validate: (value: unknown, size: number) => string[]
}

/**
 * Reads a JSON Schema and the files of the workspace that its `$ref` lead to. Nothing is fetched. Records an error for a
 * schema that cannot be used, and a warning for each unknown keyword and format.
 *
 * @param path relative to the workspace, or absolute
 * @returns undefined when the schema cannot be used
 */
export async function loadSchema(
  path: string,
  workspace: Workspace,
  diagnostics: Diagnostics
): Promise<Schema | undefined> {
  const file = workspace.display(path)
  try {
    const loader = new SchemaLoader(workspace.forList(path))
    const findAll = await loader.compile(workspace.resolve(path), { allErrors: true })
    const findFirst = await loader.compile(workspace.resolve(path), { allErrors: false })
    for (const warning of loader.warnings) diagnostics.warning(`schema ${quoted(file)}: ${warning}`)
    return { file, validate: (value, size) => validate(size > THOROUGH_BYTES ? findFirst : findAll, value) }
  } catch (error) {
    const invalid = error instanceof InvalidSchema ? error : new InvalidSchema(file, explain(error, workspace))
    diagnostics.error(invalid.message, invalid)
    return undefined
  }
}

/** A larger value could have millions of errors, which take time and memory. */
const THOROUGH_BYTES = 1 << 18

class InvalidSchema extends InvalidValue {
  readonly location: Location

  constructor(file: string, message: string, place?: InvalidJson) {
    super(`schema ${quoted(file)} ${message}`)
    this.location = { file, ...(place && { line: place.line, column: place.column }) }
  }
}

type JsonSchema = AnySchemaObject | boolean
type Draft = keyof typeof DRAFTS

// Each draft is a chunk of its own. In the bundle, a CommonJS module that is a function has only a `default`.
const DRAFTS = {
  '07': async () => (await import('ajv')).default.Ajv,
  '2019-09': async () => (await import('ajv/dist/2019.js')).default.Ajv2019,
  '2020-12': async () => (await import('ajv/dist/2020.js')).default.Ajv2020
}

// Chosen with https://github.com/json-schema-org/JSON-Schema-Test-Suite.
const OPTIONS: Options = {
  // Errors have the data, for "did you mean".
  verbose: true,
  strictSchema: 'log',
  keywords: ['$anchor'],
  strictTypes: false,
  strictTuples: false,
  allowMatchingProperties: true,
  // A number that is too large for JavaScript became infinite, and is still a number.
  strictNumbers: false,
  multipleOfPrecision: 6,
  // Names like "constructor" are not properties of every object.
  ownProperties: true,
  // Done by the loader, which knows the file.
  validateSchema: false,
  // With this, `process` is called for each target of a `$ref`.
  inlineRefs: false,
  code: { regExp: Object.assign(parsePattern, { code: 'new RegExp' }), process: checkTarget }
}

/** `\-` is common, and an error only with the flag `u`. What means something else without the flag stays an error. */
function parsePattern(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, flags)
  } catch (error) {
    if (/\\[pPu]\{/.test(pattern)) throw error
    return new RegExp(pattern)
  }
}

/** The validator takes a number or a list for a schema without keywords. */
function checkTarget(code: string, target?: { readonly schema: unknown }): string {
  if (target && !isSchema(target.schema)) throw new InvalidValue('a $ref leads to something that is not a schema')
  return code
}

function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value))
}

/** Reads and compiles a schema with the files that it refers to. Paths are absolute. */
class SchemaLoader {
  readonly warnings = new Set<string>()
  readonly #workspace: Workspace
  /** That of the first file. The others have the same. */
  #draft: Draft = '2020-12'
  readonly #files = new Map<string, JsonSchema>()

  constructor(workspace: Workspace) {
    this.#workspace = workspace
  }

  /** @throws InvalidSchema, or an error of the validator */
  async compile(path: string, options: Options): Promise<ValidateFunction> {
    this.#read(path)
    const Ajv = await DRAFTS[this.#draft]()
    const warn = (message: string): unknown => this.warnings.add(printable(message.replace('strict mode: ', '')))
    const logger = { log: warn, warn, error: () => undefined }
    const loadSchema = (uri: string): Promise<AnySchemaObject> => Promise.resolve(this.#check(this.#find(uri), ajv))
    const ajv = new Ajv({ ...OPTIONS, ...options, logger, loadSchema })
    addFormats.default(ajv)
    const formats = new Proxy(ajv.formats, {
      get: (known, name: string) => known[name] ?? (warn(`format ${quoted(name)} is unknown and not checked`), true)
    })
    const compiled = await Object.assign(ajv, { formats }).compileAsync(this.#check(path, ajv))
    if ('$async' in compiled) throw new InvalidValue('"$async" is not a keyword of JSON Schema: remove it')
    // A schema that refers to itself without end does so for any value.
    compiled(null)
    return compiled
  }

  /** Returns the schema in a file. Its `$id` becomes the URL of the file, to which `$ref` is relative. */
  #read(path: string): JsonSchema {
    const known = this.#files.get(path)
    if (known !== undefined) return known
    const file = this.#workspace.display(path)
    const schema = this.#parse(path, file)
    const draft = draftOf(schema, file) ?? this.#draft
    if (this.#files.size > 0 && draft !== this.#draft) {
      throw new InvalidSchema(file, `is of draft ${draft}, and the schema that refers to it of ${this.#draft}: use one`)
    }
    this.#draft = draft
    // The place of `$ref` is the file, not what its `$id` says.
    if (typeof schema === 'object' && ['string', 'undefined'].includes(typeof schema.$id)) {
      schema.$id = pathToFileURL(path).href
      delete schema.$schema
    }
    this.#files.set(path, schema)
    return schema
  }

  #parse(path: string, file: string): JsonSchema {
    let text = ''
    try {
      text = readTextFile(path, this.#workspace)
      const schema: unknown = JSON.parse(text)
      if (isSchema(schema)) return schema
    } catch (error) {
      if (error instanceof InvalidValue) throw new InvalidSchema(file, error.message)
      // Without its cause: the engine's message repeats a part of the text.
      const place = findJsonError(text)
      const what = place ? `${place.what} at line ${place.line}, column ${place.column}` : 'it is nested too deeply'
      throw new InvalidSchema(file, `is not valid JSON: ${what}`, place)
    }
    throw new InvalidSchema(file, 'must hold a JSON Schema: an object, or true or false')
  }

  #find(uri: string): string {
    if (uri.startsWith('file:///')) return fileURLToPath(uri)
    throw new InvalidValue(
      `a $ref leads to ${quoted(uri)}, and nothing is fetched: save that schema in the workspace, and refer to it by its path, relative to the file with the $ref`
    )
  }

  /** Returns the schema in a file after checking it against the schema of its draft. */
  #check(path: string, ajv: Core.default): AnySchemaObject {
    const schema = this.#read(path) as AnySchemaObject
    if (ajv.validateSchema(schema) === true) return schema
    const problems = describeErrors(ajv.errors ?? []).join('; ')
    throw new InvalidSchema(this.#workspace.display(path), `is not a valid schema of draft ${this.#draft}: ${problems}`)
  }
}

function draftOf(schema: JsonSchema, file: string): Draft | undefined {
  const { $schema } = schema as AnySchemaObject
  if ($schema === undefined) return undefined
  const uri = typeof $schema === 'string' ? $schema : ''
  const [, named] = /^https?:\/\/json-schema\.org\/draft[-/](.+)\/schema#?$/.exec(uri) ?? []
  for (const draft of ['07', '2019-09', '2020-12'] as const) if (draft === named) return draft
  throw new InvalidSchema(
    file,
    `has the $schema ${quoted(uri)}, which is not supported: use draft-07, 2019-09 or 2020-12, such as "https://json-schema.org/draft/2020-12/schema"`
  )
}

function explain(error: unknown, workspace: Workspace): string {
  if (error instanceof RangeError) return 'cannot be used: it is nested too deeply, or its $refs form a cycle'
  const root = `${pathToFileURL(workspace.root).href}/`
  const message = (error as Error).message.replace(/^AnySchema .* is loaded but /, 'the $ref ').replaceAll(root, '')
  return `cannot be used: ${shortened(printable(message), 400)}`
}

/** Problems of one value that are named. */
const MAX_PROBLEMS = 10

function validate(compiled: ValidateFunction, value: unknown): string[] {
  try {
    if (compiled(value)) return []
  } catch (error) {
    // Without the error's message, which could quote the value.
    return [error instanceof RangeError ? 'the value is nested too deeply for the schema' : CANNOT_VALIDATE]
  }
  return describeErrors(compiled.errors ?? [])
}

// fast-deep-equal, which the validator uses, calls these methods of a value.
const CANNOT_VALIDATE =
  'the validator cannot handle this value. Known causes are properties named "toString" or "valueOf" where the schema has enum, const or uniqueItems'

function describeErrors(errors: readonly ErrorObject[]): string[] {
  // The name that is not valid has an error of its own.
  const described = new Set(errors.filter(({ keyword }) => keyword !== 'propertyNames').map(describe))
  const rest = described.size - MAX_PROBLEMS
  return [...described].slice(0, MAX_PROBLEMS).concat(rest > 0 ? `and ${counted(rest, 'more problem')}` : [])
}

function describe({ instancePath, message, params, parentSchema, data, propertyName }: ErrorObject): string {
  const { additionalProperty, unevaluatedProperty, allowedValues, allowedValue } = params as Record<string, unknown>
  const name = additionalProperty ?? unevaluatedProperty ?? propertyName
  const below = typeof name === 'string' ? `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` : ''
  const place = shortened(printable(instancePath + below), 200)
  // Names and patterns of the schema are in it.
  const words = shortened(printable(message ?? 'is not valid'), 300)
  if (propertyName !== undefined) return `${place} has a name that ${words}`
  if (typeof name === 'string') {
    return `${place} is not allowed${didYouMean(name, Object.keys((parentSchema?.['properties'] ?? {}) as object))}`
  }
  const choices = (allowedValues ?? (allowedValue === undefined ? [] : [allowedValue])) as readonly unknown[]
  const list = shortened(printable(choices.map((choice) => JSON.stringify(choice)).join(', ')), 200)
  return `${place} ${words}${list && `: ${list}`}${didYouMean(data, choices)}`.trimStart()
}

function didYouMean(given: unknown, choices: readonly unknown[]): string {
  const names = choices.filter((choice) => typeof choice === 'string')
  const meant = typeof given === 'string' ? misspelled(given, names) : undefined
  return meant === undefined ? '' : `; did you mean ${quoted(meant)}?`
}

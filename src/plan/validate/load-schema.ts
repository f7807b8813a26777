import { type ErrorObject, MissingRefError, type Options, type ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'
import type { Workspace } from '../../entries/workspace.ts'
import { type Diagnostics, InvalidValue } from '../../shared/diagnostics.ts'
import { printable, quoted, shortened } from '../../shared/text.ts'
import { describeErrors, describeViolation } from './describe.ts'
import { InvalidSchema, type SchemaDocument, SchemaDocuments } from './documents.ts'
import { type Ajv, type Draft, loadDraft, type MakeAjv, META_SCHEMAS, parseDraft } from './drafts.ts'
import { MULTIPLE_OF } from './multiple-of.ts'
import { findWrongPattern } from './literals.ts'
import { findMisspelledKeywords } from './misspelled.ts'
import { locateViolations } from './places.ts'
import { Schema } from './schema.ts'
import { Interrupted, TIME_LIMIT, TimeLimitReached, withTimeLimit } from './time-limit.ts'

/**
 * Reads a JSON Schema with all the files that it refers to, and makes it ready to validate. Records an error for each
 * problem of an invalid schema, and a warning for each of its formats that is not checked.
 *
 * @param path relative to the workspace, or absolute
 * @returns undefined when the schema cannot be used
 */
export async function loadSchema(
  path: string,
  workspace: Workspace,
  diagnostics: Diagnostics
): Promise<Schema | undefined> {
  try {
    const documents = new SchemaDocuments(workspace)
    const root = await documents.read(path)
    const draft = draftOf(root)
    const loader = new SchemaLoader(documents, root, draft, await loadDraft(draft), diagnostics)
    return await loader.load()
  } catch (error) {
    if (!(error instanceof InvalidSchema)) throw error
    diagnostics.error(error.message, error)
    return undefined
  }
}

function draftOf({ file, schema }: SchemaDocument): Draft {
  try {
    return parseDraft(schema)
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
    throw new InvalidSchema(file, error.message)
  }
}

/** Loads the schema of one run. */
class SchemaLoader {
  readonly #documents: SchemaDocuments
  readonly #root: SchemaDocument
  readonly #draft: Draft
  readonly #makeAjv: MakeAjv
  readonly #diagnostics: Diagnostics
  readonly #warnings = new Set<string>()

  constructor(
    documents: SchemaDocuments,
    root: SchemaDocument,
    draft: Draft,
    makeAjv: MakeAjv,
    diagnostics: Diagnostics
  ) {
    this.#documents = documents
    this.#root = root
    this.#draft = draft
    this.#makeAjv = makeAjv
    this.#diagnostics = diagnostics
  }

  async load(): Promise<Schema | undefined> {
    const ajv = this.#newAjv(true)
    const thorough = await this.#compileAll(ajv)
    if (!thorough) return undefined
    for (const warning of this.#warnings) this.#diagnostics.warning(`schema ${quoted(this.#root.file)} ${warning}`)
    for (const document of this.#documents.all.values()) warnOfMisspelled(document, this.#diagnostics)
    return new Schema(this.#root.file, (allErrors) => (allErrors ? thorough : this.#compileAgain()))
  }

  /** Compiles the schema again and again, until every file that it refers to is known. */
  async #compileAll(ajv: Ajv): Promise<ValidateFunction | undefined> {
    let missing = this.#root
    while (this.#isValid(ajv, missing)) {
      ajv.addSchema(missing.schema, missing.uri)
      const compiled = this.#compile(ajv)
      if (typeof compiled === 'function') return compiled
      missing = await this.#resolve(compiled)
    }
    return undefined
  }

  #compileAgain(): ValidateFunction {
    const ajv = this.#newAjv(false)
    for (const { schema, uri } of this.#documents.all.values()) ajv.addSchema(schema, uri)
    return this.#getSchema(ajv)
  }

  /** Returns the compiled schema, or the error for a reference to a schema that is not known yet. */
  #compile(ajv: Ajv): ValidateFunction | MissingRefError {
    try {
      // Once: Ajv cannot go on from a compilation that was stopped.
      const compiled = withTimeLimit(() => this.#getSchema(ajv), TIME_LIMIT, 0)
      // A schema that refers to itself without end does so for any value.
      withTimeLimit(() => compiled(null), TIME_LIMIT)
      return compiled
    } catch (error) {
      if (error instanceof MissingRefError) return error
      if (error instanceof InvalidSchema) throw error
      throw this.#unusable(error)
    }
  }

  #getSchema(ajv: Ajv): ValidateFunction {
    const compiled = ajv.getSchema(this.#root.uri)
    if (!compiled || '$async' in compiled) {
      throw new InvalidSchema(this.#root.file, 'has the keyword "$async", which JSON Schema does not have: remove it')
    }
    return compiled
  }

  async #resolve({ missingRef, missingSchema }: MissingRefError): Promise<SchemaDocument> {
    if (!this.#documents.all.has(missingSchema)) return this.#documents.resolve(missingSchema, this.#root)
    throw this.#documents.unresolved(missingRef, ', which leads to nothing in that file', this.#root)
  }

  #unusable(error: unknown): InvalidSchema {
    const pattern = error instanceof SyntaxError ? findWrongPattern(this.#documents.all.values()) : undefined
    const { document = this.#root, place } = pattern ?? {}
    return new InvalidSchema(document.file, `cannot be used: ${this.#explain(error)}`, place)
  }

  #explain(error: unknown): string {
    if (error instanceof RangeError) return 'it is nested too deeply, or its $refs form a cycle'
    if (error instanceof TimeLimitReached || error instanceof Interrupted) return `preparing it ${error.message}`
    return shortened(printable(this.#documents.shown((error as Error).message)), 300)
  }

  /** Whether a document is a schema of the draft. Records an error for each place where it is not. */
  #isValid(ajv: Ajv, { file, text, schema }: SchemaDocument): boolean {
    if (ajv.validate(META_SCHEMAS[this.#draft], schema)) return true
    const errors = (ajv.errors ?? []).filter(isMistake)
    const violations = locateViolations(describeErrors(errors), text)
    for (const { violation, place } of violations) {
      const where = place ? ` (line ${place.line}, column ${place.column})` : ''
      const message = `is not a valid schema of ${this.#draft}: ${describeViolation(violation)}`
      this.#diagnostics.error(`schema ${quoted(file)}${where} ${message}`, { location: { file, ...place } })
    }
    return violations.length === 0
  }

  #newAjv(allErrors: boolean): Ajv {
    const warn = (message: string): void => {
      const [, format] = /^unknown format "(.*)" ignored/.exec(message) ?? []
      if (format !== undefined) this.#warnings.add(`has the format ${quoted(format)}, which is not checked`)
    }
    const ajv = this.#makeAjv({ ...OPTIONS, allErrors, logger: { log: warn, warn, error: warn } })
    addFormats.default(ajv)
    ajv.removeKeyword(MULTIPLE_OF.keyword as string)
    ajv.addKeyword(MULTIPLE_OF)
    return ajv
  }
}

/** Misspelled keywords of a file that warnings name. */
const MAX_MISSPELLED = 20

function warnOfMisspelled({ file, text }: SchemaDocument, diagnostics: Diagnostics): void {
  for (const { name, meant, place } of findMisspelledKeywords(text).slice(0, MAX_MISSPELLED)) {
    const where = `schema ${quoted(file)} (line ${place.line}, column ${place.column})`
    diagnostics.warning(
      `${where} has the unknown keyword ${quoted(name)}, which checks nothing; did you mean ${meant}?`
    )
  }
}

/** What the standard says, checked against its official test suite: https://github.com/json-schema-org/JSON-Schema-Test-Suite */
const OPTIONS: Options = {
  // Unknown keywords are annotations.
  strict: false,
  // A number that is too large for JavaScript became infinite, and is still a number.
  strictNumbers: false,
  // Names like "constructor" are not properties of every object.
  ownProperties: true,
  // Done by `#isValid`, with a message for each place.
  validateSchema: false,
  // Errors with the part of the schema that they are about, from which messages are made.
  verbose: true,
  messages: false
}

/**
 * Ignores errors of formats. Common tools accept a `$ref` with a space, and an invalid pattern is found when it is
 * compiled.
 */
function isMistake({ keyword }: ErrorObject): boolean {
  return keyword !== 'format'
}

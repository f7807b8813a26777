import { dirname, join, posix } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { AnySchemaObject } from 'ajv'
import { readTextFile } from '../../entries/text-file.ts'
import type { Workspace } from '../../entries/workspace.ts'
import { InvalidValue, type Location } from '../../shared/diagnostics.ts'
import { quoted } from '../../shared/text.ts'
import { InvalidJson, parseJson, type Place } from './json.ts'
import { findReference } from './literals.ts'

/** Thrown for a schema that cannot be used. Its message names the file. */
export class InvalidSchema extends InvalidValue {
  readonly location: Location

  constructor(file: string, message: string, place?: Place) {
    super(`schema ${quoted(file)}${place ? ` (line ${place.line}, column ${place.column})` : ''} ${message}`)
    this.location = { file, ...place }
  }
}

/** A file with a JSON Schema. */
export interface SchemaDocument {
  /** Path relative to the workspace. */
  readonly file: string
  readonly text: string
  readonly schema: AnySchemaObject | boolean
  /** The URI by which it is known: that of its file, or the one of a `$ref`. */
  readonly uri: string
}

/** Reads schemas from the workspace: the one that an input names, and those that its `$ref` lead to. Never asks a network. */
export class SchemaDocuments {
  /** Those that were read, by their URI. */
  readonly all = new Map<string, SchemaDocument>()
  readonly #workspace: Workspace
  /** Absolute paths of those that were read. */
  readonly #paths = new Map<SchemaDocument, string>()
  #isInWorkspace = true

  constructor(workspace: Workspace) {
    this.#workspace = workspace
  }

  /**
   * Reads the schema at a path.
   *
   * @throws InvalidSchema when it cannot be read, or is not a JSON object or boolean
   */
  async read(path: string): Promise<SchemaDocument> {
    const absolute = this.#workspace.resolve(path)
    try {
      this.#isInWorkspace = this.#workspace.holds(this.#workspace.file(absolute).path)
      return await this.#add(absolute, pathToFileURL(absolute).href)
    } catch (error) {
      if (!(error instanceof InvalidValue) || error instanceof InvalidSchema) throw error
      throw new InvalidSchema(this.#workspace.display(path), error.message)
    }
  }

  /**
   * Reads the schema that a `$ref` in `root` leads to. A `$ref` is relative to the file that has it. Where that file has an
   * `$id`, the `$ref` is relative to the `$id`, and the files of the workspace stand for the URIs beside it.
   *
   * @param uri absolute, without fragment
   * @throws InvalidSchema when that is not a file of the workspace, or not a JSON object or boolean
   */
  async resolve(uri: string, root: SchemaDocument): Promise<SchemaDocument> {
    let problem = REMOTE
    for (const path of this.#candidates(uri)) {
      try {
        this.#confine(path)
        return await this.#add(path, uri)
      } catch (error) {
        if (!(error instanceof InvalidValue) || error instanceof InvalidSchema) throw error
        if (uri.startsWith('file:')) problem = `: the file ${error.message}`
      }
    }
    throw this.unresolved(uri, problem, root)
  }

  /** Returns the error for a `$ref` to `uri` that leads nowhere. */
  unresolved(uri: string, problem: string, root: SchemaDocument): InvalidSchema {
    const { document = root, place } = findReference(this.all.values(), uri) ?? {}
    return new InvalidSchema(document.file, `has a $ref to ${quoted(this.shown(uri))}${problem}`, place)
  }

  /** Returns `text` with paths relative to the workspace in place of URIs. */
  shown(text: string): string {
    const root = `${pathToFileURL(this.#workspace.root).href}/`
    return text.replaceAll(root, '')
  }

  async #add(path: string, uri: string): Promise<SchemaDocument> {
    const file = this.#workspace.display(path)
    const text = readTextFile(path, this.#workspace)
    const document = { file, text, schema: await parse(text, file), uri }
    this.all.set(uri, document)
    this.#paths.set(document, path)
    return document
  }

  /** A schema of the repository has no access to the temporary files of other steps. */
  #confine(path: string): void {
    if (this.#isInWorkspace && !this.#workspace.holds(this.#workspace.file(path).path)) {
      throw new InvalidValue('lies outside the workspace')
    }
  }

  #candidates(uri: string): string[] {
    try {
      return uri.startsWith('file:') ? [fileURLToPath(uri)] : this.#besideIds(uri)
    } catch {
      // The URI is not a path: it has a host, or a wrongly escaped slash or percent sign.
      return []
    }
  }

  /** Returns where the file is if the folders of the workspace are arranged like the URIs. */
  #besideIds(uri: string): string[] {
    const target = URL.parse(uri, BASE)
    return [...this.#paths].flatMap(([{ schema }, path]) => {
      const id = typeof schema === 'object' && typeof schema.$id === 'string' ? URL.parse(schema.$id, BASE) : null
      if (!id || id.protocol !== target?.protocol || id.host !== target.host) return []
      const way = posix.relative(posix.dirname(id.pathname), target.pathname)
      return [join(dirname(path), decodeURIComponent(way))]
    })
  }
}

const REMOTE =
  ', which is not in the workspace. Schemas are never fetched from a network: save that one in the workspace, and refer to it by its path relative to this file'

/** For an `$id` that is only a name. */
const BASE = 'name://schema/'

async function parse(text: string, file: string): Promise<AnySchemaObject | boolean> {
  try {
    const { value } = await parseJson(Buffer.from(text))
    if (typeof value === 'boolean' || isObject(value)) return value
  } catch (error) {
    if (!(error instanceof InvalidJson)) throw error
    throw new InvalidSchema(file, error.message, error.place)
  }
  throw new InvalidSchema(file, 'must hold a JSON Schema: an object, or true or false')
}

function isObject(value: unknown): value is AnySchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

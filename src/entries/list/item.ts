import { type Diagnostics, InvalidValue, type Location } from '../../shared/diagnostics.ts'
import { listed } from '../../shared/similar.ts'
import { counted, quoted } from '../../shared/text.ts'
import type { Value } from '../../shared/value.ts'
import { applyDefaults, type Deletion, type Entry, type EntryDefaults, type Shape } from '../entry.ts'
import { parseExpiration, parseTtl } from '../expiry.ts'
import { checkMetadata, type Metadata } from '../metadata.ts'
import type { Workspace } from '../workspace.ts'
import {
  checkRefused,
  describeKind,
  InvalidLine,
  isNull,
  type Node,
  parseFlag,
  parseText,
  parseValue,
  propertiesOf,
  type Property,
  toJson
} from './node.ts'
import { describeUnknown, isProperty, meantBy, type PropertyName } from './shapes.ts'

/** Where a list comes from, and what its entries are made with. */
export interface ListSettings {
  /** As messages begin: `entries`, or `entries-file "flags.yaml"`. */
  readonly name: string
  /** The input, or the file's path relative to the workspace. */
  readonly source: string
  /** The file to annotate; undefined when the list is in the workflow. */
  readonly file: string | undefined
  readonly shape: Shape
  readonly workspace: Workspace
  /** Milliseconds since the UNIX epoch. */
  readonly now: number
}

// Nothing is sent when there is a problem, but the report still names the key.
const NOTHING: Value = { bytes: new Uint8Array(), size: 0 }

/** Makes the entries and deletions of one list, and records an error for each mistake. */
export class ItemReader {
  /** How many entries have both `expiration` and `expiration_ttl`. */
  #withBothTimes = 0
  /** Keys to delete that look like patterns. */
  readonly #patterns: string[] = []
  readonly #settings: ListSettings
  readonly #diagnostics: Diagnostics

  constructor(settings: ListSettings, diagnostics: Diagnostics) {
    this.#settings = settings
    this.#diagnostics = diagnostics
  }

  /** Returns the entry of a property of a map. */
  fromPair({ name, line, value }: Property): Entry {
    const key = this.#fullKey(name)
    const item = this.#item(`key ${quoted(name)}`, key)
    return {
      ...this.#settings.shape.defaults,
      key,
      value: readValue(line, value, parseValue, item),
      source: item.describeLine(line),
      ...locate(this.#settings, line)
    }
  }

  /** Returns the entry or the deletion of an item of a list, undefined when it has no key. */
  fromItem(node: Node, number: number): Entry | Deletion | undefined {
    const unnamed = this.#item(`entry ${number}`)
    const given = unnamed.attempt('', node.line, () => parseItem(node))
    if (!given) return undefined
    const unknown = [...given.keys()].filter((name) => !isProperty(name))
    const meant = new Set(unknown.map(meantBy))
    const line = given.get('key')?.line ?? node.line
    // The unknown property that was probably meant as `key` is reported instead.
    const name = given.has('key') || !meant.has('key') ? unnamed.attempt('key', line, () => parseKey(given)) : undefined
    const key = name === undefined ? undefined : this.#fullKey(name)
    const item = name === undefined ? unnamed : this.#item(`entry ${number} (key ${quoted(name)})`, key)
    for (const name of unknown) item.note(given.get(name)?.line, describeUnknown(name))
    const isDeleted = isDeletion(given, item)
    const made = isDeleted
      ? { source: item.describeLine(line) }
      : { ...readContent(given, meant, line, item), ...this.#readSettings(given, item) }
    if (key === undefined) return undefined
    if (isDeleted && key.includes('*')) this.#patterns.push(key)
    return { key, ...made, ...locate(this.#settings, line) }
  }

  #item(name: string, key?: string): Item {
    return new Item(name, key, this.#settings, this.#diagnostics)
  }

  /** Records one warning for all entries with the same doubt. */
  warn(): void {
    const { name } = this.#settings
    if (this.#withBothTimes > 0) {
      const keys = counted(this.#withBothTimes, 'key')
      this.#diagnostics.warning(
        `${name} gives both expiration and expiration_ttl for ${keys}: expiration_ttl takes precedence, as in the API`
      )
    }
    if (this.#patterns.length > 0) {
      this.#diagnostics.warning(
        `${name} deletes ${listed(this.#patterns)}: keys are literal, and * is no wildcard. List each key to delete, or use prune`
      )
    }
  }

  /** Returns a copy of the key with its prefix. The parser's string would keep the text of the whole list in memory. */
  #fullKey(name: string): string {
    return JSON.parse(JSON.stringify(this.#settings.shape.keyPrefix + name)) as string
  }

  #readSettings(given: Properties, item: Item): EntryDefaults {
    const { now, shape } = this.#settings
    const parse = <T>(name: PropertyName, parseNode: (node: Node) => T): T | undefined => {
      const property = given.get(name)
      return property && item.attempt(name, property.line, () => parseNode(property.value))
    }
    const own = {
      metadata: parse('metadata', parseMetadataOf),
      expiration: parse('expiration', (node) => parseTime(node, (text) => parseExpiration(text, now))),
      expirationTtl: parse('expiration_ttl', (node) => parseTime(node, parseTtl))
    }
    if (own.expiration !== undefined && own.expirationTtl !== undefined) this.#withBothTimes += 1
    return applyDefaults(own, shape.defaults)
  }
}

/** One item of a list, for its messages. */
class Item {
  readonly settings: ListSettings
  readonly #name: string
  readonly #key: string | undefined
  readonly #diagnostics: Diagnostics

  /** @param name as messages name it: `entry 2 (key "a")` */
  constructor(name: string, key: string | undefined, settings: ListSettings, diagnostics: Diagnostics) {
    this.#name = name
    this.#key = key
    this.settings = settings
    this.#diagnostics = diagnostics
  }

  /**
   * Returns what `parse` returns. When it throws an `InvalidValue`, records an error that names line, entry and property,
   * and returns undefined.
   *
   * @param property empty when the error is about the whole entry
   * @param line of the property, for an error that does not have its own line
   */
  attempt<T>(property: string, line: number | undefined, parse: () => T): T | undefined {
    try {
      return parse()
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error
      const place = error instanceof InvalidLine ? error.line : line
      this.note(place, [property, error.message].filter(Boolean).join(' '))
      return undefined
    }
  }

  note(line: number | undefined, problem: string): void {
    const subject = { ...(this.#key !== undefined && { key: this.#key }), ...locate(this.settings, line) }
    this.#diagnostics.error(`${this.describeLine(line)}: ${this.#name}: ${problem}`, subject)
  }

  /** Returns a line as reports name it: `flags.yaml line 12`. */
  describeLine(line: number | undefined): string {
    return line === undefined ? this.settings.source : `${this.settings.source} line ${line}`
  }
}

/** Returns the place of a line for an annotation; none when the list is in the workflow. */
export function locate({ file }: ListSettings, line: number | undefined): { readonly location?: Location } {
  return file === undefined ? {} : { location: { file, ...(line !== undefined && { line }) } }
}

type Properties = ReadonlyMap<string, Property>

function parseItem(node: Node): Properties {
  checkRefused(node)
  if ('properties' in node) return propertiesOf(node)
  throw new InvalidValue(`must be a map with key, and value or file; got ${describeKind(node)}`)
}

function parseKey(given: Properties): string {
  const key = given.get('key')
  if (key) return parseText(key.value)
  throw new InvalidValue('is missing: an entry of a list has key, and value, file or delete')
}

/** Whether an entry has `delete: true`. Records an error for each property that cannot be combined with it. */
function isDeletion(given: Properties, item: Item): boolean {
  const property = given.get('delete')
  if (!property) return false
  const flag = item.attempt('delete', property.line, () => parseFlag(property.value))
  for (const { name, line, value } of flag ? given.values() : []) {
    if (name === 'key' || name === 'delete' || !isProperty(name) || isEmpty(name, value)) continue
    const remedy = `remove ${name} to delete the key, or remove delete to write it`
    item.note(line, `${name} cannot be combined with delete: true; ${remedy}`)
  }
  // An invalid `delete` counts as a deletion, so that a missing value is not reported as well.
  return flag !== false
}

/** Whether a property counts as not given. For a key that does not expire, programs write 0 or null. */
function isEmpty(name: string, value: Node): boolean {
  if (isNull(value)) return true
  if (!('json' in value)) return false
  return name === 'base64' ? value.json === 'false' : name.startsWith('expiration') && wholeNumber(value.json) === 0
}

function readContent(
  given: Properties,
  meant: ReadonlySet<PropertyName | undefined>,
  line: number | undefined,
  item: Item
): Pick<Entry, 'value' | 'source'> {
  const [value, path, base64] = [given.get('value'), given.get('file'), given.get('base64')]
  const file = path && !isNull(path.value) ? path : undefined
  const isEncoded = base64 && item.attempt('base64', base64.line, () => parseFlag(base64.value))
  const isMeant = meant.has('value') || meant.has('file') || meant.has('delete')
  if (value && file) item.note(line, 'value and file are both given: give exactly one of them')
  else if (!value && !file && !isMeant) item.note(line, 'value is missing: give value or file')
  if (file && isEncoded) {
    item.note(line, 'base64 cannot be combined with file: the bytes of a file are stored as they are. Remove base64')
  }
  if (file && !value) return readFile(file, item)
  const parse = isEncoded ? (node: Node) => decodeBase64(parseText(node)) : parseValue
  return {
    value: value ? readValue(value.line, value.value, parse, item) : NOTHING,
    source: item.describeLine(line)
  }
}

function readValue(line: number | undefined, node: Node, parse: (node: Node) => Buffer, item: Item): Value {
  const bytes = item.attempt('value', line, () => parse(node))
  return bytes ? { bytes, size: bytes.length } : NOTHING
}

function readFile({ line, value: node }: Property, item: Item): Pick<Entry, 'value' | 'source'> {
  const { workspace } = item.settings
  const path = item.attempt('file', line, () => parseText(node))
  if (path === undefined) return { value: NOTHING, source: item.describeLine(line) }
  const source = workspace.display(path)
  const value = item.attempt(`file ${quoted(source)}`, line, () => workspace.file(path))
  return { value: value ?? NOTHING, source: `${source} (${item.describeLine(line)})` }
}

/**
 * Decodes base64 of RFC 4648 with its padding. Spaces and line ends are ignored: `base64` and YAML blocks have them.
 *
 * @throws InvalidValue that does not repeat the text
 */
export function decodeBase64(text: string): Buffer {
  const digits = text.replace(/[ \r\n]+/g, '')
  const end = digits.search(/[^A-Za-z0-9+/]/)
  const padding = end === -1 ? '' : digits.slice(end)
  if (digits.length % 4 === 0 && /^={0,2}$/.test(padding)) return Buffer.from(digits, 'base64')
  throw new InvalidValue(
    'is not base64: it must consist of A to Z, a to z, 0 to 9, + and /, and end with = to a multiple of 4 characters'
  )
}

/** Returns metadata; null for null, which is the same as no metadata for the API. */
function parseMetadataOf(node: Node): Metadata | null {
  const metadata = toJson(node)
  checkMetadata(metadata)
  return isNull(node) ? null : metadata
}

/** Accepts what the input of the same meaning accepts, and numbers in any form; 0 and null count as not given. */
function parseTime<T>(node: Node, parse: (text: string) => T): T | undefined {
  checkRefused(node)
  if ('text' in node) return parse(node.text)
  if (isEmpty('expiration', node)) return undefined
  if ('json' in node && /^[-\d]/.test(node.json)) return parse(String(wholeNumber(node.json) ?? node.json))
  throw new InvalidValue(`must be a number or text, got ${describeKind(node)}`)
}

/** Returns the value of a whole number as JSON may write it (`3600`, `3600.0`, `6e2`); undefined when it is not one. */
function wholeNumber(text: string): number | undefined {
  const [, whole, fraction = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  if (whole === undefined) return undefined
  const pointAt = Math.max(0, whole.length + Number(exponent))
  // Number() would round a fraction that is too small for it.
  if (/[1-9]/.test((whole + fraction).slice(pointAt))) return undefined
  return Number(text)
}

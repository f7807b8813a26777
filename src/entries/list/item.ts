import { type Diagnostics, InvalidValue, type Location } from '../../shared/diagnostics.ts'
import { listed } from '../../shared/similar.ts'
import { counted, quoted } from '../../shared/text.ts'
import type { Value } from '../../shared/value.ts'
import { applyDefaults, type Deletion, type Entry, type EntryDefaults, type EntrySettings } from '../entry.ts'
import { parseExpiration, parseTtl } from '../expiry.ts'
import { checkedMetadata } from '../metadata.ts'
import type { Workspace } from '../workspace.ts'
import {
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
import { describeUnknown, isProperty, type PropertyName } from './shapes.ts'

/** Where a list comes from, and what its entries are made with. */
export interface ListSettings {
  /** As messages begin: `entries`, or `entries-file "flags.yaml"`. */
  readonly name: string
  /** Path relative to the workspace; undefined when the list is in the workflow. */
  readonly file: string | undefined
  readonly entrySettings: EntrySettings
  readonly workspace: Workspace
  /** Milliseconds since the UNIX epoch. */
  readonly now: number
}

// Nothing is sent when there is a problem, but the report still names the key.
const NOTHING: Value = { bytes: new Uint8Array(), size: 0 }

/** What messages call an item, and its key where it is known. */
interface Item {
  readonly name: string
  readonly key?: string
}

type Properties = ReadonlyMap<string, Property>

/** Makes the entries and deletions of one list, and records an error for each mistake. */
export class ItemReader {
  /** How many entries have both `expiration` and `expiration_ttl`. */
  #withBothTimes = 0
  readonly #withoutValue: string[] = []
  readonly #settings: ListSettings
  readonly #diagnostics: Diagnostics

  constructor(settings: ListSettings, diagnostics: Diagnostics) {
    this.#settings = settings
    this.#diagnostics = diagnostics
  }

  /** Returns the entry of a property of a map. */
  fromPair({ name, line, value }: Property): Entry {
    const key = this.#fullKey(name)
    if ('isAbsent' in value) this.#withoutValue.push(key)
    const bytes = this.#attempt({ name: `key ${quoted(name)}`, key }, 'value', line, () => parseValue(value))
    return { ...this.#settings.entrySettings.defaults, key, value: inMemory(bytes), ...this.#origin(line) }
  }

  /** Returns the entry or the deletion of an item of a list, undefined when it has no key. */
  fromItem(node: Node, number: number): Entry | Deletion | undefined {
    const unnamed = { name: `entry ${number}` }
    const given = this.#attempt(unnamed, '', node.line, () => parseItem(node))
    if (!given) return undefined
    const line = given.get('key')?.line ?? node.line
    const name = this.#attempt(unnamed, 'key', line, () => parseKey(given))
    const item =
      name === undefined ? unnamed : { name: `${unnamed.name} (key ${quoted(name)})`, key: this.#fullKey(name) }
    for (const property of given.values()) {
      if (!isProperty(property.name)) this.#note(item, property.line, describeUnknown(property.name))
    }
    const isDeleted = this.#isDeletion(given, item)
    const made = isDeleted ? undefined : { ...this.#content(given, line, item), ...this.#defaults(given, item) }
    if (!('key' in item)) return undefined
    return { key: item.key, ...this.#origin(line), ...made }
  }

  /** Records one warning for all entries with the same doubt. */
  warn(deletions: readonly Deletion[]): void {
    const { name } = this.#settings
    if (this.#withBothTimes > 0) {
      const keys = counted(this.#withBothTimes, 'key')
      this.#diagnostics.warning(
        `${name} gives both expiration and expiration_ttl for ${keys}: expiration_ttl takes precedence, as in the API`
      )
    }
    const patterns = deletions.map(({ key }) => key).filter((key) => key.includes('*'))
    if (this.#withoutValue.length > 0) {
      this.#diagnostics.warning(
        `${name} has nothing as the value of ${listed(this.#withoutValue)}: YAML reads that as null, so the text null is stored. Write "" for an empty value`
      )
    }
    if (patterns.length > 0) {
      this.#diagnostics.warning(
        `${name} deletes ${listed(patterns)}: keys are literal, and * is no wildcard. List each key to delete, or use prune`
      )
    }
  }

  /** Returns a copy of the key with its prefix. The parser's string would keep the text of the whole list in memory. */
  #fullKey(name: string): string {
    return JSON.parse(JSON.stringify(this.#settings.entrySettings.keyPrefix + name)) as string
  }

  /** Whether an entry has `delete: true`. Records an error for each property that cannot be combined with it. */
  #isDeletion(given: Properties, item: Item): boolean {
    const property = given.get('delete')
    if (!property) return false
    const flag = this.#attempt(item, 'delete', property.line, () => parseFlag(property.value))
    for (const { name, line, value } of flag ? given.values() : []) {
      if (name === 'key' || name === 'delete' || !isProperty(name) || isEmpty(name, value)) continue
      const remedy = `remove ${name} to delete the key, or remove delete to write it`
      this.#note(item, line, `${name} cannot be combined with delete: true; ${remedy}`)
    }
    // An invalid `delete` counts as a deletion, so that a missing value is not reported as well.
    return flag !== false
  }

  #content(given: Properties, line: number, item: Item): Pick<Entry, 'value'> & Partial<Entry> {
    const [value, path] = [given.get('value'), given.get('file')]
    const file = path && !isNull(path.value) ? path : undefined
    const isEncoded = this.#parse(given, 'base64', item, parseFlag)
    if (value && file) this.#note(item, line, 'value and file are both given: give exactly one of them')
    if (!value && !file) this.#note(item, line, 'value is missing: give value or file')
    if (file && isEncoded) {
      this.#note(item, line, 'base64 cannot be combined with file, whose bytes are stored as they are: remove base64')
    }
    if (file && !value) return this.#file(file, line, item)
    if (value && 'isAbsent' in value.value && item.key !== undefined) this.#withoutValue.push(item.key)
    const parse = isEncoded ? (node: Node): Buffer => decodeBase64(parseText(node)) : parseValue
    return { value: inMemory(this.#parse(given, 'value', item, parse)) }
  }

  #file(file: Property, line: number, item: Item): Pick<Entry, 'value'> & Partial<Entry> {
    const { workspace } = this.#settings
    const path = this.#attempt(item, 'file', file.line, () => parseText(file.value))
    if (path === undefined) return { value: NOTHING }
    const shown = workspace.display(path)
    const value = this.#attempt(item, `file ${quoted(shown)}`, file.line, () => workspace.file(path))
    return { value: value ?? NOTHING, source: `${shown} (${this.#origin(line).source})` }
  }

  #defaults(given: Properties, item: Item): EntryDefaults {
    const { now, entrySettings } = this.#settings
    const own = {
      // Null is the same as no metadata for the API.
      metadata: this.#parse(given, 'metadata', item, (node) => (isNull(node) ? null : checkedMetadata(toJson(node)))),
      expiration: this.#parse(given, 'expiration', item, (node) => {
        return parseTime(node, (text) => parseExpiration(text, now))
      }),
      expirationTtl: this.#parse(given, 'expiration_ttl', item, (node) => parseTime(node, parseTtl))
    }
    if (own.expiration !== undefined && own.expirationTtl !== undefined) this.#withBothTimes += 1
    return applyDefaults(own, entrySettings.defaults)
  }

  #parse<T>(given: Properties, name: PropertyName, item: Item, parse: (node: Node) => T): T | undefined {
    const property = given.get(name)
    return property && this.#attempt(item, name, property.line, () => parse(property.value))
  }

  /**
   * Returns what `parse` returns. When it throws an `InvalidValue`, records an error that names line, entry and property,
   * and returns undefined.
   *
   * @param property empty when the error is about the whole entry
   * @param line of the property, for an error that does not have its own line
   */
  #attempt<T>(item: Item, property: string, line: number, parse: () => T): T | undefined {
    try {
      return parse()
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error
      const place = error instanceof InvalidLine ? error.line : line
      this.#note(item, place, [property, error.message].filter(Boolean).join(' '))
      return undefined
    }
  }

  #note({ name, key }: Item, line: number, problem: string): void {
    const { source, ...place } = this.#origin(line)
    this.#diagnostics.error(`${source}: ${name}: ${problem}`, { ...(key !== undefined && { key }), ...place })
  }

  /** A line of the list, as reports name it (`flags.yaml line 12`), and its place for an annotation. */
  #origin(line: number): Pick<Entry, 'source' | 'location'> {
    const { file } = this.#settings
    return { source: `${file ?? 'entries'} line ${line}`, ...locate(file, line) }
  }
}

/** Returns the place of a line for an annotation; none when the list is in the workflow. */
export function locate(file: string | undefined, line: number): { readonly location?: Location } {
  return file === undefined ? {} : { location: { file, line } }
}

function parseItem(node: Node): Properties {
  if ('properties' in node) return propertiesOf(node)
  throw new InvalidValue(`must be a map with key, and value or file; got ${describeKind(node)}`)
}

function parseKey(given: Properties): string {
  const key = given.get('key')
  if (key) return parseText(key.value)
  throw new InvalidValue(
    'is missing: an entry of a list has key, and value, file or delete. For pairs of a key and a value, write a map, without "- "'
  )
}

/** Whether a property counts as not given. For a key that does not expire, programs write 0 or null. */
function isEmpty(name: string, value: Node): boolean {
  if (isNull(value)) return true
  if (!('json' in value)) return false
  return name === 'base64' ? value.json === 'false' : name.startsWith('expiration') && Number(value.json) === 0
}

function inMemory(bytes: Uint8Array | undefined): Value {
  return bytes ? { bytes, size: bytes.length } : NOTHING
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

/** Accepts what the input of the same meaning accepts, and numbers as JSON may write them; 0 and null count as not given. */
function parseTime<T>(node: Node, parse: (text: string) => T): T | undefined {
  if ('text' in node) return parse(node.text)
  if (isEmpty('expiration', node)) return undefined
  if (!('json' in node) || !/^[-\d]/.test(node.json)) {
    throw new InvalidValue(`must be a number or text, got ${describeKind(node)}`)
  }
  // 1.893456e+09 is how Go writes a time.
  const number = Number(node.json)
  return parse(Number.isInteger(number) ? String(number) : node.json)
}

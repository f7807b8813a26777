import type { Diagnostics } from '../../shared/diagnostics.ts'
import { quoted } from '../../shared/text.ts'
import type { Value } from '../../shared/value.ts'
import { applyDefaults, type Deletion, type Entry, type EntryDefaults, type Shape } from '../entry.ts'
import type { Workspace } from '../workspace.ts'
import { checkSources, meantProperties, parseKey, presentIn, timeIn, withContent } from './given.ts'
import { describeUnknown, isKnown, type KnownName } from './known.ts'
import type { Node, Property } from './node.ts'
import { describeLine, type EntryName, ListProblems, locate, type Origin } from './origin.ts'
import {
  parseEncoded,
  parseFlag,
  parseItem,
  parseOwnExpiration,
  parseOwnMetadata,
  parseOwnTtl,
  parseText,
  parseValue,
  type Properties
} from './properties.ts'

/** What the entries of a list are made with. */
export interface Surroundings {
  readonly origin: Origin
  readonly shape: Shape
  readonly workspace: Workspace
  /** Milliseconds since the UNIX epoch. */
  readonly now: number
}

// Nothing is sent when there is a problem, but the report still names the key.
const NOTHING: Value = { bytes: new Uint8Array(), size: 0 }

/** Makes the entries and deletions of one list, and notes an error for each mistake. */
export class EntryMaker {
  /** How many entries have both `expiration` and `expiration_ttl`. */
  withBothTimes = 0
  readonly #surroundings: Surroundings
  readonly #problems: ListProblems

  constructor(surroundings: Surroundings, diagnostics: Diagnostics) {
    this.#surroundings = surroundings
    this.#problems = new ListProblems(surroundings.origin, diagnostics)
  }

  /** Returns the entry of a property of a map. */
  fromPair({ name, line, value }: Property): Entry {
    const { shape, origin } = this.#surroundings
    const key = this.#fullKey(name)
    const bytes = this.#problems.attempt({ key, name: `key ${quoted(name)}` }, 'value', line, () => parseValue(value))
    return { ...shape.defaults, key, ...inHand(bytes), source: describeLine(origin, line), ...locate(origin, line) }
  }

  /** Returns the entry or the deletion of an item of a list, undefined when it has no key. */
  fromItem(item: Node, number: number): Entry | Deletion | undefined {
    const { origin } = this.#surroundings
    const unnamed = { name: `entry ${number}` }
    const given = this.#problems.attempt(unnamed, '', item.line, () => parseItem(item))
    if (!given) return undefined
    const meant = meantProperties(given)
    const line = given.get('key')?.line ?? item.line
    const name = this.#key(given, meant, unnamed, line)
    const entry =
      name === undefined ? unnamed : { name: `entry ${number} (key ${quoted(name)})`, key: this.#fullKey(name) }
    this.#checkKnown(entry, given)
    const isDeletion = this.#isDeletion(entry, given)
    const made = isDeletion
      ? { source: describeLine(origin, line) }
      : { ...this.#value(entry, given, meant, item.line), ...this.#settings(entry, given) }
    return 'key' in entry ? { key: entry.key, ...made, ...locate(origin, line) } : undefined
  }

  #key(given: Properties, meant: ReadonlySet<KnownName>, unnamed: EntryName, line: number): string | undefined {
    // The unknown property that was probably meant as `key` is reported instead.
    if (!given.has('key') && meant.has('key')) return undefined
    return this.#problems.attempt(unnamed, 'key', line, () => parseKey(given))
  }

  #checkKnown(entry: EntryName, given: Properties): void {
    for (const { name, line } of given.values()) {
      if (!isKnown(name)) this.#problems.note(entry, line, describeUnknown(name))
    }
  }

  /** Whether an entry has `delete: true`. Records an error for each property that cannot be combined with it. */
  #isDeletion(entry: EntryName, given: Properties): boolean {
    const property = given.get('delete')
    if (!property) return false
    const isDeletion = this.#problems.attempt(entry, 'delete', property.line, () => parseFlag(property.value))
    if (isDeletion) {
      for (const { name, line } of withContent(given)) {
        this.#problems.note(
          entry,
          line,
          `${name} cannot be combined with delete: true; remove ${name} to delete the key, or remove delete to write it`
        )
      }
    }
    // An invalid `delete` counts as a deletion, so that a missing value is not reported as well.
    return isDeletion !== false
  }

  /** Returns a copy of the key with its prefix. The parser's string would keep the text of the whole list in memory. */
  #fullKey(name: string): string {
    return JSON.parse(JSON.stringify(this.#surroundings.shape.keyPrefix + name)) as string
  }

  #value(
    entry: EntryName,
    given: Properties,
    meant: ReadonlySet<KnownName>,
    line: number
  ): Pick<Entry, 'value' | 'source'> {
    const { origin } = this.#surroundings
    const value = given.get('value')
    const file = presentIn(given, 'file')
    const base64 = given.get('base64')
    const isEncoded = base64 && this.#problems.attempt(entry, 'base64', base64.line, () => parseFlag(base64.value))
    this.#problems.attempt(entry, '', line, () => {
      checkSources(value, file, isEncoded === true, meant)
    })
    if (file && !value) return this.#file(entry, file)
    const source = describeLine(origin, given.get('key')?.line ?? line)
    if (!value) return { value: NOTHING, source }
    const parse = isEncoded ? parseEncoded : parseValue
    return { ...inHand(this.#problems.attempt(entry, 'value', value.line, () => parse(value.value))), source }
  }

  #file(entry: EntryName, { line, value: node }: Property): Pick<Entry, 'value' | 'source'> {
    const { origin, workspace } = this.#surroundings
    const path = this.#problems.attempt(entry, 'file', line, () => parseText(node))
    if (path === undefined) return { value: NOTHING, source: describeLine(origin, line) }
    const source = workspace.display(path)
    const value = this.#problems.attempt(entry, `file ${quoted(source)}`, line, () => workspace.file(path))
    return { value: value ?? NOTHING, source: `${source} (${describeLine(origin, line)})` }
  }

  #settings(entry: EntryName, given: Properties): EntryDefaults {
    const { now, shape } = this.#surroundings
    const metadata = given.get('metadata')
    const expiration = timeIn(given, 'expiration')
    const ttl = timeIn(given, 'expiration_ttl')
    if (expiration && ttl) this.withBothTimes += 1
    const parse = <T>(property: Property | undefined, parseNode: (node: Node) => T): T | undefined =>
      property && this.#problems.attempt(entry, property.name, property.line, () => parseNode(property.value))
    const own = {
      metadata: parse(metadata, parseOwnMetadata),
      expiration: parse(expiration, (node) => parseOwnExpiration(node, now)),
      expirationTtl: parse(ttl, parseOwnTtl)
    }
    return applyDefaults(own, shape.defaults)
  }
}

function inHand(bytes: Uint8Array | undefined): Pick<Entry, 'value'> {
  return { value: bytes ? { bytes, size: bytes.length } : NOTHING }
}

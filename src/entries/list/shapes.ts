import { quoted } from '../../shared/text.ts'
import { isKnown, meantBy } from './known.ts'
import { InvalidLine, type MapNode, type Node, type Property, type SequenceNode } from './node.ts'

// An entry has fewer properties. What has more is data.
const MAX_PROPERTIES = 16

/** Items of a list that are looked at. */
const MAX_ITEMS = 1000

/** Names of settings that are rare in data next to `value` or `file`. */
const SETTINGS = ['ttl', 'expirationTtl', 'expirationTTL', 'meta']

/**
 * Refuses maps that would become pairs but were almost surely meant as something else: their property names would be
 * written as keys, and `prune` would delete the keys that were meant.
 *
 * @throws InvalidLine that says what to write instead, and how to write the map if it is meant
 */
export function checkMapShape(map: MapNode): void {
  const names = namesOf(map)
  if (names && isEntry(names)) {
    throw new InvalidLine(
      'is one entry, not a map of keys and values: write a list, with "- " before "key" (in JSON, [ ] around the entry). If these names are keys, write a list with an entry for each, such as "- key: key"',
      map.line
    )
  }
  checkWrappedList(map)
  checkEnvelope(map)
  for (const property of map.properties) checkSettingsInValue(property)
}

/**
 * Refuses a list of maps with one pair each, which is a map with a dash too many before each key.
 *
 * @throws InvalidLine that says what to write instead
 */
export function checkSequenceShape({ items, line }: SequenceNode): void {
  const names = items.slice(0, MAX_ITEMS).map(onlyNameOf)
  if (names.length === 0 || names.some((name) => name === undefined || isKnown(name))) return
  if (new Set(names).size < names.length) return
  // A single one may be an entry with a misspelled name.
  const [only, second] = names
  if (second === undefined && only !== undefined && meantBy(only) !== undefined) return
  throw new InvalidLine(
    'is a list of maps with one pair each: write a map, without "- " before each key (in JSON, one object with all pairs). An entry of a list has key, and value, file or delete',
    line
  )
}

/** The name in a map of one pair. */
function onlyNameOf(node: Node): string | undefined {
  if (!('properties' in node)) return undefined
  const [property, second] = node.properties
  return second ? undefined : property?.name
}

/** `{"pairs": [{"key": …, "value": …}]}` */
function checkWrappedList({ properties }: MapNode): void {
  const [property, second] = properties
  if (!property || second || !('items' in property.value)) return
  if (!property.value.items.slice(0, MAX_ITEMS).some(isEntryNode)) return
  const name = quoted(property.name)
  throw new InvalidLine(
    `has a list of entries in its only property ${name}: write only that list, without ${name}. If ${name} is a key, write a list with this entry: "- key: ${shown(property.name)}", and the value in "value"`,
    property.line
  )
}

/** Refuses a response of the API or of wrangler that was saved instead of a list. */
function checkEnvelope({ properties, line }: MapNode): void {
  const success = properties.find(({ name }) => name === 'success')
  const errors = properties.find(({ name }) => name === 'errors')
  if (!success || !errors || !('items' in errors.value)) return
  if (!('json' in success.value && /^(true|false)$/.test(success.value.json))) return
  throw new InvalidLine(
    'is an answer of the API ("success" with "errors"), not a list: check the command that made it. If these names are keys, write a list with an entry for each, such as "- key: success"',
    line
  )
}

/** `{"a": {"value": …, "metadata": …}}` */
function checkSettingsInValue({ name, line, value }: Property): void {
  const names = 'properties' in value ? namesOf(value) : undefined
  if (!names || names.length < 2) return
  if (!names.some((own) => own === 'value' || own === 'file')) return
  if (!names.every((own) => isKnown(own) || SETTINGS.includes(own))) return
  const key = shown(name)
  throw new InvalidLine(
    `has properties of an entry (${names.map(shown).join(', ')}) in the value of key ${quoted(name)}: write a list, with this entry: "- key: ${key}", and these properties below "key". If the value is meant to be this map, write "- key: ${key}", and the map in "value"`,
    line
  )
}

/**
 * Whether these are the names of an entry: `key`, and one of `value`, `file` and `delete`. Every other name must be
 * known, or resemble a known one.
 */
function isEntry(names: readonly string[]): boolean {
  const lower = names.map((name) => name.toLowerCase())
  const hasContent = ['value', 'file', 'delete'].some((name) => lower.includes(name))
  return lower.includes('key') && hasContent && names.every((name) => meantBy(name) !== undefined)
}

function isEntryNode(node: Node): boolean {
  const names = 'properties' in node ? namesOf(node) : undefined
  return names !== undefined && isEntry(names)
}

function namesOf({ properties }: MapNode): string[] | undefined {
  return properties.length > MAX_PROPERTIES ? undefined : properties.map(({ name }) => name)
}

/** A name as it is, or in quotes where YAML needs them. */
function shown(name: string): string {
  return /^[\w./-]+$/.test(name) && !/^[-.\d]/.test(name) && name.length <= 100 ? name : quoted(name)
}

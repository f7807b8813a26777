import { misspelled } from '../../shared/similar.ts'
import { quoted } from '../../shared/text.ts'
import { InvalidLine, type MapNode, type Node, type Property, type SequenceNode } from './node.ts'

/** The properties of an entry of a list: those of wrangler's bulk file, and `file` and `delete`. */
export const PROPERTIES = [
  'key',
  'value',
  'file',
  'base64',
  'metadata',
  'expiration',
  'expiration_ttl',
  'delete'
] as const

export type PropertyName = (typeof PROPERTIES)[number]

/** What people write for a property, in lower case and without `-` and `_`. */
const SYNONYMS: ReadonlyMap<string, PropertyName> = new Map([
  ['name', 'key'],
  ['content', 'value'],
  ['contents', 'value'],
  ['path', 'file'],
  ['isbase64', 'base64'],
  ['encoding', 'base64'],
  ['meta', 'metadata'],
  ['expires', 'expiration'],
  ['expiry', 'expiration'],
  ['ttl', 'expiration_ttl'],
  ['expirationttl', 'expiration_ttl'],
  ['remove', 'delete']
])

export function isProperty(name: string): name is PropertyName {
  return (PROPERTIES as readonly string[]).includes(name)
}

/** Returns the property that `name` is or was probably meant as; undefined when there is none. */
export function meantBy(name: string): PropertyName | undefined {
  return SYNONYMS.get(name.toLowerCase().replace(/[-_ ]/g, '')) ?? misspelled(name, PROPERTIES)
}

/** Says that an entry has no property of this name, and which one is probably meant. */
export function describeUnknown(name: string): string {
  const meant = meantBy(name)
  const advice = meant ? `did you mean ${quoted(meant)}?` : `an entry can have ${PROPERTIES.join(', ')}`
  return `unknown property ${quoted(name)}; ${advice}`
}

// An entry has fewer properties. What has more is data.
const MAX_PROPERTIES = 16

/** Items of a list that are looked at. */
const MAX_ITEMS = 1000

/** Names of settings that are rare in data next to `value` or `file`. */
const SETTINGS = ['ttl', 'expirationTtl', 'expirationTTL', 'meta']

const PATH_OF_LIST = /^\s*\S+\.(ya?ml|jsonc?)\s*$/i

/**
 * Returns a map of keys and values, or a list of entries. Refuses what was almost surely meant as something else: names of
 * properties would be written as keys, and `prune` would delete the keys that were meant.
 *
 * @throws InvalidLine that says what to write instead, and how to write the shape if it is meant
 */
export function checkShape(node: Node): MapNode | SequenceNode {
  if ('properties' in node) checkMap(node)
  if ('items' in node) checkSequence(node)
  if ('properties' in node || 'items' in node) return node
  if ('refused' in node) throw new InvalidLine(node.refused, node.line)
  // The text itself is not shown: it may be a secret in the wrong place.
  const advice = 'text' in node && PATH_OF_LIST.test(node.text) ? '; to read them from a file, use entries-file' : ''
  throw new InvalidLine(
    `must hold a map of keys and values, or a list of entries with key and value${advice}`,
    node.line
  )
}

function checkMap(map: MapNode): void {
  if (isEntry(map)) {
    throw new InvalidLine(
      'is one entry, not a map of keys and values: write a list, with "- " before "key" (in JSON, [ ] around the entry). If these names are keys, write a list with an entry for each, such as "- key: key"',
      map.line
    )
  }
  checkWrappedList(map)
  checkEnvelope(map)
  for (const property of map.properties) checkSettingsInValue(property)
}

/** Refuses a list of maps with one pair each, which is a map with a dash too many before each key. */
function checkSequence({ items, line }: SequenceNode): void {
  const names = items.slice(0, MAX_ITEMS).map(onlyNameOf)
  if (names.length === 0 || names.some((name) => name === undefined || isProperty(name))) return
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
  const [property, second] = 'properties' in node ? node.properties : []
  return second ? undefined : property?.name
}

/** `{"pairs": [{"key": …, "value": …}]}` */
function checkWrappedList({ properties }: MapNode): void {
  const [property, second] = properties
  if (!property || second || !('items' in property.value)) return
  if (!property.value.items.slice(0, MAX_ITEMS).some(isEntry)) return
  const name = quoted(property.name)
  throw new InvalidLine(
    `has a list of entries in its only property ${name}: write only that list, without ${name}. If ${name} is a key, write a list with this entry: "- key: ${shown(property.name)}", and the value in "value"`,
    property.line
  )
}

/** Refuses a response of the API or of wrangler that was saved instead of a list. */
function checkEnvelope({ properties, line }: MapNode): void {
  const [success, errors, result] = ['success', 'errors', 'result'].map(
    (wanted) => properties.find(({ name }) => name === wanted)?.value
  )
  const isFlag = success && 'json' in success && /^(true|false)$/.test(success.json)
  if (!isFlag || !(errors ?? result)) return
  throw new InvalidLine(
    'is an answer of the API ("success" with "errors" or "result"), not a list: check the command that made it. If these names are keys, write a list with an entry for each, such as "- key: success"',
    line
  )
}

/** `{"a": {"value": …, "metadata": …}}` */
function checkSettingsInValue({ name, line, value }: Property): void {
  const names = namesOf(value)
  if (names.length < 2 || !names.some((own) => own === 'value' || own === 'file')) return
  if (!names.every((own) => isProperty(own) || SETTINGS.includes(own))) return
  const key = shown(name)
  throw new InvalidLine(
    `has properties of an entry (${names.map(shown).join(', ')}) in the value of key ${quoted(name)}: write a list, with this entry: "- key: ${key}", and these properties below "key". If the value is meant to be this map, write "- key: ${key}", and the map in "value"`,
    line
  )
}

/**
 * Whether this is an entry: a map with `key`, and one of `value`, `file` and `delete`. Every other name must be known, or
 * resemble a known one.
 */
function isEntry(node: Node): boolean {
  const names = namesOf(node).map((name) => name.toLowerCase())
  const hasContent = ['value', 'file', 'delete'].some((name) => names.includes(name))
  return names.includes('key') && hasContent && names.every((name) => meantBy(name) !== undefined)
}

/** The names in a map that is small enough for an entry. */
function namesOf(node: Node): string[] {
  if (!('properties' in node) || node.properties.length > MAX_PROPERTIES) return []
  return node.properties.map(({ name }) => name)
}

/** A name as it is, or in quotes where YAML needs them. */
function shown(name: string): string {
  return /^[\w./-]+$/.test(name) && !/^[-.\d]/.test(name) && name.length <= 100 ? name : quoted(name)
}

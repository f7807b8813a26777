import { misspelled } from '../../shared/similar.ts'
import { quoted } from '../../shared/text.ts'
import { BACKUP_NAME } from '../backup.ts'
import { InvalidLine, type MapNode, type Node, type SequenceNode } from './node.ts'

/** The properties of an entry of a list: those of wrangler's bulk file, and `file` and `delete`. */
const PROPERTIES = ['key', 'value', 'file', 'base64', 'metadata', 'expiration', 'expiration_ttl', 'delete'] as const

export type PropertyName = (typeof PROPERTIES)[number]

export function isProperty(name: string): name is PropertyName {
  return (PROPERTIES as readonly string[]).includes(name)
}

/** Returns the property that `name` is in another spelling; `ttl`, the input, is `expiration_ttl`. */
function spelledAs(name: string): PropertyName | undefined {
  const letters = name.toLowerCase().replace(/[-_ ]/g, '')
  return letters === 'ttl' ? 'expiration_ttl' : PROPERTIES.find((known) => known.replace('_', '') === letters)
}

/** Returns the property that `name` is or was probably meant as; undefined when there is none. */
function meantBy(name: string): PropertyName | undefined {
  return spelledAs(name) ?? misspelled(name, PROPERTIES)
}

/** Says that an entry has no property of this name, and which one is probably meant. */
export function describeUnknown(name: string): string {
  const meant = meantBy(name)
  const advice = meant ? `did you mean ${quoted(meant)}?` : `an entry can have ${PROPERTIES.join(', ')}`
  return `unknown property ${quoted(name)}; ${advice}`
}

const PATH_OF_LIST = /^\s*\S+\.(ya?ml|jsonc?)\s*$/i

/**
 * Returns a map of keys and values, or a list of entries. Refuses what was almost surely meant as something else: names of
 * properties would be written as keys, and `prune` would delete the keys that were meant.
 *
 * @throws InvalidLine that says what to write instead, and how to write the map if it is meant
 */
export function checkShape(node: Node): MapNode | SequenceNode {
  if ('items' in node) return node
  if ('properties' in node) {
    checkMap(node)
    return node
  }
  // The text itself is not shown: it may be a secret in the wrong place.
  const advice = 'text' in node && PATH_OF_LIST.test(node.text) ? '; to read them from a file, use entries-file' : ''
  throw new InvalidLine(
    `must hold a map of keys and values, or a list of entries with key and value${advice}`,
    node.line
  )
}

function checkMap(map: MapNode): void {
  const { properties, line } = map
  const names = properties.map(({ name }) => name)
  if (names.includes(BACKUP_NAME)) {
    throw notMap(
      'is a backup whose format was changed: to restore it, set entries-file to the original JSON file',
      line
    )
  }
  if (isEntry(map)) {
    throw notMap('is one entry: write a list, with "- " before "key" (in JSON, [ ] around the entry)', line)
  }
  // A response of the API or of wrangler that was saved instead of a list.
  const success = properties.find(({ name }) => name === 'success')?.value
  const isFlag = success && 'json' in success && /^(true|false)$/.test(success.json)
  if (isFlag && (names.includes('errors') || names.includes('result'))) {
    throw notMap('is an answer of the API ("success" with "errors" or "result"): check the command that made it', line)
  }
  const [first, second] = properties
  if (first && !second && 'items' in first.value && first.value.items.some(isEntry)) {
    throw notMap(`has a list of entries in its only property ${quoted(first.name)}: write only that list`, first.line)
  }
  const nested = properties.find(({ value }) => isEntry(value))
  if (nested) {
    const name = quoted(nested.name)
    throw notMap(
      `has properties of an entry in the value of ${name}: write a list of entries, with ${name} as "key"`,
      nested.line
    )
  }
}

function notMap(mistake: string, line: number): InvalidLine {
  const remedy = 'write a list with an entry for each, with the name as "key" and what belongs to it as "value"'
  return new InvalidLine(`${mistake}. If a map of keys and values is meant, ${remedy}`, line)
}

/**
 * Whether a map has `value`, `file` or `delete`, and besides it only properties of an entry. With `key`, these may be
 * misspelled.
 */
function isEntry(node: Node): boolean {
  if (!('properties' in node) || node.properties.length < 2) return false
  const names = node.properties.map(({ name }) => name)
  const hasContent = names.some((name) => /^(value|file|delete)$/i.test(name))
  const toProperty = names.some((name) => /^key$/i.test(name)) ? meantBy : spelledAs
  return hasContent && names.every((name) => toProperty(name) !== undefined)
}

import { InvalidValue } from '../../shared/diagnostics.ts'
import { closest } from '../../shared/similar.ts'
import { parseExpiration, parseTtl } from '../expiry.ts'
import { checkMetadata, type Metadata } from '../metadata.ts'
import { decodeBase64 } from './base64.ts'
import { checkUnique, InvalidLine, type Node, type Property, toJson } from './node.ts'

/** The properties of an entry of a list: those of wrangler's bulk file, and `file`. */
export type Properties = ReadonlyMap<string, Property>

const KNOWN: readonly string[] = ['key', 'value', 'file', 'base64', 'metadata', 'expiration', 'expiration_ttl']

/** Returns the properties of an item of a list by name. Throws an InvalidValue when it is not a map, or has one twice. */
export function parseItem(item: Node): Properties {
  checkRefused(item)
  if (!('properties' in item)) {
    throw new InvalidValue(`must be a map with key, and value or file; got ${describeKind(item)}`)
  }
  checkUnique(item)
  return new Map(item.properties.map((property) => [property.name, property]))
}

/** Throws an InvalidValue when an entry has no property of that name. */
export function checkKnown(name: string): void {
  if (KNOWN.includes(name)) return
  const [nearest = ''] = closest(name, KNOWN, 1)
  throw new InvalidValue(`is not a property of an entry; the closest is ${nearest}, and all are ${KNOWN.join(', ')}`)
}

/** Returns the text of a property. Throws an InvalidValue when it is anything else. */
export function parseText(node: Node): string {
  checkRefused(node)
  if ('text' in node) return node.text
  throw new InvalidValue(`must be text, got ${describeKind(node)}${'json' in node ? '; put it in quotes' : ''}`)
}

/** Returns the bytes to store: of text as it is, of anything else its JSON text. */
export function parseValue(node: Node): Buffer {
  if (!('text' in node)) return Buffer.from(toJson(node))
  if (!node.text.isWellFormed()) throw new InvalidValue('is not valid Unicode: it has half of a surrogate pair')
  return Buffer.from(node.text)
}

/** Returns the bytes that a text in base64 stands for. */
export function parseEncoded(node: Node): Buffer {
  return decodeBase64(parseText(node))
}

/** Returns a boolean, false for null. */
export function parseFlag(node: Node): boolean {
  checkRefused(node)
  if ('json' in node && /^(true|false|null)$/.test(node.json)) return node.json === 'true'
  throw new InvalidValue(`must be true or false, got ${describeKind(node)}`)
}

/** Returns metadata; null for null, which the API does not tell apart from no metadata. */
export function parseOwnMetadata(node: Node): Metadata | null {
  const metadata = toJson(node)
  checkMetadata(metadata)
  return isNull(node) ? null : metadata
}

/** Returns an `expiration_ttl` in seconds: what the input `ttl` takes, and numbers. */
export function parseOwnTtl(node: Node): number {
  return parseTtl(timeText(node))
}

/**
 * Returns an `expiration` in seconds since the UNIX epoch: what the input takes, and numbers.
 *
 * @param now milliseconds since the UNIX epoch
 */
export function parseOwnExpiration(node: Node, now: number): number {
  return parseExpiration(timeText(node), now)
}

/** Tells whether a time is as good as not given: programs that make wrangler's file write 0 or null for no expiry. */
export function isNoTime(node: Node): boolean {
  return isNull(node) || ('json' in node && node.json === '0')
}

/** Tells whether a property is null. */
export function isNull(node: Node): boolean {
  return 'json' in node && node.json === 'null'
}

function timeText(node: Node): string {
  checkRefused(node)
  if ('text' in node) return node.text
  if ('json' in node && /^[-\d]/.test(node.json)) return node.json
  throw new InvalidValue(`must be a number or text, got ${describeKind(node)}`)
}

function checkRefused(node: Node): void {
  if ('refused' in node) throw new InvalidLine(node.refused, node.line)
}

/** What a node is, without what it holds. */
function describeKind(node: Node): string {
  if ('properties' in node) return 'a map'
  if ('items' in node) return 'a list'
  if (!('json' in node)) return 'text'
  return /^[-\d]/.test(node.json) ? 'a number' : node.json
}

import { InvalidValue } from '../../shared/diagnostics.ts'
import { parseExpiration, parseTtl } from '../expiry.ts'
import { checkMetadata, type Metadata } from '../metadata.ts'
import { decodeBase64 } from './base64.ts'
import { checkUnique, InvalidLine, type Node, type Property, toJson } from './node.ts'

/** The properties of an entry of a list by name. */
export type Properties = ReadonlyMap<string, Property>

/** Returns the properties of an item of a list. Throws an InvalidValue when it is not a map, or has one twice. */
export function parseItem(item: Node): Properties {
  checkRefused(item)
  if (!('properties' in item)) {
    throw new InvalidValue(`must be a map with key, and value or file; got ${describeKind(item)}`)
  }
  checkUnique(item)
  return new Map(item.properties.map((property) => [property.name, property]))
}

/** Returns the text of a property. Throws an InvalidValue when it is anything else. */
export function parseText(node: Node): string {
  checkRefused(node)
  if ('text' in node) return node.text
  throw new InvalidValue(`must be text, got ${describeKind(node)}${'json' in node ? '; put it in quotes' : ''}`)
}

/** Returns the bytes to store: text as it is, anything else as JSON. */
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

/** Returns metadata; null for null, which is the same as no metadata for the API. */
export function parseOwnMetadata(node: Node): Metadata | null {
  const metadata = toJson(node)
  checkMetadata(metadata)
  return isNull(node) ? null : metadata
}

/** Returns an `expiration_ttl` in seconds. Accepts what the input `ttl` accepts, and numbers. */
export function parseOwnTtl(node: Node): number {
  return parseTtl(timeText(node))
}

/**
 * Returns an `expiration` in seconds since the UNIX epoch. Accepts what the input accepts, and numbers.
 *
 * @param now milliseconds since the UNIX epoch
 */
export function parseOwnExpiration(node: Node, now: number): number {
  return parseExpiration(timeText(node), now)
}

/**
 * Whether a time counts as not given. For a key that does not expire, programs that generate wrangler's bulk file write
 * 0 or null.
 */
export function isNoTime(node: Node): boolean {
  return isNull(node) || ('json' in node && wholeNumber(node.json) === '0')
}

/** Whether a property is null. */
export function isNull(node: Node): boolean {
  return 'json' in node && node.json === 'null'
}

function timeText(node: Node): string {
  checkRefused(node)
  if ('text' in node) return node.text
  if ('json' in node && /^[-\d]/.test(node.json)) return wholeNumber(node.json) ?? node.json
  throw new InvalidValue(`must be a number or text, got ${describeKind(node)}`)
}

/** Returns the digits of a whole number of JSON (`3600.0`, `6e2`); undefined when it is not one, or over 2^53. */
function wholeNumber(json: string): string | undefined {
  const [, whole, fraction = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(json) ?? []
  if (whole === undefined) return undefined
  const pointAt = Math.max(0, whole.length + Number(exponent))
  // Number() would round a fraction that is too small for it.
  if (/[1-9]/.test((whole + fraction).slice(pointAt))) return undefined
  return Number.isSafeInteger(Number(json)) ? String(Number(json)) : undefined
}

function checkRefused(node: Node): void {
  if ('refused' in node) throw new InvalidLine(node.refused, node.line)
}

/** Names the kind of a node, without its content. */
function describeKind(node: Node): string {
  if ('properties' in node) return 'a map'
  if ('items' in node) return 'a list'
  if (!('json' in node)) return 'text'
  return /^[-\d]/.test(node.json) ? 'a number' : node.json
}

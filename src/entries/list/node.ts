import { InvalidValue } from '../../shared/diagnostics.ts'
import { formatCount, quoted } from '../../shared/text.ts'

/**
 * A part of a list in any format: text, the JSON text of another scalar (`1.0`, `true`, `null`), a map or a sequence.
 * Numbers keep their text, and maps keep every property in order. An alias is the node of its anchor.
 */
export type Node = TextNode | AtomNode | MapNode | SequenceNode

interface Placed {
  /** Counted from 1. */
  readonly line: number
}

export interface TextNode extends Placed {
  readonly text: string
}

export interface AtomNode extends Placed {
  readonly json: string
  /** Set when YAML has nothing where this null stands. */
  readonly isAbsent?: true
}

export interface MapNode extends Placed {
  readonly properties: Property[]
}

export interface SequenceNode extends Placed {
  readonly items: Node[]
}

export interface Property extends Placed {
  readonly name: string
  readonly value: Node
}

/** A mistake in one line of a list, counted from 1. */
export class InvalidLine extends InvalidValue {
  readonly line: number

  constructor(message: string, line: number) {
    super(message)
    this.line = line
  }
}

// Metadata of 1,024 bytes may have 512 levels. The stack is large enough for some thousands.
const MAX_DEPTH = 1000

/**
 * Returns a node as JSON text without white space between its tokens.
 *
 * @throws InvalidLine when a map has a property twice, and past 1,000 levels
 */
export function toJson(node: Node, depth = 0): string {
  if ('text' in node) return JSON.stringify(node.text)
  if ('json' in node) return node.json
  if (depth === MAX_DEPTH) throw new InvalidLine(`is nested over ${formatCount(MAX_DEPTH)} levels deep`, node.line)
  if ('items' in node) return `[${node.items.map((item) => toJson(item, depth + 1)).join(',')}]`
  const properties = Array.from(propertiesOf(node).values(), ({ name, value }) => {
    return `${JSON.stringify(name)}:${toJson(value, depth + 1)}`
  })
  return `{${properties.join(',')}}`
}

/** Returns the properties of a map by name. Throws an InvalidLine that names both lines when it has one twice. */
export function propertiesOf({ properties }: MapNode): ReadonlyMap<string, Property> {
  const found = new Map<string, Property>()
  for (const property of properties) {
    const { name, line } = property
    const first = found.get(name)?.line
    if (first !== undefined) {
      throw new InvalidLine(`has the property ${quoted(name)} twice, in line ${first} and in line ${line}`, line)
    }
    found.set(name, property)
  }
  return found
}

/** Returns the text of a node. Throws an InvalidValue when it is anything else. */
export function parseText(node: Node): string {
  if ('text' in node) return node.text
  throw new InvalidValue(`must be text, got ${describeKind(node)}${'json' in node ? '; put it in quotes' : ''}`)
}

/** Returns the bytes to store: text as it is, anything else as JSON. Throws an InvalidValue when they would differ. */
export function parseValue(node: Node): Buffer {
  if (!('text' in node)) return Buffer.from(toJson(node))
  if (!node.text.isWellFormed()) throw new InvalidValue('is not valid Unicode: it has half of a surrogate pair')
  return Buffer.from(node.text)
}

/** Returns a boolean, false for null. Throws an InvalidValue when it is anything else. */
export function parseFlag(node: Node): boolean {
  if ('json' in node && /^(true|false|null)$/.test(node.json)) return node.json === 'true'
  throw new InvalidValue(`must be true or false, got ${describeKind(node)}`)
}

/** Whether a node is null. */
export function isNull(node: Node): boolean {
  return 'json' in node && node.json === 'null'
}

/** Names the kind of a node, without its content. */
export function describeKind(node: Node): string {
  if ('properties' in node) return 'a map'
  if ('items' in node) return 'a list'
  if ('text' in node) return 'text'
  return /^[-\d]/.test(node.json) ? 'a number' : node.json
}

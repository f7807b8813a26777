import { InvalidValue } from '../../shared/diagnostics.ts'
import { quoted } from '../../shared/text.ts'

/**
 * A part of a list in any format: text, the JSON text of another scalar (`1.0`, `true`, `null`), a map, a sequence, or
 * something that cannot be stored as it is meant. Numbers keep their text, and maps keep every property in order. An alias
 * is the node of its anchor.
 */
export type Node = TextNode | AtomNode | MapNode | SequenceNode | RefusedNode

export interface TextNode {
  /** Counted from 1. */
  readonly line: number
  readonly text: string
  /** The line of its first character, when each of its lines is a line of the list. */
  readonly firstLine?: number
}

export interface AtomNode {
  readonly line: number
  readonly json: string
}

export interface MapNode {
  readonly line: number
  readonly properties: Property[]
}

export interface SequenceNode {
  readonly line: number
  readonly items: Node[]
}

export interface RefusedNode {
  readonly line: number
  /** Why it is refused, worded like the message of an `InvalidValue`. */
  readonly refused: string
}

export interface Property {
  readonly line: number
  readonly name: string
  readonly value: Node
}

/** A mistake in one line of a list. */
export class InvalidLine extends InvalidValue {
  /** Counted from 1. */
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
 * @throws InvalidLine when a map has a property twice, when something in it is refused, and past 1,000 levels
 */
export function toJson(node: Node, depth = 0): string {
  if ('text' in node) return JSON.stringify(node.text)
  if ('json' in node) return node.json
  if ('refused' in node) throw new InvalidLine(node.refused, node.line)
  if (depth === MAX_DEPTH) throw new InvalidLine(`is nested more than ${MAX_DEPTH} levels deep`, node.line)
  if ('items' in node) return `[${node.items.map((item) => toJson(item, depth + 1)).join(',')}]`
  checkUnique(node)
  const properties = node.properties.map(({ name, value }) => `${JSON.stringify(name)}:${toJson(value, depth + 1)}`)
  return `{${properties.join(',')}}`
}

/** Throws an InvalidLine that names both lines when a map has a property twice. */
export function checkUnique({ properties }: MapNode): void {
  const lines = new Map<string, number>()
  for (const { name, line } of properties) {
    const first = lines.get(name)
    if (first !== undefined) {
      throw new InvalidLine(`has the property ${quoted(name)} twice, in line ${first} and in line ${line}`, line)
    }
    lines.set(name, line)
  }
}

import type { LineCounter, ParsedNode, Scalar } from 'yaml'
import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import { formatCount, quoted } from '../../shared/text.ts'
import { InvalidLine, type MapNode, type Node, type Property, type TextNode } from './node.ts'

// https://yaml.org/spec/1.2.2/#103-core-schema
const CORE_TAGS = ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`)

// 100,000 entries with two properties have 300,000 nodes.
const MAX_NODES = 301_000
const TOO_MANY = `is too large for YAML: it has more than ${formatCount(MAX_NODES)} values in it. Split it, or write it as JSON`

// The limit of a value. More than that is a mistake, or an attack.
const MAX_ALIAS_LENGTH = 26_214_400

/** Converts the library's nodes, in the order of the text. */
export class Converter {
  readonly #lines: LineCounter
  /** The node of each anchor and its number of characters; undefined inside the anchor's own node. */
  readonly #anchors = new Map<string, { readonly node: Node; readonly length: number } | undefined>()
  #length = 0
  #nodes = 0
  #aliasLength = 0

  constructor(lines: LineCounter) {
    this.#lines = lines
  }

  /** Returns the node of a part, or adds its items to the collection that earlier parts began. */
  convertPart(contents: ParsedNode | null, root: Node | undefined): Node {
    const node = this.convert(contents)
    // Within the collection, its own anchor stands for nothing yet.
    if (contents && !isAlias(contents) && contents.anchor !== undefined) this.#anchors.delete(contents.anchor)
    if (!root) return node
    if ('items' in root && 'items' in node) for (const item of node.items) root.items.push(item)
    if ('properties' in root && 'properties' in node) for (const one of node.properties) root.properties.push(one)
    return root
  }

  /** @param node null for an empty value, as after a colon at the end of a line */
  convert(node: ParsedNode | null, line = 1): Node {
    if (!node) return { line, json: 'null' }
    const place = this.#line(node.range[0])
    if (isAlias(node)) return this.#resolve(node.source, place)
    const refused = refusedPart(node)
    if (refused !== undefined) return { line: place, refused }
    const before = this.#length
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, undefined)
    const converted = this.#convertContent(node, place)
    if (node.anchor !== undefined) {
      this.#anchors.set(node.anchor, { node: converted, length: this.#length - before })
    }
    return converted
  }

  #convertContent(node: ParsedNode, line: number): Node {
    this.#length += 1
    this.#nodes += 1
    if (this.#nodes > MAX_NODES) throw new InvalidLine(TOO_MANY, line)
    if (isMap(node)) return this.#map(node.items, line)
    if (isSeq(node)) return { line, items: node.items.map((item) => this.convert(item, line)) }
    return this.#scalar(node as Scalar.Parsed, line)
  }

  #map(pairs: readonly { readonly key: ParsedNode; readonly value: ParsedNode | null }[], line: number): MapNode {
    return {
      line,
      properties: pairs.map(({ key, value }): Property => {
        const { line: nameLine, text } = this.#name(key, line)
        return { line: nameLine, name: text, value: this.convert(value, nameLine) }
      })
    }
  }

  #scalar({ value, source, type }: Scalar.Parsed, line: number): Node {
    this.#length += source.length
    if (typeof value === 'string') {
      return { line, text: value, ...(type === 'BLOCK_LITERAL' && { firstLine: line + 1 }) }
    }
    if (typeof value !== 'number') return { line, json: String(value) }
    if (JSON_NUMBER.test(source)) return { line, json: source }
    return { line, refused: explainNumber(source) }
  }

  /** Returns a name as it is written, whatever type it would have as a value. */
  #name(key: ParsedNode | null, line: number): TextNode {
    if (isScalar(key)) {
      const place = this.#line(key.range[0])
      if (key.value === '<<' && key.type === 'PLAIN') {
        throw new InvalidLine(
          `has the merge key << in line ${place}, which YAML 1.2 does not support: replace it with the properties that it refers to`,
          place
        )
      }
      const { anchor } = key
      const refused = refusedPart(key)
      if (refused !== undefined) throw new InvalidLine(`has a name in line ${place} that ${refused}`, place)
      this.#length += key.source.length
      const name = { line: place, text: key.source }
      if (anchor !== undefined) this.#anchors.set(anchor, { node: name, length: name.text.length })
      return name
    }
    const node = this.convert(key, line)
    if (isAlias(key) && 'text' in node) return { line: this.#line(key.range[0]), text: node.text }
    throw new InvalidLine(`has a name in line ${node.line} that is not text`, node.line)
  }

  #resolve(name: string, line: number): Node {
    const anchor = this.#anchors.get(name)
    if (!anchor) {
      throw new InvalidLine(
        `has an alias in line ${line} without an anchor before it: if it is text that begins with *, put it in quotes`,
        line
      )
    }
    this.#length += anchor.length
    this.#aliasLength += anchor.length
    if (this.#aliasLength <= MAX_ALIAS_LENGTH) return anchor.node
    throw new InvalidLine(
      `has aliases that expand to over ${formatCount(MAX_ALIAS_LENGTH)} characters (reached in line ${line}): replace the aliases with their content`,
      line
    )
  }

  #line(offset: number): number {
    return this.#lines.linePos(offset).line
  }
}

/** Returns why a node cannot be stored as it is meant; undefined when it can. */
function refusedPart(node: ParsedNode): string | undefined {
  const { tag, anchor, source, type } = node as Scalar.Parsed
  if (tag !== undefined && tag !== '!' && !CORE_TAGS.includes(tag)) {
    return `has the tag ${quoted(tag)}, which is not in the core schema of YAML`
  }
  // YAML reads it as null, but it is probably text without quotes.
  if (anchor !== undefined && type === 'PLAIN' && source === '') {
    return 'is an anchor without a value: put text that begins with & in quotes'
  }
  return undefined
}

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/

/** Names only its form: the number may be a secret. */
function explainNumber(source: string): string {
  const [form, remedy] = NUMBER_FORMS.find(([, , pattern]) => pattern.test(source)) ?? OTHER_NUMBER
  return `${form}, which JSON does not have: ${remedy}, or put it in quotes for text`
}

const OTHER_NUMBER = ['is written as a number with a point first or last', 'write a digit on both sides of it'] as const

const NUMBER_FORMS = [
  ['is written as a hexadecimal number', 'write it in decimal', /^0x/],
  ['is written as an octal number', 'write it in decimal', /^0o/],
  ['is written as infinity or as not a number', 'write a number that JSON has', /\.(inf|nan)$/i],
  ['is written as a number with a plus sign', 'leave the sign out', /^\+/],
  ['is written as a number with leading zeros', 'leave them out', /^-?0\d/]
] as const

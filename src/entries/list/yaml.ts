import type { Document, ParsedNode, Scalar, YAMLError } from 'yaml'
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import { formatCount } from '../../shared/text.ts'
import { InvalidLine, type MapNode, type Node, type Property, type TextNode } from './node.ts'

// Duplicate properties are found later, where maps are used: the library compares each with all others, which is
// slow.
const OPTIONS = {
  version: '1.2',
  schema: 'core',
  uniqueKeys: false,
  resolveKnownTags: false,
  prettyErrors: false
} as const

/**
 * Parses YAML 1.2 with its core schema: `on` and `no` are text. Numbers keep their text.
 *
 * @throws InvalidLine when `text` is not that, has several documents, has something that JSON cannot hold as it is meant,
 * or has aliases that stand for nothing or for too much. Its message contains nothing of the text.
 */
export function readYaml(text: string): Node {
  const lineCounter = new LineCounter()
  try {
    const document = parseDocument(text, { ...OPTIONS, lineCounter })
    checkSyntax(document, lineCounter)
    return new Converter(lineCounter).convert(document.contents)
  } catch (error) {
    // The library is recursive, and does not always report that the nesting is too deep.
    if (error instanceof RangeError) throw new InvalidLine('is nested too deeply', 1)
    throw error
  }
}

function checkSyntax({ errors, warnings, directives }: Document.Parsed<ParsedNode, boolean>, lines: LineCounter): void {
  const [first] = [...errors, ...warnings]
  if (first?.code === 'RESOURCE_EXHAUSTION') {
    throw new InvalidLine('is nested too deeply', lines.linePos(first.pos[0]).line)
  }
  if (first) {
    const { line, col } = lines.linePos(first.pos[0])
    throw new InvalidLine(
      `is not valid YAML: ${describe(first)} at line ${line}, column ${col}${adviceOn(first)}`,
      line
    )
  }
  if (directives.yaml.version !== '1.2') {
    throw new InvalidLine('asks for YAML 1.1, in which no and 0777 mean other things: take the %YAML line out', 1)
  }
}

/** What the library calls a nested mapping is mostly a line that is indented too far, or text with a colon in it. */
function adviceOn({ code }: YAMLError): string {
  return code === 'BLOCK_AS_IMPLICIT_KEY' ? '; check the indentation, and put text that contains ": " in quotes' : ''
}

/** The library's messages repeat parts of the text, which may be a secret: in the middle, or at the end. */
function describe({ message }: YAMLError): string {
  const [, replacement] = REPEATING.find(([pattern]) => pattern.test(message)) ?? []
  const what = replacement ?? message.replace(/(: |(?<=escape sequence) ).*$/s, '')
  return what.charAt(0).toLowerCase() + what.slice(1)
}

const REPEATING: readonly (readonly [RegExp, string])[] = [
  [/^Unresolved tag/, 'a tag is not in the core schema, or is for another kind of value'],
  [/^Source contains multiple documents/, 'a second document begins, and only one is allowed'],
  [/ tag has no suffix$/, 'a tag has no name'],
  [/^Unknown directive /, 'a directive is not known'],
  [/^Unsupported YAML version /, 'the version is not 1.2']
]

// The limit of a value. 10,000 uses of an anchor with 2,000 characters fit.
const MAX_ALIAS_LENGTH = 26_214_400

/** What an anchor stands for, and how much it adds to the list: its characters, and one for each node. */
interface Anchor {
  readonly node: Node
  readonly length: number
}

/** Converts the library's nodes, in the order of the text. */
class Converter {
  readonly #lines: LineCounter
  /** Undefined within the anchor's own node. */
  readonly #anchors = new Map<string, Anchor | undefined>()
  #length = 0
  #aliasLength = 0

  constructor(lines: LineCounter) {
    this.#lines = lines
  }

  /** @param node null for an empty value, as after a colon at the end of a line */
  convert(node: ParsedNode | null, line = 1): Node {
    if (!node) return { line, json: 'null', isAbsent: true }
    const place = this.#line(node)
    if (isAlias(node)) return this.#resolve(node.source, place)
    checkAnchor(node, place)
    return this.#anchored(node.anchor, () => {
      this.#length += 1
      if (isMap(node)) return this.#map(node.items, place)
      if (isSeq(node)) return { line: place, items: node.items.map((item) => this.convert(item, place)) }
      return this.#scalar(node, place)
    })
  }

  #map(pairs: readonly { readonly key: ParsedNode; readonly value: ParsedNode | null }[], line: number): MapNode {
    const properties = pairs.map(({ key, value }): Property => {
      const { line: nameLine, text } = this.#name(key, line)
      return { line: nameLine, name: text, value: this.convert(value, nameLine) }
    })
    return { line, properties }
  }

  #scalar({ value, source }: Scalar.Parsed, line: number): Node {
    this.#length += source.length
    if (typeof value === 'string') return { line, text: value }
    if (value === null && source === '') return { line, json: 'null', isAbsent: true }
    if (typeof value !== 'number') return { line, json: String(value) }
    if (JSON_NUMBER.test(source)) return { line, json: source }
    // Does not repeat the number, which may be a secret.
    throw new InvalidLine(
      `has a number in line ${line} in a form that JSON does not have, such as 0x1F, 007, +1, .5 or .inf: write it as JSON does, or put it in quotes for text`,
      line
    )
  }

  /** Returns a name as it is written, whatever type it would have as a value. */
  #name(key: ParsedNode | null, line: number): TextNode & { readonly line: number } {
    const place = key ? this.#line(key) : line
    if (!isScalar(key)) {
      const node = this.convert(key, line)
      if (isAlias(key) && 'text' in node) return { line: place, text: node.text }
      throw new InvalidLine(`has a name in line ${place} that is not text`, place)
    }
    if (key.value === '<<' && key.type === 'PLAIN') {
      throw new InvalidLine(
        `has the merge key << in line ${place}, which YAML 1.2 does not support: replace it with the properties that it refers to`,
        place
      )
    }
    checkAnchor(key, place)
    return this.#anchored(key.anchor, () => {
      this.#length += key.source.length
      return { line: place, text: key.source }
    })
  }

  /** Remembers what an anchor stands for. */
  #anchored<T extends Node>(anchor: string | undefined, convert: () => T): T {
    if (anchor === undefined) return convert()
    const before = this.#length
    this.#anchors.set(anchor, undefined)
    const node = convert()
    this.#anchors.set(anchor, { node, length: this.#length - before })
    return node
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

  #line(node: ParsedNode): number {
    return this.#lines.linePos(node.range[0]).line
  }
}

/** Throws an InvalidLine for a value that YAML reads as null, but that is probably text without quotes. */
function checkAnchor(node: ParsedNode, line: number): void {
  const { anchor, source, type } = node as Scalar.Parsed
  if (anchor === undefined || type !== 'PLAIN' || source !== '') return
  throw new InvalidLine(`has an anchor without a value in line ${line}: put text that begins with & in quotes`, line)
}

const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/

import { type JSONVisitor, type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser'
import { formatCount } from '../../shared/text.ts'
import { describeJsonError } from '../json-error.ts'
import { checkRuns } from './json-limit.ts'
import { InvalidLine, type Node, type Property } from './node.ts'

/**
 * Parses JSON, or JSON with comments and trailing commas.
 *
 * @throws InvalidLine with line and column when `text` is not that, or when it is too large
 */
export function readJson(text: string, options: { readonly comments: boolean }): Node {
  const reader = new Reader(text)
  checkRuns(text)
  try {
    visit(text, reader, { disallowComments: !options.comments, allowTrailingComma: options.comments })
  } catch (error) {
    // The parser calls itself for every level.
    if (error instanceof RangeError) throw new InvalidLine('is nested too deeply', reader.line)
    throw error
  }
  return reader.result()
}

// 1,000,000 pairs, or 350,000 entries with two properties.
const MAX_NODES = 1_100_000
const TOO_MANY = `has more than ${formatCount(MAX_NODES)} values in it: split it`

// A value of so many properties takes 330 MiB until it is text.
const MAX_NODES_OF_ENTRY = 600_000
const TOO_MANY_IN_ENTRY = `has more than ${formatCount(MAX_NODES_OF_ENTRY)} values in one entry: put its value into a file (property file)`

/** A map or a sequence that has begun and not ended. */
type Open =
  | { readonly line: number; readonly properties: Property[]; name: string; nameLine: number }
  | { readonly line: number; readonly items: Node[] }

/** Makes nodes from the parser's events. Its own tree would need twice the memory, and rounds numbers. */
class Reader implements JSONVisitor {
  /** The line that was read last. */
  line = 1
  readonly #text: string
  readonly #open: Open[] = []
  #count = 0
  #countOfEntry = 0
  #root: Node | undefined

  constructor(text: string) {
    this.#text = text
  }

  // Arrow functions, since the parser calls the visitor's methods without `this`.
  readonly onObjectBegin = (_offset: number, _length: number, line: number): void => {
    this.line = line + 1
    this.#open.push({ line: this.line, properties: [], name: '', nameLine: 0 })
  }

  readonly onArrayBegin = (_offset: number, _length: number, line: number): void => {
    this.line = line + 1
    this.#open.push({ line: this.line, items: [] })
  }

  readonly onObjectProperty = (name: string, _offset: number, _length: number, line: number): void => {
    const open = this.#open.at(-1)
    if (open && 'properties' in open) Object.assign(open, { name, nameLine: line + 1 })
  }

  readonly onLiteralValue = (value: unknown, offset: number, length: number, line: number): void => {
    this.line = line + 1
    const json = typeof value === 'string' ? undefined : this.#text.slice(offset, offset + length)
    this.#add(json === undefined ? { line: this.line, text: value as string } : { line: this.line, json })
  }

  readonly onObjectEnd = (): void => {
    this.#close()
  }

  readonly onArrayEnd = (): void => {
    this.#close()
  }

  readonly onError = (code: ParseErrorCode, offset: number, _length: number, line: number, column: number): void => {
    throw new InvalidLine(
      `is not valid JSON: ${describeJsonError(code, this.#text, offset)} at line ${line + 1}, column ${column + 1}${adviceFor(code)}`,
      line + 1
    )
  }

  result(): Node {
    // The default is for the type: a text without a value has thrown an error before.
    return this.#root ?? { line: 1, json: 'null' }
  }

  #close(): void {
    const open = this.#open.pop()
    if (!open) return
    this.#add('items' in open ? open : { line: open.line, properties: open.properties })
  }

  #add(node: Node): void {
    this.#count += 1
    this.#countOfEntry = this.#open.length < 2 ? 0 : this.#countOfEntry + 1
    if (this.#count > MAX_NODES) throw new InvalidLine(TOO_MANY, this.line)
    if (this.#countOfEntry > MAX_NODES_OF_ENTRY) throw new InvalidLine(TOO_MANY_IN_ENTRY, this.line)
    const parent = this.#open.at(-1)
    if (!parent) this.#root = node
    else if ('items' in parent) parent.items.push(node)
    else parent.properties.push({ line: parent.nameLine, name: parent.name, value: node })
  }
}

function adviceFor(code: ParseErrorCode): string {
  return printParseErrorCode(code) === 'InvalidCommentToken' ? '; a file with comments must end in .jsonc' : ''
}

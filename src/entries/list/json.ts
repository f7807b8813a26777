import { createScanner, type JSONScanner } from 'jsonc-parser'
import { InvalidLine, type MapNode, type Node, type SequenceNode } from './node.ts'

export interface JsonOptions {
  /** Whether the text may have comments and trailing commas. */
  readonly comments: boolean
}

/** A syntax error of JSON. Contains nothing of the text. */
export class InvalidJson extends InvalidLine {
  declare readonly line: number
  /** What is wrong, in words: `comma expected`. */
  readonly what: string
  /** Counted from 1, in UTF-16 code units. */
  readonly column: number

  constructor(what: string, line: number, column: number, advice: string) {
    super(`is not valid JSON: ${what} at line ${line}, column ${column}${advice}`, line)
    this.what = what
    this.column = column
  }
}

/**
 * Parses JSON, or JSON with comments and trailing commas.
 *
 * @throws InvalidJson when `text` is not that
 */
export function readJson(text: string, options: JsonOptions): Node {
  const parsing = parseJson(text, options)
  let step = parsing.next()
  while (!step.done) step = parsing.next()
  return step.value
}

/** Returns the syntax error of `text`, which `JSON.parse` refused; undefined when there is none. */
export function findJsonError(text: string): InvalidJson | undefined {
  try {
    readJson(text, { comments: false })
    return undefined
  } catch (error) {
    if (error instanceof InvalidJson) return error
    throw error
  }
}

const VALUES_PER_TURN = 20_000

interface Open {
  readonly node: MapNode | SequenceNode
  /** The property whose value comes next. */
  name: Name | undefined
}

/**
 * Parses as `readJson` does, and yields now and then, so that the caller can let signals through. The library's own parser
 * cannot be interrupted, is recursive, and rounds numbers.
 */
export function* parseJson(text: string, { comments }: JsonOptions): Generator<undefined, Node> {
  const tokens = new Tokens(text, comments)
  const open: Open[] = []
  for (let values = 1; ; values++) {
    if (values % VALUES_PER_TURN === 0) yield
    const within = open.at(-1)
    if (within && 'properties' in within.node) within.name = tokens.readName()
    let node = tokens.readValue()
    if (isCollection(node) && !tokens.skip(endOf(node))) {
      open.push({ node, name: undefined })
      continue
    }
    // The value is complete, and with it perhaps collections around it.
    for (;;) {
      const parent = open.at(-1)
      if (!parent) {
        tokens.expectEnd()
        return node
      }
      add(node, parent)
      if (tokens.skipComma(endOf(parent.node))) break
      tokens.expectClose(endOf(parent.node))
      node = parent.node
      open.pop()
    }
  }
}

function isCollection(node: Node): node is MapNode | SequenceNode {
  return 'properties' in node || 'items' in node
}

function endOf(node: MapNode | SequenceNode): string {
  return 'items' in node ? ']' : '}'
}

function add(value: Node, { node, name }: Open): void {
  if ('items' in node) node.items.push(value)
  else if (name) node.properties.push({ ...name, value })
}

interface Name {
  readonly line: number
  readonly name: string
}

// Of the library's enumeration of tokens, which exists only for TypeScript.
const [NULL, TRUE, FALSE, NUMBER, LINE_COMMENT, BLOCK_COMMENT, LINE_BREAK, BLANKS, UNKNOWN] = [
  7, 8, 9, 11, 12, 13, 14, 15, 16
]
const ATOMS: readonly number[] = [NULL, TRUE, FALSE, NUMBER]

const SCAN_ERRORS = [
  '',
  'unexpected end of comment',
  'unexpected end of string',
  'unexpected end of number',
  'invalid unicode',
  'invalid escape character',
  'invalid character'
]

// Quotes of another kind, or a name without quotes.
const WRONG_QUOTES = /['‘’“”`]|[\w$-]+\s*:/y

/** The tokens of a text, one at a time. */
class Tokens {
  readonly #text: string
  readonly #comments: boolean
  readonly #scanner: JSONScanner
  #token = 0
  /** The first character of the token; empty at the end. */
  #first = ''

  constructor(text: string, comments: boolean) {
    this.#text = text
    this.#comments = comments
    this.#scanner = createScanner(text)
    this.#next()
  }

  /** Reads the name of a property and the colon after it. */
  readName(): Name {
    if (this.#first !== '"') throw this.#error(`${this.#first === '' ? 'close brace' : 'property name'} expected`)
    const name = { line: this.#line, name: this.#string() }
    this.#next()
    if (!this.skip(':')) throw this.#error('colon expected')
    return name
  }

  /** Reads a scalar, or the beginning of a collection. */
  readValue(): Node {
    const node = this.#node()
    this.#next()
    return node
  }

  /** Whether a token comes next, which is then skipped. */
  skip(token: string): boolean {
    if (this.#first !== token) return false
    this.#next()
    return true
  }

  /** Whether another value follows in a collection. */
  skipComma(close: string): boolean {
    return this.skip(',') && !(this.#comments && this.#first === close)
  }

  expectClose(close: string): void {
    if (this.skip(close)) return
    const end = close === ']' ? 'close bracket' : 'close brace'
    throw this.#error(`${this.#first === '' ? end : 'comma'} expected`)
  }

  expectEnd(): void {
    if (this.#first !== '') throw this.#error('end of file expected')
  }

  get #line(): number {
    return this.#scanner.getTokenStartLine() + 1
  }

  #node(): Node {
    const line = this.#line
    if (this.#first === '{') return { line, properties: [] }
    if (this.#first === '[') return { line, items: [] }
    if (this.#first === '"') return { line, text: this.#string() }
    if (!ATOMS.includes(this.#token)) throw this.#error('value expected')
    return { line, json: this.#scanner.getTokenValue() }
  }

  #string(): string {
    const [value, length] = [this.#scanner.getTokenValue(), this.#scanner.getTokenLength()]
    if (value.length === length - 2) return value
    // The scanner joins a text with escapes from pieces, which take far more memory until somebody reads it.
    const begin = this.#scanner.getTokenOffset()
    return JSON.parse(this.#text.slice(begin, begin + length)) as string
  }

  #next(): void {
    do this.#token = this.#scanner.scan()
    while (this.#token === BLANKS || this.#token === LINE_BREAK || (this.#comments && this.#isComment))
    this.#first = this.#text.charAt(this.#scanner.getTokenOffset())
    const error = SCAN_ERRORS[this.#scanner.getTokenError()]
    if (error) throw this.#error(error)
    if (this.#isComment) throw this.#error('invalid comment token', '; a file with comments must end in .jsonc')
    if (this.#token !== UNKNOWN) return
    WRONG_QUOTES.lastIndex = this.#scanner.getTokenOffset()
    throw this.#error(`invalid symbol${WRONG_QUOTES.test(this.#text) ? ' (use double quotes)' : ''}`)
  }

  get #isComment(): boolean {
    return this.#token === LINE_COMMENT || this.#token === BLOCK_COMMENT
  }

  #error(what: string, advice = ''): InvalidJson {
    return new InvalidJson(what, this.#line, this.#scanner.getTokenStartCharacter() + 1, advice)
  }
}

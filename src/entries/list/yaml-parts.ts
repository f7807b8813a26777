import { Composer, type CST, type Document, Lexer, type LineCounter, type ParsedNode, Parser } from 'yaml'
import { InvalidLine } from './node.ts'

/** A part of a text: a document, or some of the items of its list or map at the top level. */
export interface Part {
  readonly document: Document.Parsed<ParsedNode, boolean>
  /** Whether its items belong to the collection that the part before it began. */
  readonly isContinuation: boolean
}

// The library takes up to 1 KB for a token. 10,000 entries with two properties in a flow sequence have 170,000.
const MAX_TOKENS = 250_000

/** A long list or map is divided after so many tokens. */
const PART_TOKENS = 10_000

// The library joins a text of many lines or escapes from its pieces, and one in double quotes from its characters. The
// memory of one token is enough for so many of them.
const PIECES_PER_TOKEN = 3
const QUOTED_PER_TOKEN = 21

/**
 * Parses a text in parts: a list or map in block style at the top level is divided between its items. What the library
 * makes of a list takes 20 times the memory of the text, and so only one part of it is in memory at a time.
 *
 * @param lines takes the offset of every line
 * @param partTokens tokens after which the next part begins
 * @throws InvalidLine when one item, or a collection in flow style, has more than 250,000 tokens
 */
export function* parseParts(
  text: string,
  options: object,
  lines: LineCounter,
  partTokens = PART_TOKENS
): Generator<Part> {
  const divider = new Divider(lines, partTokens)
  const documents = new Composer(options).compose(divider.divide(text), true, text.length)
  let number = 0
  for (const document of documents) yield { document, isContinuation: divider.continuations.has(++number) }
}

type BlockCollection = CST.BlockMap | CST.BlockSequence

/** Divides the document of a text into documents with some of its items each. */
class Divider {
  /** Which of the documents continue the one before, counted from 1. */
  readonly continuations = new Set<number>()
  readonly #lines: LineCounter
  readonly #parser: Parser
  readonly #partTokens: number
  #tokens = 0
  #documents = 0
  /** Whether a part of the current document was given. */
  #isDivided = false

  constructor(lines: LineCounter, partTokens: number) {
    this.#lines = lines
    this.#partTokens = partTokens
    this.#parser = new Parser(lines.addNewLine)
  }

  *divide(text: string): Generator<CST.Token> {
    this.#lines.addNewLine(0)
    for (const source of new Lexer().lex(text)) {
      this.#count(source)
      for (const token of this.#parser.next(source)) {
        yield this.#noted(token)
        // There may be one for every character.
        if (token.type === 'error') return
      }
      const part = this.#tokens > this.#partTokens ? this.#takePart() : undefined
      if (part) yield this.#noted(part, true)
    }
    for (const token of this.#parser.end()) yield this.#noted(token)
  }

  #count(source: string): void {
    this.#tokens += 1 + weightOf(source)
    if (this.#tokens <= MAX_TOKENS) return
    const { line } = this.#lines.linePos(this.#parser.offset)
    throw new InvalidLine(
      `is too large for YAML: by line ${line}, one entry, or all entries in [ ] or { }, would need too much memory. Put a large value into a file (property file), write "- " before each entry, or write the list as JSON`,
      line
    )
  }

  /** Takes all items but the last off the collection at the top level: that one may still be incomplete. */
  #takePart(): CST.Document | undefined {
    const [document, value] = this.#parser.stack
    if (document?.type !== 'document' || !isBlockCollection(value) || value.items.length < 2) return undefined
    const items = value.items.splice(0, value.items.length - 1) as never[]
    const part = { ...document, value: { ...value, items } }
    document.start = []
    const [next] = value.items
    value.offset = (next?.start[0] ?? next?.sep?.[0])?.offset ?? this.#parser.offset
    this.#tokens = 0
    return part
  }

  #noted(token: CST.Token, isDivided = false): CST.Token {
    if (token.type !== 'document') return token
    this.#documents += 1
    if (this.#isDivided) this.continuations.add(this.#documents)
    this.#isDivided = isDivided
    return token
  }
}

function isBlockCollection(token: CST.Token | undefined): token is BlockCollection {
  return token?.type === 'block-map' || token?.type === 'block-seq'
}

/** Returns how many tokens take as much memory as a long text. */
function weightOf(source: string): number {
  if (source.length < 100) return 0
  let pieces = 0
  for (let index = 0; index < source.length; index++) {
    const code = source.charCodeAt(index)
    if (code === BACKSLASH || code === LINE_FEED) pieces += 1
  }
  return pieces / PIECES_PER_TOKEN + (source.startsWith('"') ? source.length / QUOTED_PER_TOKEN : 0)
}

const BACKSLASH = 0x5c
const LINE_FEED = 0x0a

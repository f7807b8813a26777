import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser'
import { InvalidLine, type MapNode, type Node, type SequenceNode, toJson } from './node.ts'

/** A syntax error of JSON. Contains nothing of the text. */
export class InvalidJson extends InvalidLine {
  /** What is wrong, in words: `comma expected`. */
  readonly what: string
  /** Counted from 1, in UTF-16 code units. */
  readonly column: number

  constructor(what: string, line: number, column: number, advice = '') {
    super(`is not valid JSON: ${what} at line ${line}, column ${column}${advice}`, line)
    this.what = what
    this.column = column
  }
}

/** A map or a list whose end was not yet seen, and the property whose value comes next. */
interface Open {
  readonly node: MapNode | SequenceNode
  name: string
  line: number
}

/**
 * Parses JSON. Numbers keep their text.
 *
 * @param comments whether the text may have comments and trailing commas
 * @throws InvalidJson when `text` is not that, and InvalidLine when it is nested too deeply
 */
export function readJson(text: string, comments: boolean): Node {
  const open: Open[] = []
  let root: Node | undefined
  const add = (node: Node): void => {
    const parent = open.at(-1)
    if (!parent) root = node
    else if ('items' in parent.node) parent.node.items.push(node)
    else parent.node.properties.push({ line: parent.line, name: parent.name, value: node })
    if ('items' in node || 'properties' in node) open.push({ node, name: '', line: 0 })
  }
  const close = (): void => {
    open.pop()
  }
  const options = { disallowComments: !comments, allowTrailingComma: comments }
  try {
    visit(
      text,
      {
        onObjectBegin: (_offset, _length, line) => {
          add({ line: line + 1, properties: [] })
        },
        onArrayBegin: (_offset, _length, line) => {
          add({ line: line + 1, items: [] })
        },
        onObjectProperty: (name, offset, length, line) => {
          const parent = open.at(-1)
          if (parent) Object.assign(parent, { name: flat(name, text, offset, length), line: line + 1 })
        },
        onLiteralValue: (value: unknown, offset, length, line) => {
          if (typeof value === 'string') add({ line: line + 1, text: flat(value, text, offset, length) })
          else add({ line: line + 1, json: text.slice(offset, offset + length) })
        },
        onObjectEnd: close,
        onArrayEnd: close,
        onError: (code, offset, _length, line, column) => {
          throw syntaxError(code, text, offset, line + 1, column + 1)
        }
      },
      options
    )
  } catch (error) {
    // The library is recursive.
    if (error instanceof RangeError) throw new InvalidLine('is nested too deeply', 1)
    throw error
  }
  return root ?? { line: 1, json: 'null' }
}

/** Returns JSON without white space between its tokens. Throws what `readJson` and `toJson` throw. */
export function compactJson(text: string, comments: boolean): string {
  return toJson(readJson(text, comments))
}

/** Returns the syntax error of `text`, which `JSON.parse` refused; undefined when there is none, or it is nested too deeply. */
export function findJsonError(text: string): InvalidJson | undefined {
  try {
    readJson(text, false)
  } catch (error) {
    if (error instanceof InvalidJson) return error
    if (!(error instanceof InvalidLine)) throw error
  }
  return undefined
}

/** Returns a text as one piece. The library joins one with escapes from pieces, which take far more memory. */
function flat(value: string, text: string, offset: number, length: number): string {
  return value.length === length - 2 ? value : (JSON.parse(text.slice(offset, offset + length)) as string)
}

// Quotes of another kind, or a name without quotes.
const WRONG_QUOTES = /['‘’“”`]|[\w$-]+\s*:/y

function syntaxError(code: ParseErrorCode, text: string, offset: number, line: number, column: number): InvalidJson {
  const what = printParseErrorCode(code)
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
  WRONG_QUOTES.lastIndex = offset
  const quotes = what === 'invalid symbol' && WRONG_QUOTES.test(text) ? ' (use double quotes)' : ''
  const advice = what === 'invalid comment token' ? '; a file with comments must end in .jsonc' : ''
  return new InvalidJson(what + quotes, line, column, advice)
}

import { setImmediate as nextTurn } from 'node:timers/promises'
import { LineCounter } from 'yaml'
import { InvalidLine, type Node } from './node.ts'
import { Converter } from './yaml-nodes.ts'
import { parseParts } from './yaml-parts.ts'
import { checkSyntax, syntaxError } from './yaml-syntax.ts'

// Duplicate properties are found later, where maps are used: the library compares each with all others, which is
// slow.
const OPTIONS = { version: '1.2', schema: 'core', uniqueKeys: false, prettyErrors: false } as const

/**
 * Parses YAML 1.2 with its core schema: `on` and `no` are text. Numbers that JSON can write the same way keep their text.
 *
 * @param partTokens see `parseParts`
 * @throws InvalidLine when `text` is not that, has several documents, is too large, or has aliases that stand for nothing or
 * for too much
 */
export function readYaml(text: string, partTokens?: number): Node {
  const parts = readParts(text, partTokens)
  let part = nextOf(parts)
  while (!part.done) part = nextOf(parts)
  return part.value
}

/**
 * Parses as `readYaml` does, and lets signals through meanwhile.
 *
 * @throws InvalidLine also when the signal is aborted
 */
export async function readYamlInTurns(text: string, signal: AbortSignal): Promise<Node> {
  const parts = readParts(text)
  let part = nextOf(parts)
  while (!part.done) {
    await nextTurn()
    if (signal.aborted) throw new InvalidLine('was not read: the run was cancelled', 1)
    part = nextOf(parts)
  }
  return part.value
}

type Parts = ReturnType<typeof readParts>

function nextOf(parts: Parts): ReturnType<Parts['next']> {
  const { stackTraceLimit } = Error
  // The library makes an error for each mistake. Without their stacks, hundreds of thousands fit in memory.
  Error.stackTraceLimit = 0
  try {
    return parts.next()
  } catch (error) {
    // The library is recursive, and does not always report that the nesting is too deep.
    if (error instanceof RangeError) throw new InvalidLine('is nested too deeply', 1)
    throw error
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/** Yields between parts. */
function* readParts(text: string, partTokens?: number): Generator<undefined, Node> {
  const lines = new LineCounter()
  const converter = new Converter(lines)
  let root: Node | undefined
  for (const part of parseParts(text, OPTIONS, lines, partTokens)) {
    const { document, isContinuation } = part
    if (root && !isContinuation) {
      throw syntaxError('a second document begins, and only one is allowed', document.range[0], lines)
    }
    checkSyntax(part, lines)
    if (root) yield
    root = converter.convertPart(document.contents, root)
  }
  return root ?? { line: 1, json: 'null' }
}

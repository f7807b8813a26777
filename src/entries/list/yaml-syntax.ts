import type { LineCounter, YAMLError } from 'yaml'
import { InvalidLine } from './node.ts'
import type { Part } from './yaml-parts.ts'

/** @throws InvalidLine when a part is not valid YAML 1.2 */
export function checkSyntax({ document: { errors, warnings, directives } }: Part, lines: LineCounter): void {
  const [first] = [...errors, ...warnings]
  if (first?.code === 'RESOURCE_EXHAUSTION') {
    throw new InvalidLine('is nested too deeply', lines.linePos(first.pos[0]).line)
  }
  if (first) throw syntaxError(describe(first), first.pos[0], lines, adviceOn(first))
  if (directives.yaml.version !== '1.2') {
    throw new InvalidLine('asks for YAML 1.1, in which no and 0777 mean other things: take the %YAML line out', 1)
  }
}

/** Returns the error for what is at an offset of the text. */
export function syntaxError(what: string, offset: number, lines: LineCounter, advice = ''): InvalidLine {
  const { line, col } = lines.linePos(offset)
  return new InvalidLine(`is not valid YAML: ${what} at line ${line}, column ${col}${advice}`, line)
}

/** What the library calls a nested mapping is mostly a line that is indented too far, or text with a colon in it. */
function adviceOn({ code }: YAMLError): string {
  return code === 'BLOCK_AS_IMPLICIT_KEY' ? '; check the indentation, and put text that contains ": " in quotes' : ''
}

function describe({ message }: YAMLError): string {
  const [, replacement] = REPEATING.find(([pattern]) => pattern.test(message)) ?? []
  // The rest repeats the text, which may be a secret.
  const what = replacement ?? message.replace(/(: |(?<=escape sequence) ).*$/s, '')
  return what.charAt(0).toLowerCase() + what.slice(1)
}

/** Messages that repeat a part of the text in the middle, and what replaces them. */
const REPEATING: readonly (readonly [RegExp, string])[] = [
  [/ tag has no suffix$/, 'a tag has no name'],
  [/ used for .* collection, but expects /, 'a tag is for another kind of value'],
  [/^Unknown directive /, 'a directive is not known'],
  [/^Unsupported YAML version /, 'the version is not 1.2']
]

import { isUtf8 } from 'node:buffer'
import { readSync } from 'node:fs'
import { InvalidValue } from '../shared/diagnostics.ts'
import { parseExact } from '../shared/exact-json.ts'
import { quoted } from '../shared/text.ts'
import { isObject } from './backup-entry.ts'
import { BACKUP_END, BACKUP_NAME, BACKUP_VERSION } from './backup-format.ts'

/** An entry of a backup, as `parseExact` parses it. */
export interface BackupItem {
  readonly item: unknown
  /** The line of the file that is the whole entry. Undefined when the entries are not on lines of their own. */
  readonly line?: Line
}

/** A line of a file. */
export interface Line {
  /** From 1. */
  readonly number: number
  /** Position of its first byte. */
  readonly position: number
  /** In bytes, without the line end. */
  readonly length: number
}

/** A backup. */
export interface BackupText {
  /** ID of the namespace that the backup was made from. */
  readonly namespaceId: string
  readonly entries: Iterable<BackupItem>
}

/**
 * Parses a backup. If each entry is on its own line, as `backup` writes it, the file is read and parsed line by line,
 * so that the whole text is never in memory. Otherwise, the file is read at once.
 *
 * @param descriptor of the open file, which must stay open until the entries have been iterated
 * @throws InvalidValue when the file is not a backup that this version can read. Iterating the entries throws it, too.
 * Its message contains no part of a value.
 */
export function parseBackupText(descriptor: number): BackupText {
  const lines = readLines(descriptor)
  const first = lines.next()
  const firstLine = first.done ? '' : first.value.text
  if (firstLine.endsWith('[')) {
    const { namespaceId } = parseHead(parseJson(firstLine + BACKUP_END, 1))
    return { namespaceId, entries: parseLines(lines) }
  }
  const text = [firstLine, ...lines.map(({ text }) => text)].join('\n')
  const { namespaceId, entries } = parseHead(parseJson(text))
  return { namespaceId, entries: entries.map((item) => ({ item })) }
}

/**
 * Parses the bytes of a line that `parseBackupText` has parsed before.
 *
 * @throws InvalidValue when they are no longer valid UTF-8 and JSON
 */
export function parseLine(bytes: Buffer, line: number): unknown {
  return parseJson(decode(bytes).replace(/,$/, ''), line)
}

function* parseLines(lines: Iterable<TextLine>): Generator<BackupItem> {
  let number = 1
  let isComplete = false
  for (const { text, ...line } of lines) {
    number = line.number
    if (text === '') continue
    if (isComplete) throw new InvalidValue(`has more after its end, at line ${number}`)
    isComplete = text === BACKUP_END
    if (!isComplete) yield { item: parseJson(text.replace(/,$/, ''), number), line }
  }
  if (!isComplete) throw new InvalidValue(`is cut short: it ends at line ${number} without ${BACKUP_END}`)
}

/** A line with its text, without white space around it. */
type TextLine = Line & { readonly text: string }

/** Bytes that are read at once. */
const PIECE = 1 << 20

/** Reads into one buffer that grows to the longest line. */
function* readLines(descriptor: number): Generator<TextLine, undefined> {
  let buffer = Buffer.allocUnsafe(PIECE)
  let kept = 0
  let [number, position] = [0, 0]
  for (let size = PIECE; size > 0;) {
    if (kept === buffer.length) buffer = Buffer.concat([buffer], 2 * buffer.length)
    size = readSync(descriptor, buffer, kept, buffer.length - kept, null)
    let rest = buffer.subarray(0, kept + size)
    // The last line of the file may have no line end.
    for (let length = rest.indexOf('\n', kept); rest.length > 0; length = rest.indexOf('\n')) {
      if (length === -1 && size > 0) break
      const bytes = length === -1 ? rest : rest.subarray(0, length)
      number += 1
      yield { number, position, length: bytes.length, text: decode(bytes) }
      position += bytes.length + 1
      rest = rest.subarray(bytes.length + 1)
    }
    kept = rest.copy(buffer)
  }
}

function decode(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new InvalidValue('is not valid UTF-8')
  return bytes.toString().trim()
}

function parseJson(text: string, line?: number): unknown {
  try {
    return parseExact(text.replace(/^\ufeff/, ''))
  } catch {
    // Without its cause: the engine's message repeats a part of the text.
    throw new InvalidValue(line === undefined ? 'is not valid JSON' : `is not valid JSON at line ${line}`)
  }
}

function parseHead(value: unknown): { namespaceId: string; entries: readonly unknown[] } {
  const { [BACKUP_NAME]: version, namespace_id: namespaceId, entries, ...rest } = isObject(value) ? value : {}
  checkVersion(version)
  if (typeof namespaceId !== 'string' || namespaceId === '') throw new InvalidValue('must have a namespace_id')
  if (!Array.isArray(entries)) throw new InvalidValue('must have a list of entries')
  const [unknown] = Object.keys(rest)
  if (unknown !== undefined) throw new InvalidValue(`has the unknown property ${quoted(unknown)}`)
  return { namespaceId, entries }
}

function checkVersion(version: unknown): void {
  if (version === BACKUP_VERSION) return
  if (typeof version === 'number' && version > BACKUP_VERSION) {
    throw new InvalidValue(
      `has version ${version} of the backup format, and this version of the action reads up to ${BACKUP_VERSION}: restore it with the version of the action that made it, or a later one`
    )
  }
  throw new InvalidValue(`must begin with the version of the backup format: "${BACKUP_NAME}": ${BACKUP_VERSION}`)
}

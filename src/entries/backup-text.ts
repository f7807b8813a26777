import { isUtf8 } from 'node:buffer'
import { InvalidValue } from '../shared/diagnostics.ts'
import { parseExact } from '../shared/exact-json.ts'
import { quoted } from '../shared/text.ts'
import { isObject } from './backup-entry.ts'
import { BACKUP_END, BACKUP_NAME, BACKUP_VERSION } from './backup-format.ts'

/** A backup, with its entries as `parseExact` parses them. */
export interface BackupText {
  /** Of the namespace that the backup was made of. */
  readonly namespaceId: string
  readonly entries: Iterable<{ readonly item: unknown; readonly line: number | undefined }>
}

/**
 * Parses a backup. As `backup` writes it, with a line for each entry, it is parsed a line at a time, so that its text is
 * never in memory as a whole. In another format it is parsed at once.
 *
 * @throws InvalidValue when it is not a backup that this version reads. So does iterating the entries. No message has
 * anything of a value.
 */
export function parseBackupText(bytes: Buffer): BackupText {
  if (!isUtf8(bytes)) throw new InvalidValue('is not valid UTF-8')
  const end = bytes.indexOf('\n')
  const firstLine = bytes.toString('utf8', 0, end === -1 ? 0 : end).trimEnd()
  if (firstLine.endsWith('[')) {
    const { namespaceId } = parseHead(parseJson(firstLine + BACKUP_END, 1))
    return { namespaceId, entries: parseLines(bytes, end + 1) }
  }
  const { namespaceId, entries } = parseHead(parseJson(bytes.toString()))
  return { namespaceId, entries: entries.map((item) => ({ item, line: undefined })) }
}

function* parseLines(bytes: Buffer, begin: number): Generator<{ item: unknown; line: number }> {
  let line = 1
  let isComplete = false
  for (const text of splitLines(bytes, begin)) {
    line += 1
    if (text === '') continue
    if (isComplete) throw new InvalidValue(`has more after its end, at line ${line}`)
    isComplete = text === BACKUP_END
    if (!isComplete) yield { item: parseJson(text.replace(/,$/, ''), line), line }
  }
  if (!isComplete) throw new InvalidValue(`is cut short: it ends at line ${line} without ${BACKUP_END}`)
}

/** Hands out each line without white space around it. */
function* splitLines(bytes: Buffer, begin: number): Generator<string> {
  for (let start = begin; start < bytes.length;) {
    const end = bytes.indexOf('\n', start)
    const stop = end === -1 ? bytes.length : end
    yield bytes.toString('utf8', start, stop).trim()
    start = stop + 1
  }
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
  throw new InvalidValue(`must have a version of the backup format, ${BACKUP_VERSION}, as "${BACKUP_NAME}"`)
}

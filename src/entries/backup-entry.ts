import { InvalidValue } from '../shared/diagnostics.ts'
import { quoted } from '../shared/text.ts'
import type { EntryDefaults } from './entry.ts'
import { decodeBase64 } from './list/base64.ts'
import { checkMetadata, type Metadata } from './metadata.ts'

/** What restores a key: the pair to write, or undefined to delete the key. */
export interface BackupEntry {
  readonly key: string
  readonly pair: (EntryDefaults & { readonly value: BackupBytes }) | undefined
}

/** A value as it is stored in a backup. */
export interface BackupBytes {
  readonly text: string
  /** How to decode `text`. */
  readonly encoding: 'utf8' | 'base64'
  /** Bytes of the value. */
  readonly size: number
}

type Properties = Readonly<Record<string, unknown>>

const OF_PAIR = ['key', 'value', 'base64', 'metadata', 'expiration']
const OF_DELETION = ['key', 'delete']

/**
 * Returns an entry of a backup.
 *
 * @param item as `parseExact` parses it
 * @throws InvalidValue when `backup` would not write such an entry. Its message contains no part of a value.
 */
export function parseBackupEntry(item: unknown): BackupEntry {
  if (!isObject(item)) throw new InvalidValue('must be an object with key, and value or delete')
  const { key } = item
  if (typeof key !== 'string') throw new InvalidValue('key must be text')
  try {
    return { key, pair: parsePair(item) }
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
    throw new InvalidValue(`key ${quoted(key)}: ${error.message}`)
  }
}

function parsePair(item: Properties): BackupEntry['pair'] {
  if ('delete' in item) {
    checkProperties(item, OF_DELETION)
    if (item['delete'] !== true) throw new InvalidValue('delete must be true')
    return undefined
  }
  checkProperties(item, OF_PAIR)
  const { metadata = null, expiration } = item
  return {
    value: parseBytes(item),
    ...(metadata !== null && { metadata: parseOwnMetadata(metadata) }),
    ...(expiration !== undefined && { expiry: { expiration: parseSeconds(expiration) } })
  }
}

function checkProperties(item: Properties, known: readonly string[]): void {
  const unknown = Object.keys(item).find((name) => !known.includes(name))
  if (unknown !== undefined) {
    throw new InvalidValue(`unknown property ${quoted(unknown)}; a backup has ${known.join(', ')} here`)
  }
}

function parseBytes({ value, base64 = false }: Properties): BackupBytes {
  if (typeof value !== 'string' || !value.isWellFormed()) throw new InvalidValue('value must be text')
  if (typeof base64 !== 'boolean') throw new InvalidValue('base64 must be true or false')
  if (!base64) return { text: value, encoding: 'utf8', size: Buffer.byteLength(value) }
  try {
    return { text: value, encoding: 'base64', size: decodeBase64(value).length }
  } catch (error) {
    throw error instanceof InvalidValue ? new InvalidValue(`value ${error.message}`) : error
  }
}

function parseOwnMetadata(value: unknown): Metadata {
  const metadata = JSON.stringify(value)
  try {
    checkMetadata(metadata)
    return metadata
  } catch (error) {
    throw error instanceof InvalidValue ? new InvalidValue(`metadata ${error.message}`) : error
  }
}

function parseSeconds(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0) return value
  throw new InvalidValue('expiration must be whole seconds since the UNIX epoch')
}

/** Whether a value is an object, and not an array. */
export function isObject(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

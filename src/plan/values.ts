import { createHash, type Hash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { formatStamp, hasReservedName, type Owner, RESERVED_NAME, STAMP_NAME } from './stamp.ts'
import { formatCount, quoted, utf8Length } from '../shared/text.ts'
import { FileChanged, readPieces, readValue } from '../shared/value.ts'
import type { Entry, Selected } from '../entries/entry.ts'
import type { Value } from '../shared/value.ts'
import type { Expiry } from '../entries/expiry.ts'
import type { Sync } from './compare.ts'
import { METADATA_MAX_BYTES, type Metadata } from '../entries/metadata.ts'

/**
 * A file of up to this many bytes is read at once. Reading a small file in pieces would spend most of the time on
 * system calls.
 */
const SMALL_BYTES = 1 << 20

/**
 * Records an error for each entry whose metadata cannot take a stamp: it has one, or in a run that compares, it is too
 * large or not an object.
 */
export function checkStampable({ entries, backupOf }: Selected, sync: Sync, diagnostics: Diagnostics): void {
  // All stamps of an owner have the same size.
  const stamp = stampProperty(sync, '', '-'.repeat(DIGEST_CHARACTERS))
  for (const entry of entries) {
    const { metadata = '' } = entry
    // Only a backup may have stamps, which it restores.
    const isReserved = backupOf === undefined && hasReservedName(metadata)
    const problem = isReserved ? RESERVED_NAME : sync.skipUnchanged && stampProblem(metadata, stamp)
    if (problem) diagnostics.error(`key ${quoted(entry.key)}: metadata ${problem}`, entry)
  }
}

/**
 * Returns the entries with a stamp in their metadata. Reads each value. If a file can no longer be read or has changed
 * since it was planned, records an error and leaves its entry out.
 *
 * @param entries that have passed `checkStampable`
 * @param owner whom the stamps name
 * @param signal ends the reading
 * @throws the reason of `signal` once it is aborted
 */
export async function stampEntries(
  entries: readonly Entry[],
  owner: Owner,
  diagnostics: Diagnostics,
  signal: AbortSignal
): Promise<Entry[]> {
  const buffer = Buffer.allocUnsafe(SMALL_BYTES + 1)
  const stamped: Entry[] = []
  for (const entry of entries) {
    // Small files are read synchronously. This lets responses be handled in between.
    await nextTurn()
    signal.throwIfAborted()
    try {
      stamped.push({ ...entry, metadata: await stampMetadata(entry, owner, buffer) })
    } catch (error) {
      if (!isReadFailure(error)) throw error
      diagnostics.error(`key ${quoted(entry.key)}: ${error.message}`, entry)
    }
  }
  return stamped
}

async function stampMetadata(entry: Entry, owner: Owner, buffer: Uint8Array): Promise<Metadata> {
  const digest = entry.digest ?? (await readDigest(entry, buffer))
  return addProperty(entry.metadata ?? '', stampProperty(owner, entry.key, digest))
}

async function readDigest(entry: Entry, buffer: Uint8Array): Promise<string> {
  const { value } = entry
  if (value.size <= SMALL_BYTES) return digestBytes(entry, readValue(value, buffer))
  const digest = startDigest(entry)
  for await (const piece of readPieces(value)) digest.update(piece)
  return finish(digest)
}

/**
 * Returns the digest of what is written under a key, for its stamp: the first 22 characters of a SHA-256 in base64url, 132
 * bits.
 *
 * @param bytes the whole value
 */
export function digestBytes(entry: Entry, bytes: Uint8Array): string {
  return finish(startDigest(entry).update(bytes))
}

const DIGEST_CHARACTERS = 22

function finish(digest: Hash): string {
  return digest.digest('base64url').slice(0, DIGEST_CHARACTERS)
}

// Another encoding needs another name. Otherwise keys that differ could look unchanged.
const VERSION = 'kv-put-action 1'

/**
 * The length of each part in bytes precedes it, so that two different sets of parts never digest the same bytes. The digest
 * stays the same between versions: otherwise the next run would write every key again.
 */
function startDigest({ value, metadata = '', expiry }: Entry): Hash {
  const hash = createHash('sha256')
  for (const text of [VERSION, expiryText(expiry), metadata]) hash.update(`${utf8Length(text)}:${text}`)
  return hash.update(`${value.size}:`)
}

/** A TTL is part of the digest. Otherwise, a key whose TTL was removed would look unchanged, and would still expire. */
function expiryText(expiry: Expiry | undefined): string {
  if (!expiry) return ''
  return 'expiration' in expiry ? String(expiry.expiration) : `+${expiry.expirationTtl}`
}

/** Whether reading a value failed because of its file: one that has changed, or one that the system does not read. */
export function isReadFailure(error: unknown): error is Error {
  // Errors of the system have a code.
  return error instanceof FileChanged || (Error.isError(error) && 'code' in error)
}

/** Reads whole values, one at a time, into memory that it uses again. */
export class ValueBuffer {
  #bytes: Uint8Array = new Uint8Array()

  /**
   * Returns the bytes of a value, until the next call.
   *
   * @throws what `readValue` throws
   */
  read(value: Value): Uint8Array {
    if ('path' in value && this.#bytes.length <= value.size) {
      this.#bytes = Buffer.allocUnsafe(Math.max(2 * value.size, SMALL_BYTES) + 1)
    }
    return readValue(value, this.#bytes)
  }
}

function stampProperty(owner: Owner, key: string, digest: string): string {
  return `"${STAMP_NAME}":${JSON.stringify(formatStamp(owner, key, digest))}`
}

function addProperty(metadata: Metadata, property: string): Metadata {
  return metadata && metadata !== '{}' ? `${metadata.slice(0, -1)},${property}}` : `{${property}}`
}

function stampProblem(metadata: Metadata, stamp: string): string | undefined {
  const value: unknown = JSON.parse(metadata || '{}')
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'must be an object, or left out, since skip-unchanged and prune add a property to it'
  }
  const size = utf8Length(addProperty(metadata, stamp))
  if (size <= METADATA_MAX_BYTES) return undefined
  return `is ${formatCount(size)} bytes as JSON, of which the stamp of skip-unchanged and prune takes ${utf8Length(stamp) + 1}; the service takes at most ${formatCount(METADATA_MAX_BYTES)}. Shorten metadata or managed-by`
}

import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Diagnostics, InvalidValue } from '../shared/diagnostics.ts'
import {
  Digest,
  DIGEST_CHARACTERS,
  formatStamp,
  hasReservedName,
  RESERVED_NAME,
  type Scope,
  STAMP_NAME
} from './stamp.ts'
import { formatCount, quoted, utf8Length } from '../shared/text.ts'
import { FileChanged, readPieces, readValue } from '../shared/value.ts'
import type { Entry } from '../entries/entry.ts'
import type { Value } from '../shared/value.ts'
import type { Expiry } from '../entries/expiry.ts'
import { METADATA_MAX_BYTES, type Metadata } from '../entries/metadata.ts'

/** Records an error for every entry whose metadata has the property that is reserved for stamps. */
export function checkReservedName(entries: readonly Entry[], diagnostics: Diagnostics): void {
  for (const entry of entries) {
    if (entry.metadata === undefined || !hasReservedName(entry.metadata)) continue
    diagnostics.error(`key ${quoted(entry.key)}: metadata ${RESERVED_NAME}`, entry)
  }
}

/**
 * A file of up to this many bytes is read at once. Reading a small file in pieces would spend most of the time on
 * system calls.
 */
const SMALL_BYTES = 1 << 20

/**
 * Records an error for every entry to whose metadata no stamp can be added: it is too large, or not an object.
 *
 * @param scope which the stamp names
 */
export function checkStampable(entries: readonly Entry[], scope: Scope, diagnostics: Diagnostics): void {
  // All stamps of a scope have the same size.
  const stamp = stampProperty(scope, '', '-'.repeat(DIGEST_CHARACTERS))
  for (const entry of entries) {
    try {
      checkRoom(entry, stamp)
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error
      diagnostics.error(`key ${quoted(entry.key)}: ${error.message}`, entry)
    }
  }
}

/**
 * Returns the entries with a stamp in their metadata. Reads each value. If a file can no longer be read or has changed
 * since it was planned, notes an error and leaves its entry out.
 *
 * @param entries that have passed `checkStampable`
 * @param scope which the stamps name
 * @param signal ends the reading
 * @throws the reason of `signal` once it is aborted
 */
export async function stampEntries(
  entries: readonly Entry[],
  scope: Scope,
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
      stamped.push({ ...entry, metadata: await stampMetadata(entry, scope, buffer) })
    } catch (error) {
      if (!isReadFailure(error)) throw error
      diagnostics.error(`key ${quoted(entry.key)}: ${error.message}`, entry)
    }
  }
  return stamped
}

async function stampMetadata(entry: Entry, scope: Scope, buffer: Uint8Array): Promise<Metadata> {
  const digest = entry.digest ?? (await readDigest(entry, buffer))
  return addProperty(entry.metadata ?? '', stampProperty(scope, entry.key, digest))
}

async function readDigest(entry: Entry, buffer: Uint8Array): Promise<string> {
  const digest = newDigest(entry)
  await digestValue(entry.value, digest, buffer)
  return digest.finish()
}

/**
 * Returns the digest of an entry whose value is in memory.
 *
 * @param bytes the whole value
 */
export function digestBytes(entry: Entry, bytes: Uint8Array): string {
  const digest = newDigest(entry)
  digest.update(bytes)
  return digest.finish()
}

function newDigest({ value, metadata = '', expiry }: Entry): Digest {
  return new Digest(expiryText(expiry), metadata, value.size)
}

/** A TTL is part of the digest. Otherwise, a key whose TTL was removed would look unchanged, and would still expire. */
function expiryText(expiry: Expiry | undefined): string {
  if (!expiry) return ''
  return 'expiration' in expiry ? String(expiry.expiration) : `+${expiry.expirationTtl}`
}

async function digestValue(value: Value, digest: Digest, buffer: Uint8Array): Promise<void> {
  if (value.size <= SMALL_BYTES) digest.update(readValue(value, buffer))
  else for await (const piece of readPieces(value)) digest.update(piece)
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

function stampProperty(scope: Scope, key: string, digest: string): string {
  return `"${STAMP_NAME}":${JSON.stringify(formatStamp(scope, key, digest))}`
}

function addProperty(metadata: Metadata, property: string): Metadata {
  return metadata && metadata !== '{}' ? `${metadata.slice(0, -1)},${property}}` : `{${property}}`
}

function checkRoom({ metadata = '' }: Entry, stamp: string): void {
  if (metadata) checkObject(metadata)
  const size = utf8Length(addProperty(metadata, stamp))
  if (size <= METADATA_MAX_BYTES) return
  throw new InvalidValue(
    `metadata is ${formatCount(size)} bytes as JSON, of which the stamp of skip-unchanged and prune takes ${utf8Length(stamp) + 1}; the service takes at most ${formatCount(METADATA_MAX_BYTES)}. Shorten metadata or managed-by`
  )
}

function checkObject(metadata: Metadata): void {
  const value: unknown = JSON.parse(metadata)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidValue(
      'metadata must be an object, or left out, since skip-unchanged and prune add a property to it'
    )
  }
}

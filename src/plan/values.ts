import { createHash } from 'node:crypto'
import type { Entry, Selected } from '../entries/entry.ts'
import type { Expiry } from '../entries/expiry.ts'
import { METADATA_MAX_BYTES, type Metadata } from '../entries/metadata.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { Pace } from '../shared/pace.ts'
import { formatCount, quoted, utf8Length } from '../shared/text.ts'
import { FileChanged, readValue } from '../shared/value.ts'
import type { Sync } from './compare.ts'
import { VALUE_MAX_BYTES } from './limits.ts'
import { formatStamp, hasReservedName, type Owner, RESERVED_NAME, STAMP_NAME } from './stamp.ts'

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
 * Returns the entries with a stamp in their metadata. Reads each value that has no digest yet. If a file can no longer be
 * read or has changed since it was planned, records an error and leaves its entry out.
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
  const buffer = Buffer.allocUnsafe(VALUE_MAX_BYTES + 1)
  const stamped: Entry[] = []
  const pace = new Pace(signal)
  for (const entry of entries) {
    if (pace.isDue) await pace.pause()
    const bytes = entry.digest === undefined ? readPlanned(entry, buffer, diagnostics) : undefined
    const digest = entry.digest ?? (bytes && digestOf(entry, bytes))
    if (digest === undefined) continue
    stamped.push({ ...entry, metadata: addProperty(entry.metadata ?? '', stampProperty(owner, entry.key, digest)) })
  }
  return stamped
}

/**
 * Returns the bytes of an entry's value. Records an error and returns undefined when its file has changed since it was
 * planned, or cannot be read.
 *
 * @param buffer for the value, until the next call with the same buffer; at least one byte larger
 */
export function readPlanned(entry: Entry, buffer: Uint8Array, diagnostics: Diagnostics): Uint8Array | undefined {
  try {
    return readValue(entry.value, buffer)
  } catch (error) {
    if (!(error instanceof FileChanged)) throw error
    diagnostics.error(`key ${quoted(entry.key)}: ${error.message}`, entry)
    return undefined
  }
}

const DIGEST_CHARACTERS = 22

// Another encoding needs another name. Otherwise keys that differ could look unchanged.
const VERSION = 'kv-put-action 1'

/**
 * Returns the digest of what is written under a key, for its stamp: the first 22 characters of a SHA-256 in base64url, 132
 * bits. The length of each part in bytes precedes it, so that two different sets of parts never digest the same bytes. The
 * digest stays the same between versions: otherwise the next run would write every key again.
 *
 * @param bytes the whole value
 */
export function digestOf({ metadata = '', expiry }: Entry, bytes: Uint8Array): string {
  const hash = createHash('sha256')
  for (const text of [VERSION, expiryText(expiry), metadata]) hash.update(`${utf8Length(text)}:${text}`)
  return hash.update(`${bytes.length}:`).update(bytes).digest('base64url').slice(0, DIGEST_CHARACTERS)
}

/** A TTL is part of the digest. Otherwise, a key whose TTL was removed would look unchanged, and would still expire. */
function expiryText(expiry: Expiry | undefined): string {
  if (!expiry) return ''
  return 'expiration' in expiry ? String(expiry.expiration) : `+${expiry.expirationTtl}`
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

import { type Diagnostics, InvalidValue } from '../diagnostics.ts'
import { Digest, formatStamp, STAMP_NAME } from '../stamp.ts'
import { formatCount, quoted, utf8Length } from '../text.ts'
import { readPieces, readValue } from '../value.ts'
import type { Entry, Value } from './entry.ts'
import { METADATA_MAX_BYTES, type Metadata } from './metadata.ts'

/** Bytes up to which a file is read at once: asking the system for each piece of a small one takes most of its time. */
const SMALL_BYTES = 1 << 20

/**
 * Returns the entries with a stamp in their metadata, for which each value is read. Notes an error for every entry whose
 * metadata has no room for it, or whose file cannot be read; what has an error is left out.
 *
 * @param repository `owner/name` in lower case, which the stamp names
 */
export async function stampEntries(
  entries: readonly Entry[],
  repository: string,
  diagnostics: Diagnostics
): Promise<Entry[]> {
  const buffer = Buffer.allocUnsafe(SMALL_BYTES + 1)
  const stamped: Entry[] = []
  // What is wrong already is told, and its file may be one that must not be read.
  const wrong = new Set(diagnostics.errors.map(({ key }) => key))
  for (const entry of entries) {
    if (wrong.has(entry.key)) continue
    try {
      stamped.push({ ...entry, metadata: await stampMetadata(entry, repository, buffer) })
    } catch (error) {
      // A file that is gone is the user's affair too.
      diagnostics.error(`key ${quoted(entry.key)}: ${(error as Error).message}`, entry)
    }
  }
  return stamped
}

async function stampMetadata(entry: Entry, repository: string, buffer: Uint8Array): Promise<Metadata> {
  const { value, metadata = '', expiry } = entry
  if (metadata) checkObject(metadata)
  const digest = new Digest(expiry && 'expiration' in expiry ? expiry.expiration : undefined, metadata, value.size)
  await digestValue(value, digest, buffer)
  const stamp = `"${STAMP_NAME}":${JSON.stringify(formatStamp({ repository, digest: digest.finish() }))}`
  return checkSize(metadata && metadata !== '{}' ? `${metadata.slice(0, -1)},${stamp}}` : `{${stamp}}`, stamp)
}

async function digestValue(value: Value, digest: Digest, buffer: Uint8Array): Promise<void> {
  if (value.size <= SMALL_BYTES) digest.update(readValue(value, buffer))
  else for await (const piece of readPieces(value)) digest.update(piece)
}

function checkObject(metadata: Metadata): void {
  const value: unknown = JSON.parse(metadata)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidValue(
      'metadata must be an object or absent with skip-unchanged or prune, which add a property to it'
    )
  }
  if (Object.hasOwn(value, STAMP_NAME)) {
    throw new InvalidValue(`metadata has the property "${STAMP_NAME}", which skip-unchanged and prune use: rename it`)
  }
}

function checkSize(metadata: Metadata, stamp: string): Metadata {
  const size = utf8Length(metadata)
  if (size <= METADATA_MAX_BYTES) return metadata
  throw new InvalidValue(
    `metadata is ${formatCount(size)} bytes as JSON, of which skip-unchanged and prune take ${utf8Length(stamp) + 1}, and the service takes at most ${formatCount(METADATA_MAX_BYTES)}`
  )
}

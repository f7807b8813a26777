import { randomUUID } from 'node:crypto'
import type { Expiry } from '../entries/expiry.ts'
import type { Metadata } from '../entries/metadata.ts'
import type { StreamedBody } from '../shared/http.ts'
import { readPieces, type Value } from '../shared/value.ts'

/** A body, and what it is. */
export interface TypedBody {
  readonly body: StreamedBody
  readonly contentType: string
}

/** Returns the body that writes a value without metadata. */
export function rawBody(value: Value): TypedBody {
  return {
    body: { size: value.size, pieces: () => readPieces(value) },
    contentType: 'application/octet-stream'
  }
}

/**
 * Returns the body that writes a value with its metadata: a form as RFC 7578 defines it. The `FormData` of undici would do
 * the same, but it loads 5 ms of modules.
 */
export function formBody(value: Value, metadata: Metadata): TypedBody {
  // No value contains it, except by a chance of 1 in 2^122.
  const boundary = randomUUID()
  const before = Buffer.from(
    `--${boundary}\r\n${partHeader('value')}; filename="blob"\r\nContent-Type: application/octet-stream\r\n\r\n`
  )
  const after = Buffer.from(`\r\n--${boundary}\r\n${partHeader('metadata')}\r\n\r\n${metadata}\r\n--${boundary}--\r\n`)
  async function* pieces(): AsyncGenerator<Uint8Array> {
    yield before
    yield* readPieces(value)
    yield after
  }
  return {
    body: { size: before.length + value.size + after.length, pieces },
    contentType: `multipart/form-data; boundary=${boundary}`
  }
}

function partHeader(name: string): string {
  return `Content-Disposition: form-data; name="${name}"`
}

/** Returns the query that sets when a key expires; empty for never. */
export function expiryQuery(expiry: Expiry | undefined): string {
  if (!expiry) return ''
  return 'expirationTtl' in expiry ? `?expiration_ttl=${expiry.expirationTtl}` : `?expiration=${expiry.expiration}`
}

/** Percent-encodes everything but RFC 3986's unreserved characters. encodeURIComponent leaves out `!'()*`. */
export function encodeSegment(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  )
}

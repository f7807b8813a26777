import type { Blob } from 'node:buffer'
import type { Expiry } from '../entries/expiry.ts'
import type { Metadata } from '../entries/metadata.ts'
import { FormData } from '../shared/http.ts'

/** Returns the form that writes a value with its metadata. */
export function formOf(value: Blob, metadata: Metadata): FormData {
  const form = new FormData()
  // As a Blob, since a form changes the line ends of text.
  form.set('value', value)
  form.set('metadata', metadata)
  return form
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

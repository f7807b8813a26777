import { hash } from 'node:crypto'
import type { Metadata } from '../entries/metadata.ts'
import { utf8Length } from '../shared/text.ts'

/** The property of a key's metadata that holds the stamp. It is reserved: users cannot give it themselves. */
export const STAMP_NAME = 'kv-put-action'

/** The set of keys that a step owns. Two steps with different owners never delete each other's keys. */
export interface Owner {
  /** The input `managed-by`, the name of the set. Undefined for a step whose keys no run prunes. */
  readonly managedBy: string | undefined
  /** The input `key-prefix`. */
  readonly keyPrefix: string
}

/** Who wrote a key, as its stamp says. */
export interface Stamp {
  /** The name of the set. Undefined when the key belongs to none. */
  readonly managedBy: string | undefined
  /** Bytes of the key's prefix in UTF-8. */
  readonly prefixBytes: number
}

/** What `managed-by` may be, so that a stamp has one meaning. */
export const MANAGED_BY = /^[A-Za-z0-9][A-Za-z0-9._/@+-]{0,139}$/

/** What a stamp has in place of `managed-by` when the key belongs to no set. */
const NO_SET = '-'

// The first word says who wrote the key. A later version may add to what follows it.
const STAMP = /^(-|[A-Za-z0-9][A-Za-z0-9._/@+-]{0,139}):(0|[1-9]\d{0,2}):([A-Za-z0-9_-]{6}) (\S.*)$/

/** Returns the stamp of a key as it is stored: `octo/site:4:x2Vb9Q 0Yp…`. */
export function formatStamp({ managedBy, keyPrefix }: Owner, key: string, digest: string): string {
  return `${managedBy ?? NO_SET}:${utf8Length(keyPrefix)}:${keyDigest(key)} ${digest}`
}

/**
 * Returns the stamp in a key's metadata. Returns undefined when there is none, and when it was made for another key: a copy
 * of a key, made with its metadata, belongs to whoever made the copy.
 */
export function parseStamp(key: string, metadata: unknown): Stamp | undefined {
  const parts = STAMP.exec(stampText(metadata))
  if (!parts) return undefined
  const [, managedBy = '', prefixBytes, digest] = parts
  if (digest !== keyDigest(key)) return undefined
  return { managedBy: managedBy === NO_SET ? undefined : managedBy, prefixBytes: Number(prefixBytes) }
}

/** Whether a step with this owner wrote the key last. */
export function isOwn(key: string, metadata: unknown, { managedBy, keyPrefix }: Owner): boolean {
  const stamp = parseStamp(key, metadata)
  if (!stamp || stamp.managedBy !== managedBy) return false
  return stamp.prefixBytes === utf8Length(keyPrefix) && key.startsWith(keyPrefix)
}

/** Returns metadata with a stamp that names no set, as a run without `managed-by` stores it. */
export function withoutSet(metadata: unknown): unknown {
  const text = stampText(metadata)
  return text === '' ? metadata : { ...(metadata as object), [STAMP_NAME]: text.replace(/^[^:]*/, NO_SET) }
}

/** Returns the text of the stamp in metadata, in whatever form it has; empty when there is none. */
export function stampText(metadata: unknown): string {
  const text = reservedProperty(metadata)
  return typeof text === 'string' ? text : ''
}

function reservedProperty(metadata: unknown): unknown {
  if (typeof metadata !== 'object' || metadata === null || !Object.hasOwn(metadata, STAMP_NAME)) return undefined
  return (metadata as Readonly<Record<string, unknown>>)[STAMP_NAME]
}

/** What is wrong with metadata that has the reserved property. */
export const RESERVED_NAME = `has the property "${STAMP_NAME}", which is reserved for the stamps of this action: rename it`

/** Whether metadata has the reserved property. */
export function hasReservedName(metadata: Metadata): boolean {
  // Metadata is compact JSON, in which a name has one spelling. Few need to be parsed.
  return metadata.includes(`"${STAMP_NAME}":`) && reservedProperty(JSON.parse(metadata)) !== undefined
}

function keyDigest(key: string): string {
  return hash('sha256', key, 'base64url').slice(0, 6)
}

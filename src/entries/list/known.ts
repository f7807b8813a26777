import { misspelled } from '../../shared/similar.ts'
import { quoted } from '../../shared/text.ts'

/** The properties of an entry of a list: those of wrangler's bulk file, and `file` and `delete`. */
export const KNOWN = ['key', 'value', 'file', 'base64', 'metadata', 'expiration', 'expiration_ttl', 'delete'] as const

export type KnownName = (typeof KNOWN)[number]

/** What people write for a property, in lower case and without `-` and `_`. */
const SYNONYMS: Readonly<Record<KnownName, readonly string[]>> = {
  key: ['name', 'keyname', 'id', 'k'],
  value: ['contents', 'content', 'data', 'text', 'body', 'val', 'v', 'string', 'json', 'payload'],
  file: ['path', 'filename', 'filepath', 'src', 'source', 'valuefile', 'from'],
  base64: ['isbase64', 'encoding', 'binary', 'b64', 'encoded'],
  metadata: ['meta', 'metas', 'tags', 'labels', 'annotations'],
  expiration: ['expires', 'expire', 'expiry', 'expiresat', 'expireat', 'exp', 'expirationdate', 'expirationtime'],
  expiration_ttl: ['ttl', 'expirationttl', 'expiresin', 'maxage', 'lifetime', 'timetolive', 'expirettl', 'ttlseconds'],
  delete: ['deleted', 'remove', 'removed', 'destroy', 'unset', 'prune']
}

const BY_SYNONYM: ReadonlyMap<string, KnownName> = new Map(
  KNOWN.flatMap((name) => [name, ...SYNONYMS[name]].map((synonym) => [simplified(synonym), name]))
)

export function isKnown(name: string): name is KnownName {
  return (KNOWN as readonly string[]).includes(name)
}

/**
 * Returns the property that `name` was probably meant as: first by synonyms, then by similar spelling. Undefined when
 * there is none.
 */
export function meantBy(name: string): KnownName | undefined {
  const likely = misspelled(name, KNOWN)
  return BY_SYNONYM.get(simplified(name)) ?? (likely !== undefined && isKnown(likely) ? likely : undefined)
}

/** Says that an entry has no property of this name, and which one is probably meant. */
export function describeUnknown(name: string): string {
  const meant = meantBy(name)
  const advice = meant ? `; did you mean ${quoted(meant)}?` : `; an entry can have ${KNOWN.join(', ')}`
  return `unknown property ${quoted(name)}${advice}`
}

function simplified(name: string): string {
  return name.toLowerCase().replace(/[-_ ]/g, '')
}

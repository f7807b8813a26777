import { isDeepStrictEqual } from 'node:util'
import type { TextPair } from '../kv/bulk-get.ts'
import type { Held, HeldKey } from '../kv/listing.ts'
import type { HeldPair } from '../kv/values.ts'
import type { Change } from '../plan/change.ts'
import { Digest, STAMP_NAME } from '../plan/stamp.ts'

/** Whether a key has changed since the plan was made. If the plan did not read the key, it counts as unchanged. */
export function hasChanged({ entry, status }: Change, held: Held | undefined, pair: HeldPair | undefined): boolean {
  const planned = held?.get(entry.key)
  if (!planned) return status === 'new' && pair !== undefined
  return !pair || !isSame(planned, pair)
}

function isSame({ metadata = null, expiration }: HeldKey, pair: HeldPair): boolean {
  // As the listing was parsed, in which numbers do not keep their text.
  const parsed: unknown = JSON.parse(JSON.stringify(pair.metadata))
  return expiration === pair.expiration && isDeepStrictEqual(parsed, metadata)
}

/**
 * Whether the digest in a pair's stamp says that its text is its value, byte for byte; undefined when there is no stamp. A
 * digest does not fit when a byte order mark is missing, or when it covers a TTL that is not known.
 *
 * @param entry what the plan writes under the key, most often with the same TTL as before
 */
export function fitsStamp({ text, metadata, expiration }: TextPair, { expiry }: Change['entry']): boolean | undefined {
  const digest = stampedDigest(metadata)
  if (digest === undefined) return undefined
  const bytes = Buffer.from(text)
  const ttl = expiry && 'expirationTtl' in expiry ? [`+${expiry.expirationTtl}`] : []
  const expiries = expiration === undefined ? [''] : [String(expiration), ...ttl]
  return expiries.some((expiryText) =>
    metadataWithoutStamp(metadata).some((metadataText) => {
      const computed = new Digest(expiryText, metadataText, bytes.length)
      computed.update(bytes)
      return computed.finish() === digest
    })
  )
}

function stampedDigest(metadata: unknown): string | undefined {
  const { [STAMP_NAME]: stamp } = (metadata ?? {}) as Readonly<Record<string, unknown>>
  return typeof stamp === 'string' ? /^\S+ ([\w-]{22})$/.exec(stamp)?.[1] : undefined
}

/** If the stamp is the only property, there was no metadata before, or an empty object. */
function metadataWithoutStamp(metadata: unknown): string[] {
  const properties = Object.entries(metadata as object).filter(([name]) => name !== STAMP_NAME)
  const text = JSON.stringify(Object.fromEntries(properties))
  return text === '{}' ? ['', text] : [text]
}

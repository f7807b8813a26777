import { quoted } from '../shared/text.ts'
import { ApiFailure, describeFailure } from './api-failure.ts'
import { type HeldKey, HeldUnknown } from './listing.ts'
import type { HeldValue, Namespace } from './namespace.ts'

/** What a namespace holds under a key. */
export interface HeldPair extends HeldValue {
  /** Null when it has none. Numbers keep their text, see `ApiRequest.exactNumbers`. */
  readonly metadata: unknown
}

/**
 * Reads a value, byte for byte, and when it expires. Retries transient errors.
 *
 * @param isOn whether the value is still wanted, so that another attempt is worth it
 * @returns undefined when the namespace does not hold the key
 * @throws HeldUnknown when the key cannot be read, Cancelled when the run is
 */
export async function readValue(
  namespace: Namespace,
  key: string,
  isOn = (): boolean => true
): Promise<HeldValue | undefined> {
  checkReadable(namespace, key)
  return ask(namespace, key, isOn, () => namespace.getValue(key))
}

/**
 * Reads a value as `readValue` does, and completes it with what a listing said about the key.
 *
 * @param listed undefined when the listing did not have the key; its metadata is then read by itself
 * @throws what `readValue` throws; HeldUnknown also when the key was written or deleted since the listing
 */
export async function readPair(
  namespace: Namespace,
  key: string,
  listed: HeldKey | undefined,
  isOn = (): boolean => true
): Promise<HeldPair | undefined> {
  const value = await readValue(namespace, key, isOn)
  if (!value && !listed) return undefined
  const metadata = listed
    ? (listed.metadata ?? null)
    : await ask(namespace, key, isOn, () => namespace.getMetadata(key))
  const expiration = value?.expiration ?? listed?.expiration
  if (!value || metadata === undefined || (listed && expiration !== listed.expiration)) {
    throw new HeldUnknown(`key ${quoted(key)} changed while it was read: run the step again`)
  }
  return { bytes: value.bytes, metadata, expiration }
}

/**
 * Checks that a request can name a key. In a namespace from before 2021, an encoded key would be another one, which may not
 * exist.
 *
 * @throws HeldUnknown
 */
export function checkReadable(namespace: Namespace, key: string): void {
  if (namespace.canAddress(key)) return
  throw new HeldUnknown(
    `key ${quoted(key)} cannot be read by itself: the namespace is from before 2021 (supports_url_encoding: false), where that works only for keys of A-Z a-z 0-9 - . _ ~`
  )
}

async function ask<T>(namespace: Namespace, key: string, isOn: () => boolean, attempt: () => Promise<T>): Promise<T> {
  try {
    return await namespace.retry.run(attempt, ({ isTransient }) => isTransient && isOn())
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error
    throw new HeldUnknown(`key ${quoted(key)} could not be read: ${describeFailure(error)}`, { cause: error })
  }
}

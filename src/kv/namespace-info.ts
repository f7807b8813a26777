import type { Envelope } from './envelope.ts'
import { encodeSegment } from './request-parts.ts'
import { UnexpectedAnswer } from './api-failure.ts'
import { parseNamespaceId } from './target.ts'
import type { Transport } from './transport.ts'

/** What the API says about a namespace, in a listing or when it is asked for one. */
export interface NamespaceInfo {
  /** 32 hex digits in lower case. */
  readonly id: string
  /** Empty when the API was not asked. */
  readonly title: string
  /** Whether it belongs to KV Instant, which stores no metadata. */
  readonly isInstant: boolean
  /**
   * Whether keys in a URL are percent-decoded. Namespaces from 2020 and before store them as they stand:
   * https://developers.cloudflare.com/api/resources/kv/subresources/namespaces/methods/get/
   */
  readonly supportsUrlEncoding: boolean
}

/** Returns what is assumed of a namespace about which the API is not asked. */
export function assumeNamespace(id: string): NamespaceInfo {
  return { id, title: '', isInstant: false, supportsUrlEncoding: true }
}

/**
 * Returns the namespace that an item of an answer describes; undefined when it describes none. An ID of another form would
 * change the path of requests, or show as something else in the log.
 */
export function parseNamespaceInfo(item: unknown): NamespaceInfo | undefined {
  const { id, title, mode, supports_url_encoding: encoding } = (item ?? {}) as Readonly<Record<string, unknown>>
  const knownId = typeof id === 'string' ? parseNamespaceId(id) : undefined
  if (knownId === undefined || typeof title !== 'string') return undefined
  return { id: knownId, title, isInstant: mode === 'instant', supportsUrlEncoding: encoding !== false }
}

/**
 * Asks the API for a namespace. Wrong credentials, a wrong account ID and a wrong namespace ID fail here.
 *
 * @param id 32 hex digits in lower case
 * @throws UnexpectedAnswer when the answer is not about this namespace
 * @throws what `Retry.run` throws
 */
export async function readNamespaceInfo(transport: Transport, accountId: string, id: string): Promise<NamespaceInfo> {
  const path = `/accounts/${encodeSegment(accountId)}/storage/kv/namespaces/${encodeSegment(id)}`
  const ask = (): Promise<Envelope> => transport.send({ method: 'GET', path })
  const info = parseNamespaceInfo((await transport.retry.run(ask)).result)
  if (info?.id === id) return info
  throw new UnexpectedAnswer('the API answered a request for the namespace with an unexpected response')
}

import { InvalidValue } from '../shared/diagnostics.ts'
import { quoted } from '../shared/text.ts'
import { ApiFailure, Cancelled, describeFailure } from './api-failure.ts'
import { type Envelope, KvApiError } from './envelope.ts'
import { HeldUnknown } from './listing.ts'
import { Namespace } from './namespace.ts'
import { LOCAL_EXPLORER, type NamespaceInfo, parseNamespaceInfo, type Target } from './target.ts'
import { encodeSegment, type Transport } from './transport.ts'

/**
 * Asks the API for the namespace: by its ID, or by its title in the list of the account's namespaces.
 *
 * @throws InvalidValue when no namespace or several have the title
 * @throws what `Retry.run` throws
 */
export async function lookUpNamespace(
  { namespace, accountId, credentials }: Target,
  transport: Transport
): Promise<NamespaceInfo> {
  if (credentials === LOCAL_EXPLORER) {
    const { findExplorerNamespace } = await import('./account.ts')
    return findExplorerNamespace(transport, 'id' in namespace ? namespace.id : namespace.title)
  }
  if ('id' in namespace) return readNamespaceInfo(transport, accountId, namespace.id)
  const { findNamespaceByTitle } = await import('./account.ts')
  return findNamespaceByTitle(transport, accountId, namespace.title, namespace.binding)
}

/** Wrong credentials, a wrong account ID and a wrong namespace ID fail here. */
async function readNamespaceInfo(transport: Transport, accountId: string, id: string): Promise<NamespaceInfo> {
  const path = `/accounts/${encodeSegment(accountId)}/storage/kv/namespaces/${encodeSegment(id)}`
  const { result } = await transport.retry.run(() => transport.send({ method: 'GET', path }))
  const info = parseNamespaceInfo(result)
  if (info?.id === id) return info
  throw new ApiFailure('the API answered a request for the namespace with an unexpected response')
}

/** Returns the namespace of a target, ready for requests. */
export async function openNamespace(
  { accountId, credentials }: Target,
  transport: Transport,
  { id, supportsUrlEncoding }: NamespaceInfo
): Promise<Namespace> {
  if (credentials !== LOCAL_EXPLORER) return new Namespace(transport, accountId, id, supportsUrlEncoding)
  const { ExplorerNamespace } = await import('./explorer.ts')
  return new ExplorerNamespace(transport, id)
}

/** Returns the ID of the namespace; empty when it is not known, or not yet. */
export function knownId(target: Target | undefined): string {
  return target && 'id' in target.namespace ? target.namespace.id : ''
}

/**
 * Returns the message of an error that ended a run before its first write.
 *
 * @throws the error itself when it is a defect
 */
export function describeStop(error: unknown, target: Target | undefined): string {
  if (error instanceof ApiFailure)
    return `namespace ${nameOf(target)} could not be looked up: ${describeFailure(error)}`
  if (error instanceof HeldUnknown) return error.message
  if (error instanceof InvalidValue) return `namespace ${error.message}`
  if (error instanceof Cancelled) return 'the run was cancelled before the first write was sent'
  throw error
}

function nameOf(target: Target | undefined): string {
  if (!target) return ''
  const { namespace } = target
  return quoted('id' in namespace ? namespace.id : namespace.title)
}

/** Returns the answer of the API that ended a run; undefined when there was none. */
export function responseOfStop(error: unknown): Envelope | undefined {
  const failure = error instanceof HeldUnknown ? error.cause : error
  return failure instanceof KvApiError && failure.envelope ? { ...failure.envelope, result: null } : undefined
}

import type { Entry } from '../entries/entry.ts'
import { InvalidValue } from '../shared/diagnostics.ts'
import { closest, listed } from '../shared/similar.ts'
import { quoted } from '../shared/text.ts'
import { ApiFailure } from './api-failure.ts'
import { KvApiError } from './envelope.ts'
import { type HeldValue, Namespace } from './namespace.ts'
import type { ListedKey } from './listing.ts'
import { assumeNamespace, type NamespaceInfo } from './target.ts'
import type { Transport } from './transport.ts'

/** The smallest limit that a listing accepts. */
const FEWEST_LISTED = 10

/**
 * A namespace of the local explorer of `wrangler dev`. It has no account. In wrangler 4.164, some operations are
 * incomplete: a single write drops the TTL, and there is no request for the metadata of one key.
 */
export class ExplorerNamespace extends Namespace {
  constructor(transport: Transport, id: string) {
    super(transport, '', id)
  }

  override canPut({ metadata, expiry }: Entry): boolean {
    return metadata === undefined && !expiry
  }

  override async getMetadata(key: string): Promise<unknown> {
    const found = await this.#find(key)
    return found && (found.metadata ?? null)
  }

  override async getValue(key: string): Promise<HeldValue | undefined> {
    try {
      return await super.getValue(key)
    } catch (error) {
      // Its errors have one generic code, 10000, in some versions.
      if (error instanceof KvApiError && error.status === 404) return undefined
      throw error
    }
  }

  async #find(key: string): Promise<ListedKey | undefined> {
    const { keys } = await this.listKeys(key, '', FEWEST_LISTED, true)
    return keys.find(({ name }) => name === key)
  }
}

/**
 * Returns the namespace of the explorer with this title, which is its binding, or with this ID.
 *
 * @throws InvalidValue when there is none, naming those that there are
 * @throws what `Retry.run` throws
 */
export async function findExplorerNamespace(transport: Transport, name: string): Promise<NamespaceInfo> {
  const path = '/storage/kv/namespaces'
  const { result } = await transport.retry.run(() => transport.send({ method: 'GET', path }))
  const namespaces = Array.isArray(result) ? result.map(parseItem) : [undefined]
  const known = namespaces.filter((namespace) => namespace !== undefined)
  if (known.length < namespaces.length) {
    throw new ApiFailure('the local explorer answered a listing of namespaces with an unexpected response')
  }
  const found = known.find(({ title }) => title === name) ?? known.find(({ id }) => id === name)
  if (found) return found
  const titles = known.map(({ title }) => title)
  const others = titles.length > 0 ? `it has ${listed(closest(name, titles, titles.length))}` : 'it has none'
  throw new InvalidValue(`${quoted(name)} is not a KV binding or ID of the Worker that wrangler dev runs: ${others}`)
}

/** IDs are free text there. */
function parseItem(item: unknown): NamespaceInfo | undefined {
  const { id, title } = (item ?? {}) as { readonly id?: unknown; readonly title?: unknown }
  if (typeof id !== 'string' || typeof title !== 'string') return undefined
  return { ...assumeNamespace(id), title }
}

import type { Entry } from '../entries/entry.ts'
import { KvApiError } from './envelope.ts'
import { type HeldValue, Namespace } from './namespace.ts'
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
    const { keys } = await this.listKeys(key, '', FEWEST_LISTED, true)
    const found = keys.find(({ name }) => name === key)
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
}

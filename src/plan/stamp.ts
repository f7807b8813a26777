import { createHash } from 'node:crypto'
import { utf8Length } from '../shared/text.ts'

/** The property of a key's metadata that holds the stamp. No metadata of a user may have it. */
export const STAMP_NAME = 'kv-put-action'

/** What a key carries in its metadata: who wrote it, and what. Any write without it takes it away. */
export interface Stamp {
  /** `owner/name` in lower case, empty outside of a workflow. */
  readonly repository: string
  /** Of value, metadata and expiry: 22 characters of base64url. */
  readonly digest: string
}

/** Returns a stamp as it is stored: `octo/site 0Yp…`. */
export function formatStamp({ repository, digest }: Stamp): string {
  return `${repository} ${digest}`
}

/** Returns the stamp in a key's metadata, undefined when there is none. */
export function parseStamp(metadata: unknown): Stamp | undefined {
  if (typeof metadata !== 'object' || metadata === null || !Object.hasOwn(metadata, STAMP_NAME)) return undefined
  const text = (metadata as Readonly<Record<string, unknown>>)[STAMP_NAME]
  if (typeof text !== 'string') return undefined
  return /^(?<repository>\S*) (?<digest>[\w-]{22})$/.exec(text)?.groups as Stamp | undefined
}

// Another encoding must have another name, or keys that differ could seem to be the same.
const VERSION = 'kv-put-action 1'

/** Characters of a digest as a stamp holds it. */
export const DIGEST_CHARACTERS = 22

/**
 * Takes a digest of what a key has. Each part goes with its length in bytes before it, so that no two of them can be
 * taken for two others. It is the same in every version: else every key would be written again.
 */
export class Digest {
  readonly #hash = createHash('sha256')

  /**
   * @param expiry seconds since the UNIX epoch, `+` and seconds from the time of the write, or empty for never
   * @param metadata JSON text without the stamp, empty for none
   * @param size bytes of the value that is to follow
   */
  constructor(expiry: string, metadata: string, size: number) {
    for (const text of [VERSION, expiry, metadata]) this.#hash.update(`${utf8Length(text)}:${text}`)
    this.#hash.update(`${size}:`)
  }

  /** Takes the next bytes of the value. */
  update(bytes: Uint8Array): void {
    this.#hash.update(bytes)
  }

  /** Returns the first 22 characters of the SHA-256 in base64url, 132 bits. Can be called once. */
  finish(): string {
    return this.#hash.digest('base64url').slice(0, DIGEST_CHARACTERS)
  }
}

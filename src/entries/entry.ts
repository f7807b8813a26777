import type { Location } from '../shared/diagnostics.ts'
import type { Expiry } from './expiry.ts'
import type { Metadata } from './metadata.ts'

/** What tells a file from another that has taken its place, or from itself after a change, as `stat` has it. */
export interface FileIdentity {
  readonly dev: number
  readonly ino: number
  readonly mtimeMs: number
}

/**
 * The bytes to store under a key: in hand, or in a file that is read when they are sent, if it still has the identity with
 * which it was checked. `size` is in bytes.
 */
export type Value =
  | { readonly bytes: Uint8Array; readonly size: number }
  | { readonly path: string; readonly size: number; readonly identity?: FileIdentity }

/** What an entry has besides its key and value. */
export interface EntryDefaults {
  readonly metadata?: Metadata
  readonly expiry?: Expiry
}

/** One key-value pair to store. */
export interface Entry extends EntryDefaults {
  readonly key: string
  readonly value: Value
  /** Where the value comes from, as reports name it: an input, or a file's path relative to the workspace. */
  readonly source: string
  /** The place in the workspace to annotate when this entry fails. */
  readonly location?: Location
}

/** Returns the bytes of all values. */
export function totalBytes(entries: readonly Entry[]): number {
  return entries.reduce((sum, { value }) => sum + value.size, 0)
}

/** What the inputs say of every entry. */
export interface Shape {
  /** Put before every key. */
  readonly keyPrefix: string
  /** For entries that don't have their own. */
  readonly defaults: EntryDefaults
}

import { InvalidValue, type Location } from '../shared/diagnostics.ts'
import type { Value } from '../shared/value.ts'
import type { Expiry } from './expiry.ts'
import type { Metadata } from './metadata.ts'
import type { Workspace } from './workspace.ts'

/** What an entry has besides its key and value. */
export interface EntryDefaults {
  readonly metadata?: Metadata
  readonly expiry?: Expiry
}

/** The settings that an entry of a list, or the inputs, give. */
export interface GivenSettings {
  /** `null`: no metadata, not even the default. */
  readonly metadata?: Metadata | null | undefined
  /** Seconds since the UNIX epoch. */
  readonly expiration?: number | undefined
  /** Seconds from the write. Takes precedence over `expiration`, as in the API. */
  readonly expirationTtl?: number | undefined
}

/** Returns the settings of an entry: its own take precedence over the defaults. */
export function applyDefaults(own: GivenSettings, defaults: EntryDefaults = {}): EntryDefaults {
  const { expiration, expirationTtl } = own
  const metadata = own.metadata === undefined ? defaults.metadata : own.metadata
  const ownExpiry = expirationTtl === undefined ? expiration !== undefined && { expiration } : { expirationTtl }
  const expiry = ownExpiry || defaults.expiry
  return { ...(metadata != null && { metadata }), ...(expiry && { expiry }) }
}

/** One key-value pair to store. */
export interface Entry extends EntryDefaults {
  readonly key: string
  readonly value: Value
  /** Where the value comes from, as reports name it: an input, or a file's path relative to the workspace. */
  readonly source: string
  /** The place in the workspace to annotate when this entry fails. */
  readonly location?: Location
  /** Digest of value, metadata and expiry for the stamp; absent until it is taken. */
  readonly digest?: string
}

/** A key to delete. */
export interface Deletion {
  readonly key: string
  /** Why it is deleted: `prune`, or the line of a list that says so. */
  readonly source: string
  /** The place in the workspace to annotate when this deletion fails. */
  readonly location?: Location
  // Only an entry has these. TypeScript tells a deletion from an entry by them.
  readonly value?: never
  readonly expiry?: never
}

/** What the inputs select: pairs to write and keys to delete, each in the order in which they are reported. */
export interface Selected {
  readonly entries: readonly Entry[]
  readonly deletions: readonly Deletion[]
  /** ID of the namespace that is restored, when the selection is a backup. */
  readonly backupOf?: string
}

/** Returns the size of all values together, in bytes. */
export function totalBytes(entries: readonly Entry[]): number {
  return entries.reduce((sum, { value }) => sum + value.size, 0)
}

/** What the inputs say of every entry. */
export interface EntrySettings {
  /** Put before every key. */
  readonly keyPrefix: string
  /** For entries that don't have their own. */
  readonly defaults: EntryDefaults
}

/** A file to publish, and the key to publish it under. */
export interface KeyedFile {
  readonly key: string
  readonly path: string
}

/**
 * Returns the entry that stores the bytes of a file. When the file can't be published, calls `refuse` and returns the entry
 * with a size of 0: nothing is sent then, but the report still names its key.
 */
export function fileEntry(
  { key, path }: KeyedFile,
  defaults: EntryDefaults,
  workspace: Workspace,
  refuse: (error: InvalidValue, entry: Entry) => void
): Entry {
  const source = workspace.display(path)
  const origin = { key, source, location: { file: source } }
  try {
    return { ...defaults, ...origin, value: workspace.file(path) }
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
    const entry = { ...defaults, ...origin, value: { path, size: 0 } }
    refuse(error, entry)
    return entry
  }
}

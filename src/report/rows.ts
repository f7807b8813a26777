import type { Entry } from '../entries/entry.ts'
import { formatBytes, formatDuration, formatInstant } from '../shared/text.ts'
import { code } from './html.ts'
import type { ReportRecord } from './report.ts'

/** The first line of each table. Its columns are those of `tableRow`. */
export const TABLE_HEAD = '<table><tr><th>Status</th><th>Key</th><th>Source</th><th>Size</th><th>Expiry</th></tr>'

/** The last line of each table. */
export const TABLE_END = '</table>'

/** What a row depends on besides its key. */
export interface RowContext {
  /** Sizes of the values that the namespace held, where they are known. */
  readonly heldSizes: ReadonlyMap<string, number> | undefined
  /** Whether it is known when keys expire. It is not when the inputs have a problem, which may be that of `ttl`. */
  readonly hasExpiry: boolean
}

/** Returns the row of a key. */
export function tableRow({ entry, status }: ReportRecord, { heldSizes, hasExpiry }: RowContext): string {
  const { key, value, expiry, source } = entry
  const size = describeSizes(heldSizes?.get(key), value?.size)
  const cells = [
    status,
    code(key),
    source === 'prune' ? 'no longer planned' : code(source),
    size,
    value && hasExpiry ? describeExpiry(expiry) : ''
  ]
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
}

/** The size that a key had, and the one that it has now. */
function describeSizes(held: number | undefined, size: number | undefined): string {
  const sizes = [held, ...(size === held ? [] : [size])].filter((bytes) => bytes !== undefined)
  return sizes.map((bytes) => formatBytes(bytes).replace(' ', '&nbsp;')).join(' → ')
}

function describeExpiry(expiry: Entry['expiry']): string {
  if (!expiry) return 'never'
  return 'expirationTtl' in expiry
    ? `${formatDuration(expiry.expirationTtl)} after the write`
    : formatInstant(expiry.expiration)
}

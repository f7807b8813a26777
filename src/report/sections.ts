import { PRUNED } from '../plan/change.ts'
import { statusWord } from '../publish/outcome.ts'
import { fitting, formatBytes, formatCount, formatDuration, formatInstant, utf8Length } from '../shared/text.ts'
import { code } from './html.ts'
import type { Report, ReportRecord } from './report.ts'

/** What happened, or would happen, to a number of keys. */
interface Kind {
  readonly mark: string
  readonly name: string
  /** Failures and deletions are bold. */
  readonly isBold: boolean
  /** Whether many of them are shown only on a click. */
  readonly isFoldable: boolean
}

const failure = (name: string): Kind => ({ mark: '✗', name, isBold: true, isFoldable: false })
const deletion = (name: string): Kind => ({ mark: '−', name, isBold: true, isFoldable: false })
const other = (mark: string, name: string): Kind => ({ mark, name, isBold: false, isFoldable: true })

/** In the order of the sections. */
const KINDS: readonly Kind[] = [
  failure('refused'),
  failure('failed'),
  failure('unknown'),
  failure('not tried'),
  deletion('to delete'),
  deletion('deleted'),
  other('~', 'changed'),
  other('+', 'new'),
  other('+', 'to write'),
  other('+', 'written'),
  other('=', 'kept'),
  other('=', 'unchanged'),
  other('=', 'checked')
]

/** Rows of one kind. The report has the others. */
const MAX_ROWS = 200

/** Causes of one kind that are shown. */
const MAX_CAUSES = 20

/** Up to this many new or changed keys are shown without a click. What stays is folded beside anything else. */
const MANY = 20

/** Room for the heading of a section that has no more rows. */
const HEADING_BYTES = 300

/**
 * Returns the keys of a report by what happened to them: failures by their cause, then deletions, changed, new and unchanged
 * keys. Rows that don't fit into `maxBytes` are counted, as are those after the first 200 of a kind.
 */
export function renderSections(report: Report, maxBytes: number): string[] {
  const records = Map.groupBy(report.records, (record) => kindOf(record, report))
  const found = KINDS.flatMap((kind) => {
    const ofKind = records.get(kind.name)
    return ofKind ? [{ kind, ofKind }] : []
  })
  const lines: string[] = []
  let left = maxBytes - found.length * HEADING_BYTES
  for (const { kind, ofKind } of found) {
    const section = renderSection(kind, ofKind, report, left)
    left -= section.bytes
    lines.push(...section.lines)
  }
  return lines
}

/** Returns how many keys there are of each kind that a report has: `3 written`, `37 unchanged`. */
export function countKinds(report: Report): string[] {
  if (report.problems.length > 0 && !report.planned) return []
  const names = report.records.map((record) => nameOf(record, report))
  const inMarkOrder = ['+', '~', '−', '✗', '='].flatMap((mark) => KINDS.filter((kind) => kind.mark === mark))
  return inMarkOrder.flatMap(({ name }) => {
    const count = names.filter((other) => other === name).length
    return count > 0 ? [`${formatCount(count)} ${name}`] : []
  })
}

/** Returns what happened to a key. A plan that was not carried out has what it would do. */
function nameOf(record: ReportRecord, { problems }: Report): string {
  return statusWord(problems.length > 0 && record.planned ? { status: record.planned } : record)
}

/** A written key is shown as a new or a changed one, where that is known. */
function kindOf(record: ReportRecord, report: Report): string {
  const { status, planned } = record
  return status === 'written' && planned && planned !== 'to-write' ? planned : nameOf(record, report)
}

interface Rendered {
  readonly lines: readonly string[]
  readonly bytes: number
}

function renderSection(kind: Kind, records: readonly ReportRecord[], report: Report, maxBytes: number): Rendered {
  const heading = `${kind.mark} ${formatCount(records.length)} ${kind.name}`
  const isAside = kind.mark === '=' && records.length < report.records.length
  const isFolded = isAside || (kind.isFoldable && records.length > MANY)
  const lines = [isFolded ? `<details><summary>${heading}</summary>` : `<h3>${heading}</h3>`]
  let shown = 0
  let bytes = 0
  const causes = Map.groupBy(records.slice(0, MAX_ROWS), ({ error = '' }) => error)
  for (const [cause, affected] of [...causes].slice(0, MAX_CAUSES)) {
    const table = renderTable(kind, cause, affected, report, maxBytes - bytes)
    if (table.rows === 0) break
    lines.push(...table.lines)
    bytes += table.bytes
    shown += table.rows
  }
  const rest = records.length - shown
  if (rest > 0) lines.push(`<p>The report lists ${formatCount(rest)} more.</p>`)
  if (isFolded) lines.push('</details>')
  return { lines, bytes }
}

interface Column {
  readonly name: string
  readonly cell: (record: ReportRecord, report: Report) => string
}

const COLUMNS: readonly Column[] = [
  { name: 'Size', cell: sizeCell },
  { name: 'Expiry', cell: expiryCell },
  { name: 'Source', cell: ({ entry: { source } }) => (source === PRUNED ? PRUNED : code(source)) }
]

/** Returns the keys that have one cause. What is the same for all of them stands above the table. */
function renderTable(
  kind: Kind,
  cause: string,
  records: readonly ReportRecord[],
  report: Report,
  maxBytes: number
): Rendered & { readonly rows: number } {
  const columns = COLUMNS.map(({ name, cell }) => ({ name, cells: records.map((record) => cell(record, report)) }))
  const same = columns.filter(({ cells }) => cells.every((cell) => cell === cells[0]))
  const shown = records.length > 1 ? columns.filter((column) => !same.includes(column)) : columns.filter(isTelling)
  const common = same.filter((column) => isTelling(column) && !shown.includes(column))
  const remarks = [
    ...(cause === '' ? [] : [code(cause)]),
    ...common.map(({ name, cells }) => `${name}: ${cells[0] ?? ''}`)
  ]
  const head = [
    ...(remarks.length > 0 ? [`<p>${remarks.join('<br>')}</p>`] : []),
    `<table><tr>${['Key', ...shown.map(({ name }) => name)].map((name) => `<th align="left">${name}</th>`).join('')}</tr>`
  ]
  const bytesOf = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + utf8Length(line) + 1, 0)
  const frame = bytesOf([...head, '</table>'])
  const all = records.map((record, index) => {
    const key = keyCell(record, kind)
    return `<tr>${[key, ...shown.map(({ cells }) => cells[index] ?? '')].map((cell) => `<td>${cell}</td>`).join('')}</tr>`
  })
  const rows = fitting(all, (row) => row, maxBytes - frame)
  return { lines: [...head, ...rows, '</table>'], bytes: frame + bytesOf(rows), rows: rows.length }
}

function isTelling({ cells }: { readonly cells: readonly string[] }): boolean {
  return cells[0] !== '' && cells[0] !== NEVER
}

function keyCell({ entry: { key, value }, isForeign }: ReportRecord, { mark, isBold }: Kind): string {
  return [
    isBold ? `<b>${code(key)}</b>` : code(key),
    ...(mark === '✗' && !value ? ['to delete'] : []),
    ...(isForeign && mark !== '=' ? ['not written by this set'] : [])
  ].join(' ')
}

/** The size that a value had, and the one that it has now. */
function sizeCell({ entry: { key, value } }: ReportRecord, { backup }: Report): string {
  const held = backup?.heldSizes.get(key)
  const sizes = [held, ...(value?.size === held ? [] : [value?.size])].filter((bytes) => bytes !== undefined)
  return sizes.map((bytes) => formatBytes(bytes).replace(' ', '&nbsp;')).join(' → ')
}

const NEVER = 'never'

function expiryCell({ entry: { value, expiry } }: ReportRecord): string {
  if (!expiry) return value ? NEVER : ''
  return 'expirationTtl' in expiry
    ? `${formatDuration(expiry.expirationTtl)} after the write`
    : formatInstant(expiry.expiration)
}

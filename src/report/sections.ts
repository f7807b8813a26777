import { counted, formatCount, utf8Length } from '../shared/text.ts'
import { code } from './html.ts'
import type { Report, ReportRecord } from './report.ts'
import { TABLE_END, TABLE_HEAD, tableRow } from './rows.ts'

/** Rows of a table, and the lines around them. */
interface Section {
  readonly before: readonly string[]
  readonly records: readonly ReportRecord[]
  /** Whether the table is shown only on a click. */
  readonly isFolded: boolean
}

/** Up to this many written, unchanged or failed keys are shown without a click. */
const MANY = 20

/** Causes that are shown; the rest is in the report. */
const MAX_CAUSES = 20

const FAILURES: readonly ReportRecord['status'][] = ['failed', 'unknown', 'not-started']
const CHANGES: readonly ReportRecord['status'][] = ['to-delete', 'deleted', 'new', 'changed', 'to-write']
const UNTOUCHED: readonly ReportRecord['status'][] = ['kept', 'unchanged', 'checked']

/**
 * Returns the tables of a summary: failures by their cause, then deletions, new, changed, written and unchanged keys. Many
 * written or unchanged keys are folded. Lines past `maxBytes` are left out, and counted.
 */
export function renderSections(report: Report, maxBytes: number): string[] {
  const heldSizes = report.backup?.heldSizes
  const context = { heldSizes, hasExpiry: report.planned !== undefined || report.problems.length === 0 }
  const lines: string[] = []
  let bytes = 0
  let shown = 0
  for (const section of sectionsOf(report)) {
    const frame = [...section.before, ...opening(section), TABLE_HEAD, TABLE_END, ...closing(section)]
    const rows: string[] = []
    let needed = frame.reduce((sum, line) => sum + utf8Length(line) + 1, bytes)
    for (const record of section.records) {
      const row = tableRow(record, context)
      needed += utf8Length(row) + 1
      if (needed > maxBytes) break
      bytes = needed
      rows.push(row)
    }
    if (rows.length === 0) break
    lines.push(...section.before, ...opening(section), TABLE_HEAD, ...rows, TABLE_END, ...closing(section))
    shown += rows.length
    if (rows.length < section.records.length) break
  }
  const rest = report.records.length - shown
  return rest > 0 ? [...lines, `<p>The report lists ${counted(rest, 'more key')}.</p>`] : lines
}

function sectionsOf(report: Report): Section[] {
  const { records, planned } = report
  const of = (statuses: readonly string[]): ReportRecord[] =>
    statuses.flatMap((wanted) => records.filter(({ status }) => status === wanted))
  // Without a plan, the problems are listed above, and each would be repeated here.
  const failures = planned ? causesOf(of(FAILURES)) : []
  const groups = [...(planned ? [] : [of(FAILURES)]), of(['written']), of(UNTOUCHED)]
  const few = groups.filter(({ length }) => length <= MANY)
  const many = groups.filter(({ length }) => length > MANY)
  const sections: Section[] = [
    ...failures,
    {
      before: failures.length > 0 ? ['<p>The other keys:</p>'] : [],
      records: [...of(CHANGES), ...few.flat()],
      isFolded: false
    },
    ...many.map((found) => ({ before: [], records: found, isFolded: true }))
  ]
  return sections.filter((section) => section.records.length > 0)
}

/** Failed keys, one section for each cause. */
function causesOf(failures: readonly ReportRecord[]): Section[] {
  const causes = Map.groupBy(failures, ({ error = '' }) => error)
  return [...causes.values()].slice(0, MAX_CAUSES).map((failed) => {
    const error = failed[0]?.error
    const cause = error === undefined ? '' : `: ${code(error)}`
    return {
      before: [`<p><b>${describeFailures(failed)}</b>${cause}</p>`],
      records: failed,
      isFolded: failed.length > MANY
    }
  })
}

function describeFailures(failed: readonly ReportRecord[]): string {
  const keys = counted(failed.length, 'key')
  const isOneStatus = failed.every(({ status }) => status === failed[0]?.status)
  const text = isOneStatus ? `${keys} ${failed[0]?.status}` : `${keys}: ${countStatuses(failed).join(', ')}`
  return text.replaceAll('not-started', 'not started')
}

/** Counts records by their status: `2 failed`. */
function countStatuses(records: readonly ReportRecord[]): string[] {
  const statuses = Map.groupBy(records, ({ status }) => status)
  return [...statuses].map(([status, { length }]) => `${formatCount(length)} ${status}`)
}

function opening({ isFolded, records }: Section): string[] {
  if (!isFolded) return []
  return [`<details><summary>${countStatuses(records).join(', ')}</summary>`]
}

function closing({ isFolded }: Section): string[] {
  return isFolded ? ['</details>'] : []
}

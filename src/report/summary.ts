import * as core from '@actions/core'
import type { Diagnostic } from '../shared/diagnostics.ts'
import type { Entry } from '../entries/entry.ts'
import {
  fitting,
  formatBytes,
  formatCount,
  formatDuration,
  formatInstant,
  printable,
  shortened,
  utf8Length
} from '../shared/text.ts'
import { countChanges } from '../plan/counts.ts'
import type { RunContext } from './context.ts'
import { MAX_PROBLEMS } from './failure-message.ts'
import type { Report, ReportRecord, Totals } from './report.ts'
import { checkRegularFile } from './runner-file.ts'

// The runner drops a summary of more than 1 MiB whole.
const MAX_BYTES = 900 * 1024

/**
 * Appends the report to the job's summary.
 *
 * @throws Error when the summary is no regular file, or cannot be written
 */
export async function writeSummary(report: Report, context: RunContext): Promise<void> {
  checkRegularFile('GITHUB_STEP_SUMMARY')
  await core.summary.addRaw(renderSummary(report, context), true).write()
}

/**
 * Returns the report as HTML, at most `maxBytes` and some 350 bytes long. It has no blank line, at which Markdown would
 * begin to be read, and shows what comes from files and the service as code, in which GitHub links nothing.
 */
export function renderSummary(report: Report, context: RunContext = {}, maxBytes = MAX_BYTES): string {
  const { namespaceId, problems, records, ended, cancelledBy, defect } = report
  const head = [
    `<h2>Workers KV: ${heading(report)}</h2>`,
    `<p>${[`Namespace ${namespaceName(namespaceId, context)}`, ...links(context)].join(', ')}</p>`,
    ...(cancelledBy === undefined ? [] : [`<p>Cancelled by ${cancelledBy}.${unwritten(report)}</p>`]),
    ...(ended === undefined ? [] : [`<p>The run ended early: ${code(ended)}</p>`]),
    ...(defect === undefined ? [] : [`<p>It is not known what was written: ${code(defect)}</p>`])
  ]
  head.push(...problemList(problems, maxBytes - utf8Length(head.join('\n'))))
  return [...head, ...tables(records, maxBytes - utf8Length(head.join('\n')))].join('\n')
}

/** An ID tells little to who knows the namespace by its title or a binding. */
function namespaceName(id: string, { namespace = '' }: RunContext): string {
  if (!id || !namespace || namespace.toLowerCase() === id) return code(id || namespace || 'unknown')
  return `${code(namespace)} (${code(id)})`
}

function links({ commit, runUrl }: RunContext): string[] {
  return [
    ...(commit
      ? [
          `commit <a href="${escapeHtml(`${commit.repositoryUrl}/commit/${commit.sha}`)}">${code(commit.sha.slice(0, 7))}</a>`
        ]
      : []),
    ...(runUrl === undefined ? [] : [`<a href="${escapeHtml(runUrl)}">run</a>`])
  ]
}

function heading({ dryRun, totals, planned, records, defect }: Report): string {
  if (defect !== undefined) return 'unexpected error'
  return dryRun && planned ? `planned: ${countChanges(records)}` : countTotals(totals)
}

function countTotals({ written, unchanged, kept, deleted, failed }: Totals): string {
  const counts = { unchanged, kept, deleted, failed }
  const others = Object.entries(counts).filter(([, count]) => count > 0)
  return [['written', written] as const, ...others].map(([name, count]) => `${formatCount(count)} ${name}`).join(', ')
}

/** What a reader must look after: keys that may have been written, and those that were not. */
function unwritten({ totals, records }: Report): string {
  if (totals.failed === 0) return ''
  const count = (wanted: ReportRecord['status']): number => records.filter(({ status }) => status === wanted).length
  const were = (number: number): string => `${formatCount(number)} ${number === 1 ? 'was' : 'were'}`
  const sent = `${were(count('unknown'))} sent but not answered, and ${were(count('not-started'))} not sent`
  return ` Of the keys that were not written, ${formatCount(count('failed'))} failed, ${sent}.`
}

function problemList(problems: readonly Diagnostic[], maxBytes: number): string[] {
  if (problems.length === 0) return []
  const items = fitting(problems.slice(0, MAX_PROBLEMS), ({ message }) => `<li>${code(message)}</li>`, maxBytes)
  const rest = problems.length - items.length
  const more = rest > 0 ? [`<li>and ${formatCount(rest)} more</li>`] : []
  return ['<p>Nothing was written:</p>', '<ul>', ...items, ...more, '</ul>']
}

const TABLE_HEAD = '<table><tr><th>Key</th><th>Source</th><th>Size</th><th>Expiry</th><th>Status</th></tr>'

const STATUSES: readonly ReportRecord['status'][] = [
  ...(['failed', 'unknown', 'not-started'] as const),
  ...(['to-delete', 'new', 'changed', 'to-write'] as const),
  ...(['deleted', 'written', 'kept', 'unchanged'] as const)
]

/**
 * Failures come first: they are what a reader looks for, and what must not be cut. Keys that are unchanged are the last,
 * and folded away: there may be thousands for one that a reader looks for.
 */
function tables(records: readonly ReportRecord[], maxBytes: number): string[] {
  const sorted = records.toSorted((a, b) => rank(a) - rank(b))
  const rows = fitting(sorted, tableRow, maxBytes)
  const changes = records.filter(({ status }) => status !== 'unchanged').length
  const unchanged = table(rows.slice(changes))
  const title = `<details><summary>${formatCount(records.length - changes)} unchanged</summary>`
  const rest = records.length - rows.length
  return [
    ...table(rows.slice(0, changes)),
    ...(unchanged.length > 0 ? [title, ...unchanged, '</details>'] : []),
    ...(rest > 0 ? [`<p>and ${formatCount(rest)} more, in the report</p>`] : [])
  ]
}

function table(rows: readonly string[]): string[] {
  return rows.length > 0 ? [TABLE_HEAD, ...rows, '</table>'] : []
}

function rank({ status }: ReportRecord): number {
  return STATUSES.indexOf(status)
}

function tableRow({ entry: { key, source, value, expiry }, status, error }: ReportRecord): string {
  const state = error === undefined ? status : `${status}: ${code(error)}`
  const size = value ? formatBytes(value.size).replace(' ', '&nbsp;') : ''
  const cells = [code(key), code(source), size, value ? describeExpiry(expiry) : '', state]
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
}

function describeExpiry(expiry: Entry['expiry']): string {
  if (!expiry) return 'never'
  return 'expirationTtl' in expiry
    ? `${formatDuration(expiry.expirationTtl)} after the write`
    : formatInstant(expiry.expiration)
}

function code(text: string): string {
  // An empty cell breaks the table, and an empty key is a failure to show.
  return `<code>${escapeHtml(printable(shortened(text === '' ? '(empty)' : text, MAX_CELL)))}</code>`
}

const MAX_CELL = 1000

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

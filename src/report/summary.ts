import * as core from '@actions/core'
import type { Diagnostic } from '../shared/diagnostics.ts'
import { fitting, formatCount, utf8Length } from '../shared/text.ts'
import { countChanges } from '../plan/counts.ts'
import { MAX_PROBLEMS } from './failure-message.ts'
import { code, link } from './html.ts'
import { DRY_RUN, type Report, type ReportRecord, type Totals } from './report.ts'
import { renderSections } from './sections.ts'
import { renderValues } from './values.ts'

// The runner drops a summary of more than 1 MiB.
const MAX_BYTES = 900 * 1024

/** What a reader needs to know besides the report. What is not known is left out. */
export interface RunContext {
  /** The input `namespace` as it was given: an ID, a binding or a title. */
  readonly namespace?: string | undefined
  /** The commit that is published, or the head of the pull request. */
  readonly commit?: { readonly sha: string; readonly url: string } | undefined
  /** URL of the workflow run, where the report is shown outside of it. */
  readonly runUrl?: string | undefined
}

/** Returns a commit of the repository with its URL; undefined outside of a workflow. */
export function commitOf(sha: string | undefined): RunContext['commit'] {
  const url = repositoryUrl()
  return url && sha ? { sha, url: `${url}/commit/${sha}` } : undefined
}

/** Returns the URL of the repository, such as `https://github.com/octo/site`; undefined outside of a workflow. */
export function repositoryUrl(): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env
  return server && repository ? `${server}/${repository}` : undefined
}

/** Appends the report to the job's summary. */
export async function writeSummary(report: Report, context: RunContext): Promise<void> {
  await core.summary.addRaw(renderSummary(report, context), true).write()
}

/**
 * Returns the report as HTML of at most `maxBytes` and some 500 bytes more. It has no blank line, since GitHub would
 * read the lines after it as Markdown. Text of files and of the API appears as code, in which GitHub makes no links.
 */
export function renderSummary(report: Report, context: RunContext = {}, maxBytes = MAX_BYTES): string {
  const { problems, ended, cancelledBy, defect, restores } = report
  const head = [
    `<h2>Workers KV: ${heading(report)}</h2>`,
    `<p>${[`Namespace ${namespaceName(report, context)}`, ...links(context)].join(', ')}</p>`,
    ...(restores === undefined ? [] : [`<p>This run restores the backup ${code(restores)}.</p>`]),
    ...(cancelledBy === undefined ? [] : [`<p>Cancelled by ${cancelledBy}.${unwritten(report)}</p>`]),
    ...(ended === undefined ? [] : [`<p>The run ended early${reasonOf(ended, report)}</p>`]),
    ...(defect === undefined
      ? []
      : [
          `<p>It is not known what was written: ${code(defect)} Report this error in the action, with the log of the step.</p>`
        ])
  ]
  head.push(...problemList(problems, maxBytes - utf8Length(head.join('\n'))))
  const sections = renderSections(report, maxBytes - utf8Length(head.join('\n')))
  const lines = [...head, ...sections]
  return [...lines, ...renderValues(report.values, maxBytes - utf8Length(lines.join('\n')))].join('\n')
}

/** Names the namespace by its title, or as it was given, since few readers know it by its ID. */
function namespaceName({ namespaceId: id, namespaceTitle }: Report, { namespace = '' }: RunContext): string {
  const name = namespaceTitle || namespace
  if (!id || !name || name.toLowerCase() === id) return code(id || name || 'unknown')
  return `${code(name)} (${code(id)})`
}

function links({ commit, runUrl }: RunContext): string[] {
  return [
    ...(commit ? [`commit ${link(commit.url, code(commit.sha.slice(0, 7)))}`] : []),
    ...(runUrl === undefined ? [] : [link(runUrl, 'run')])
  ]
}

function heading({ dryRun, totals, planned, records, defect }: Report): string {
  if (defect !== undefined) return 'unexpected error'
  if (!dryRun) return countTotals(totals)
  const plan = planned ? `${countChanges(records)}. ` : ''
  return `${plan}${DRY_RUN}`
}

function countTotals({ written, unchanged, kept, deleted, failed }: Totals): string {
  const counts = { unchanged, kept, deleted, failed }
  const others = Object.entries(counts).filter(([, count]) => count > 0)
  return [['written', written] as const, ...others].map(([name, count]) => `${formatCount(count)} ${name}`).join(', ')
}

/** Why the run ended early, unless a failed key below says so. */
function reasonOf(ended: string, { records }: Report): string {
  return records.some(({ error }) => error === ended) ? '.' : `: ${code(ended)}`
}

/** Counts the keys that failed, that may have been written, and that were not sent. */
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

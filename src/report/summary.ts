import * as core from '@actions/core'
import type { Diagnostic } from '../shared/diagnostics.ts'
import { counted, fitting, formatCount, utf8Length } from '../shared/text.ts'
import { code, link } from './html.ts'
import { type Report, verdictOf } from './report.ts'
import { countKinds, renderSections } from './sections.ts'
import { renderValues } from './values.ts'

// The runner drops a summary of more than 1 MiB, and has dropped some of slightly less:
// https://github.com/actions/runner/issues/4337
const MAX_BYTES = 768 * 1024

/** Problems that are listed. The report has the others. */
const MAX_PROBLEMS = 200

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
 * Returns the report as HTML of at most `maxBytes` and some 4,000 bytes more. It has no blank line, since GitHub would
 * read the lines after it as Markdown. Text of files and of the API appears as code, in which GitHub makes no links.
 */
export function renderSummary(report: Report, context: RunContext = {}, maxBytes = MAX_BYTES): string {
  const { problems, records, ended, cancelledBy, defect, restores, dryRun, planId } = report
  const head = [
    `<h2>${describeVerdict(report)}</h2>`,
    ...(dryRun ? ['<p>Dry run: nothing was written.</p>'] : []),
    `<p>${describeRun(report, context).join(', ')}</p>`,
    ...(planId === undefined ? [] : [`<p>plan-id ${code(planId)}</p>`]),
    ...(restores === undefined ? [] : [`<p>This run restores the backup ${code(restores)}.</p>`]),
    ...(cancelledBy === undefined ? [] : [`<p>Cancelled by ${cancelledBy}.</p>`]),
    ...(ended === undefined || records.some(({ error }) => error === ended)
      ? []
      : [`<p>The run ended early: ${code(ended)}</p>`]),
    ...(defect === undefined
      ? []
      : [
          `<p>It is not known what was written: ${code(defect)} Report this error in the action, with the log of the step.</p>`
        ])
  ]
  head.push(...problemList(problems, maxBytes - utf8Length(head.join('\n'))))
  // Without a plan, the problems name the keys that have one.
  const hasKeys = report.planned !== undefined || problems.length === 0
  const left = maxBytes - utf8Length(head.join('\n'))
  const sections = hasKeys ? renderSections(report, report.values ? left / 2 : left) : []
  return [...head, ...sections, ...renderValues(report.values, left - utf8Length(sections.join('\n')))].join('\n')
}

/** Returns what the run did, and to how many keys: `Published: 3 written, 37 unchanged`. */
export function describeVerdict(report: Report): string {
  const { problems } = report
  const counts = [...(problems.length > 0 ? [counted(problems.length, 'problem')] : []), ...countKinds(report)]
  return [verdictOf(report), ...(counts.length > 0 ? [counts.join(', ')] : [])].join(': ')
}

/** Names the namespace by its title, or as it was given, since few readers know it by its ID. */
function describeRun({ namespaceId: id, namespaceTitle }: Report, context: RunContext): string[] {
  const { namespace = '', commit, runUrl } = context
  const name = namespaceTitle || namespace
  const isNamed = name !== '' && name.toLowerCase() !== id
  return [
    `Workers KV namespace ${isNamed && id ? `${code(name)} (${code(id)})` : code(id || name || 'unknown')}`,
    ...(commit ? [`commit ${link(commit.url, code(commit.sha.slice(0, 7)))}`] : []),
    ...(runUrl === undefined ? [] : [link(runUrl, 'run')])
  ]
}

function problemList(problems: readonly Diagnostic[], maxBytes: number): string[] {
  if (problems.length === 0) return []
  const items = fitting(problems.slice(0, MAX_PROBLEMS), ({ message }) => `<li>${code(message)}</li>`, maxBytes)
  const rest = problems.length - items.length
  const more = rest > 0 ? [`<li>and ${formatCount(rest)} more: see the report</li>`] : []
  return [`<h3>✗ ${counted(problems.length, 'problem')}</h3>`, '<ul>', ...items, ...more, '</ul>']
}

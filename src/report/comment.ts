import { readFile } from 'node:fs/promises'
import * as core from '@actions/core'
import { hideSecrets } from '../shared/secrets.ts'
import { printable, quoted, shortened, utf8Length } from '../shared/text.ts'
import { connectGithub, type Octokit } from './github.ts'
import type { Report } from './report.ts'
import { checkRegularFile } from './runner-file.ts'
import type { RunContext } from './context.ts'
import { renderSummary } from './summary.ts'

/** Who comments, and for which environment of wrangler: both inputs as they were given. */
export interface CommentSettings {
  readonly token: string
  readonly environment: string
}

/** A pull request, which to the API is an issue. */
interface PullRequest {
  readonly owner: string
  readonly repo: string
  readonly issue_number: number
}

// GitHub refuses a comment of more than 65,536 characters.
const MAX_BYTES = 65_000

const EVENTS: readonly (string | undefined)[] = ['pull_request', 'pull_request_target']

/**
 * Has one comment with the report on the pull request that the run is for: updates the step's own, or makes it. Does
 * nothing on another event. Takes at most 30 s, and 3 s from when the run is cancelled.
 *
 * @param cancelled aborted when the run is
 * @throws Error that says what GitHub, or the way there, had against it
 */
export async function upsertComment(
  report: Report,
  context: RunContext,
  settings: CommentSettings,
  cancelled: AbortSignal
): Promise<void> {
  const event = process.env['GITHUB_EVENT_NAME']
  if (!EVENTS.includes(event)) {
    core.info(`No comment is made on the event ${quoted(event ?? '')}, only on a pull_request`)
    return
  }
  if (!settings.token) throw new Error('github-token is empty; leave it out to use the token of the job')
  const marker = commentMarker(context.namespace, settings.environment)
  const signal = timeLimit(cancelled)
  try {
    const pullRequest = await readPullRequest()
    const body = renderComment(report, { ...context, runUrl: currentRunUrl() }, marker)
    const { octokit, close } = connectGithub(settings.token, signal)
    await upsert(octokit, pullRequest, marker, body).finally(close)
  } catch (error) {
    const isLate = signal.aborted
    throw new Error(isLate ? `GitHub did not answer within ${signal.reason} s` : explain(error), { cause: error })
  }
}

// The runner kills a step that it has cancelled after 10 s.
function timeLimit(cancelled: AbortSignal): AbortSignal {
  const limit = new AbortController()
  const endIn = (seconds: number): void => {
    setTimeout(() => {
      limit.abort(seconds)
    }, seconds * 1000).unref()
  }
  endIn(30)
  if (cancelled.aborted) endIn(3)
  cancelled.addEventListener('abort', () => {
    endIn(3)
  })
  return limit.signal
}

/** Returns the report with `marker` as its first line, at most 65,536 characters in all. */
export function renderComment(report: Report, context: RunContext, marker: string): string {
  return `${marker}\n${renderSummary(report, context, MAX_BYTES - utf8Length(marker))}`
}

/** Returns a line that GitHub doesn't show, by which a step, one of a matrix too, finds its comment again. */
export function commentMarker(namespace = '', environment = ''): string {
  const { GITHUB_WORKFLOW: workflow = '', GITHUB_JOB: job = '', GITHUB_ACTION: step = '' } = process.env
  const names = [workflow, job, step, namespace, environment]
  return `<!-- kv-put-action: ${names.map((name) => encodeURIComponent(shortened(hideSecrets(name), 200))).join('/')} -->`
}

function currentRunUrl(): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = process.env
  return server && repository && run ? `${server}/${repository}/actions/runs/${run}` : undefined
}

async function readPullRequest(): Promise<PullRequest> {
  const { GITHUB_EVENT_PATH: path = '', GITHUB_REPOSITORY: repository = '' } = process.env
  checkRegularFile('GITHUB_EVENT_PATH')
  const event = JSON.parse(await readFile(path, 'utf8')) as { readonly pull_request?: { readonly number: number } }
  if (!event.pull_request) throw new Error('the event names no pull request')
  const [owner = '', repo = ''] = repository.split('/')
  return { owner, repo, issue_number: event.pull_request.number }
}

async function upsert(octokit: Octokit, pullRequest: PullRequest, marker: string, body: string): Promise<void> {
  const { owner, repo } = pullRequest
  const id = await findComment(octokit, pullRequest, marker)
  const { data } =
    id === undefined
      ? await octokit.rest.issues.createComment({ ...pullRequest, body })
      : await octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body })
  core.info(`${id === undefined ? 'Made' : 'Updated'} the comment ${printable(hideSecrets(data.html_url))}`)
}

async function findComment(octokit: Octokit, pullRequest: PullRequest, marker: string): Promise<number | undefined> {
  const { listComments } = octokit.rest.issues
  for await (const { data } of octokit.paginate.iterator(listComments, { ...pullRequest, per_page: 100 })) {
    const found = data.find((comment) => comment.body?.startsWith(marker) && isTrusted(comment))
    if (found) return found.id
  }
  return undefined
}

const MEMBERS = ['OWNER', 'MEMBER', 'COLLABORATOR']

/** A stranger can copy a marker, so that the report would stand under a stranger's name. */
function isTrusted(comment: { readonly user: { readonly type: string } | null; author_association: string }): boolean {
  return comment.user?.type === 'Bot' || MEMBERS.includes(comment.author_association)
}

const REMEDY = 'give the job the permission pull-requests: write; for a fork, GitHub gives a token that can only read'

function explain(error: unknown): string {
  const { message, status = 0 } = error as Error & { readonly status?: number }
  const told = printable(shortened(hideSecrets(message), 500))
  return [401, 403, 404].includes(status) ? `${status} ${told}; ${REMEDY}` : told
}

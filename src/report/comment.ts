import * as core from '@actions/core'
import { type Clock, systemClock } from '../shared/clock.ts'
import { hideSecrets } from '../shared/secrets.ts'
import { counted, printable, quoted, utf8Length } from '../shared/text.ts'
import { type CommentIdentity, commentMarker } from './comment-marker.ts'
import { addComment, deleteComment, findComments, type OwnComment, updateComment } from './comments.ts'
import { currentRepositoryUrl, type RunContext } from './context.ts'
import { connectGithub, type Github } from './github.ts'
import { describeGithubError, retryGithub } from './github-retry.ts'
import { type PullRequest, readPullRequest } from './pull-request.ts'
import type { Report } from './report.ts'
import { renderSummary } from './summary.ts'

/** The token that comments, and what identifies the step's comment. */
export interface CommentSettings extends CommentIdentity {
  /** GitHub token. */
  readonly token: string
}

// GitHub refuses a comment of more than 65,536 characters.
const MAX_BYTES = 65_000

const EVENTS: readonly (string | undefined)[] = ['pull_request', 'pull_request_target']

/**
 * Keeps one comment with the report on the pull request of the run: updates the step's own, or makes it. Does nothing on
 * another event. Takes at most 30 s, and 3 s after the run is cancelled.
 *
 * @param cancelled aborted when the run is cancelled
 * @throws Error that says what was wrong, and what to do about permissions
 */
export async function upsertComment(
  report: Report,
  context: RunContext,
  settings: CommentSettings,
  cancelled: AbortSignal,
  clock: Clock = systemClock
): Promise<void> {
  const event = process.env['GITHUB_EVENT_NAME']
  if (!EVENTS.includes(event)) {
    core.info(`No comment is made on the event ${quoted(event ?? '')}, only on a pull_request`)
    return
  }
  if (!settings.token) throw new Error('github-token is empty; leave it out to use the token of the job')
  const marker = commentMarker(context.namespace, settings)
  const signal = timeLimit(cancelled)
  try {
    const pullRequest = await readPullRequest()
    const body = renderComment(report, commentContext(context, pullRequest), marker)
    const github = await connectGithub(settings.token, signal)
    await retryGithub(() => upsert(github, pullRequest, marker, body), clock, signal).finally(github.close)
  } catch (error) {
    const isLate = signal.aborted
    throw new Error(isLate ? `GitHub did not answer within ${signal.reason} s` : describeGithubError(error), {
      cause: error
    })
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

/** `GITHUB_SHA` is the merge commit, which no reader of the pull request knows. */
function commentContext(context: RunContext, { headSha }: PullRequest): RunContext {
  const repositoryUrl = currentRepositoryUrl()
  const run = process.env['GITHUB_RUN_ID']
  return {
    ...context,
    ...(headSha !== undefined && repositoryUrl && { commit: { sha: headSha, repositoryUrl } }),
    runUrl: repositoryUrl && run ? `${repositoryUrl}/actions/runs/${run}` : undefined
  }
}

/**
 * Can be retried as a whole. If an attempt makes a comment but gets no response, the next attempt finds that comment.
 */
async function upsert(github: Github, pullRequest: PullRequest, marker: string, body: string): Promise<void> {
  const { subjectId, own } = await findComments(github, pullRequest, marker)
  const [oldest] = own
  if (oldest) {
    log('Updated', await updateComment(github, oldest, body))
    await removeOthers(github, own)
    return
  }
  const added = await addComment(github, subjectId, body)
  log('Made', added)
  await mergeWithOthers(github, pullRequest, marker, body, added)
}

/** Another run of this step may have made a comment at the same time. */
async function mergeWithOthers(
  github: Github,
  pullRequest: PullRequest,
  marker: string,
  body: string,
  added: OwnComment
): Promise<void> {
  const { own } = await findComments(github, pullRequest, marker)
  const [oldest] = own
  if (oldest && oldest.id !== added.id) await updateComment(github, oldest, body)
  await removeOthers(github, own)
}

async function removeOthers(github: Github, [, ...others]: readonly OwnComment[]): Promise<void> {
  // The other run may have deleted it already.
  for (const other of others) await deleteComment(github, other).catch(() => undefined)
  if (others.length > 0) core.info(`Deleted ${counted(others.length, 'duplicate')} of the comment`)
}

function log(what: string, { url }: OwnComment): void {
  core.info(`${what} the comment ${printable(hideSecrets(url))}`)
}

import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import * as core from '@actions/core'
import { type Clock, systemClock } from '../shared/clock.ts'
import { hideSecrets } from '../shared/secrets.ts'
import { printable, quoted, utf8Length } from '../shared/text.ts'
import { connectGithub, type Github, GithubError } from './github.ts'
import type { Report } from './report.ts'
import { commitOf, renderSummary, repositoryUrl, type RunContext } from './summary.ts'

/** The token that comments, and the inputs, as they were given, that distinguish the step's comment from others. */
export interface CommentSettings {
  /** GitHub token. */
  readonly token: string
  /** Environment of the wrangler configuration. */
  readonly environment: string
  readonly keyPrefix: string
  /** Where the pairs come from, such as `glob flags/**`. Not the pairs, which change from commit to commit. */
  readonly source: string
}

// GitHub refuses a comment of more than 65,536 characters. The summary may be 4,000 bytes longer.
const MAX_BYTES = 60_000

const EVENTS: readonly (string | undefined)[] = ['pull_request', 'pull_request_target']
const MAX_ATTEMPTS = 3
const MILLISECONDS_BETWEEN_ATTEMPTS = 1000
const MAX_MILLISECONDS = 30_000

/**
 * Keeps one comment with the report on the pull request of the run: updates the step's own, or makes it. A plan without
 * changes and problems makes none. Does nothing on another event, and in a run that was cancelled. Takes at most 30 s.
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
  if (cancelled.aborted) return
  if (!settings.token) throw new Error('github-token is empty; leave it out to use the token of the job')
  const marker = commentMarker(context.namespace, settings)
  const pullRequest = await readPullRequest()
  const body = renderComment(report, commentContext(context, pullRequest), marker)
  const { success, planned } = report
  const isWanted = !success || !planned || planned.toWrite + planned.toDelete > 0
  const signal = AbortSignal.any([cancelled, AbortSignal.timeout(MAX_MILLISECONDS)])
  const github = await connectGithub(settings.token, signal)
  try {
    await retry(() => upsert(github, pullRequest, marker, body, isWanted), clock, signal)
  } catch (error) {
    throw new Error(hideSecrets(describeError(error as Error, cancelled, signal)), { cause: error })
  } finally {
    await github.close()
  }
}

function describeError({ message }: Error, cancelled: AbortSignal, signal: AbortSignal): string {
  if (cancelled.aborted) return 'the run was cancelled'
  return signal.aborted ? 'GitHub did not answer within 30 s' : message
}

/**
 * Returns a line that GitHub does not show, by which a step finds its comment again. Jobs, steps, namespaces and the
 * settings each give another one.
 *
 * @param namespace the input as it was given
 */
export function commentMarker(namespace = '', { environment, keyPrefix, source }: CommentSettings): string {
  const { GITHUB_WORKFLOW: workflow, GITHUB_JOB: job, GITHUB_ACTION: step } = process.env
  const names = [workflow, job, step, namespace, environment, keyPrefix, source]
  return `<!-- kv-put-action ${hash('sha256', JSON.stringify(names)).slice(0, 32)} -->`
}

/** Returns the report with `marker` as its first line, at most 65,536 characters in all. */
export function renderComment(report: Report, context: RunContext, marker: string): string {
  return `${marker}\n${renderSummary(report, context, MAX_BYTES - utf8Length(marker))}`
}

interface PullRequest {
  readonly owner: string
  readonly repo: string
  readonly number: number
  /** Hash of the head commit. `GITHUB_SHA` is the merge commit, which no reader of the pull request knows. */
  readonly headSha: string | undefined
}

async function readPullRequest(): Promise<PullRequest> {
  const { GITHUB_EVENT_PATH: path = '', GITHUB_REPOSITORY: repository = '' } = process.env
  const event = JSON.parse(await readFile(path, 'utf8')) as {
    readonly pull_request?: { readonly number: number; readonly head?: { readonly sha?: string } }
  }
  if (!event.pull_request) throw new Error('the event names no pull request')
  const [owner = '', repo = ''] = repository.split('/')
  return { owner, repo, number: event.pull_request.number, headSha: event.pull_request.head?.sha }
}

function commentContext(context: RunContext, { headSha }: PullRequest): RunContext {
  const url = repositoryUrl()
  const run = process.env['GITHUB_RUN_ID']
  return {
    ...context,
    commit: commitOf(headSha) ?? context.commit,
    runUrl: url && run ? `${url}/actions/runs/${run}` : undefined
  }
}

/** Calls `attempt` until it returns, at most three times. If one makes a comment and gets no answer, the next finds it. */
async function retry(attempt: () => Promise<void>, clock: Clock, signal: AbortSignal): Promise<void> {
  for (let attempts = 1; ; attempts++) {
    try {
      await attempt()
      return
    } catch (error) {
      const isFinal = error instanceof GithubError && error.isFinal
      if (isFinal || attempts === MAX_ATTEMPTS || signal.aborted) throw error
      await clock.sleep(attempts * MILLISECONDS_BETWEEN_ATTEMPTS, signal)
    }
  }
}

/** A comment by its node ID. */
type OwnComment = Readonly<Record<'id' | 'url', string>>

/** @param isWanted whether to make the comment if there is none */
async function upsert(
  github: Github,
  pullRequest: PullRequest,
  marker: string,
  body: string,
  isWanted: boolean
): Promise<void> {
  const { subjectId, oldest } = await findComment(github, pullRequest, marker)
  if (oldest) {
    await github.query(UPDATE, { id: oldest.id, body })
    core.info(`Updated the comment ${printable(hideSecrets(oldest.url))}`)
  } else if (isWanted) {
    const { addComment } = await github.query<Added>(ADD, { subjectId, body })
    core.info(`Made the comment ${printable(hideSecrets(addComment.commentEdge.node.url))}`)
  } else core.info('No comment is made: the plan changes nothing')
}

const FIND = `query ($owner: String!, $repo: String!, $number: Int!, $cursor: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      id
      comments(first: 50, after: $cursor) {
        nodes { id url body viewerDidAuthor }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`

const ADD = `mutation ($subjectId: ID!, $body: String!) {
  addComment(input: { subjectId: $subjectId, body: $body }) { commentEdge { node { id url } } }
}`

const UPDATE = `mutation ($id: ID!, $body: String!) {
  updateIssueComment(input: { id: $id, body: $body }) { issueComment { id } }
}`

interface Added {
  readonly addComment: { readonly commentEdge: { readonly node: OwnComment } }
}

interface Found {
  readonly repository: {
    readonly pullRequest: {
      readonly id: string
      readonly comments: {
        readonly nodes: readonly (OwnComment & { readonly body: string; readonly viewerDidAuthor: boolean })[]
        readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string }
      }
    }
  }
}

/** Finds the first comment that this token made and that begins with the marker. Others can copy a marker, but not the author. */
async function findComment(
  github: Github,
  { owner, repo, number }: PullRequest,
  marker: string
): Promise<{ readonly subjectId: string; readonly oldest: OwnComment | undefined }> {
  let cursor: string | null = null
  for (;;) {
    const found: Found = await github.query(FIND, { owner, repo, number, cursor })
    const { id: subjectId, comments } = found.repository.pullRequest
    const oldest = comments.nodes.find(({ body, viewerDidAuthor }) => viewerDidAuthor && body.startsWith(marker))
    if (oldest || !comments.pageInfo.hasNextPage) return { subjectId, oldest }
    cursor = comments.pageInfo.endCursor
  }
}

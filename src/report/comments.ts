import { type Github, UnusableAnswer } from './github.ts'
import type { PullRequest } from './pull-request.ts'

/** A comment of this token. */
export interface OwnComment {
  /** Node ID. */
  readonly id: string
  readonly url: string
}

/** The comments of a step on a pull request. */
export interface FoundComments {
  /** Node ID of the pull request. */
  readonly subjectId: string
  /** The oldest first. */
  readonly own: readonly OwnComment[]
}

// 10,000 comments: an answer that always has a next page must end, too.
const MAX_PAGES = 200

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
  updateIssueComment(input: { id: $id, body: $body }) { issueComment { id url } }
}`

const DELETE = `mutation ($id: ID!) {
  deleteIssueComment(input: { id: $id }) { clientMutationId }
}`

/**
 * Returns the comments that this token made and that begin with `marker`. Others can copy a marker, but not the author.
 *
 * @throws UnusableAnswer when an answer has another form or there is no last page, and what `Github.query` throws
 */
export async function findComments(github: Github, pullRequest: PullRequest, marker: string): Promise<FoundComments> {
  const { owner, repo, number } = pullRequest
  const own: OwnComment[] = []
  let cursor: string | null = null
  for (let pages = 1; pages <= MAX_PAGES; pages++) {
    const page = parsePage(await github.query(FIND, { owner, repo, number, cursor }))
    own.push(...page.nodes.filter((node) => isOwn(node, marker)).map(parseComment))
    if (!page.hasNextPage) return { subjectId: page.subjectId, own }
    if (page.endCursor === null || page.endCursor === cursor) break
    cursor = page.endCursor
  }
  throw new UnusableAnswer('GitHub gave pages of comments without an end')
}

/** Makes a comment. */
export async function addComment(github: Github, subjectId: string, body: string): Promise<OwnComment> {
  return parseComment(at(await github.query(ADD, { subjectId, body }), 'addComment', 'commentEdge', 'node'))
}

/** Replaces the text of a comment. */
export async function updateComment(github: Github, { id }: OwnComment, body: string): Promise<OwnComment> {
  return parseComment(at(await github.query(UPDATE, { id, body }), 'updateIssueComment', 'issueComment'))
}

/** Deletes a comment. */
export async function deleteComment(github: Github, { id }: OwnComment): Promise<void> {
  await github.query(DELETE, { id })
}

interface CommentPage {
  readonly subjectId: string
  readonly nodes: readonly unknown[]
  readonly hasNextPage: boolean
  readonly endCursor: string | null
}

function parsePage(data: unknown): CommentPage {
  const pullRequest = at(data, 'repository', 'pullRequest')
  const subjectId = at(pullRequest, 'id')
  const nodes = at(pullRequest, 'comments', 'nodes')
  const hasNextPage = at(pullRequest, 'comments', 'pageInfo', 'hasNextPage')
  const endCursor = at(pullRequest, 'comments', 'pageInfo', 'endCursor') ?? null
  if (typeof subjectId !== 'string' || !Array.isArray(nodes) || typeof hasNextPage !== 'boolean') throw unexpected()
  if (endCursor !== null && typeof endCursor !== 'string') throw unexpected()
  return { subjectId, nodes, hasNextPage, endCursor }
}

function isOwn(node: unknown, marker: string): boolean {
  const body = at(node, 'body')
  return at(node, 'viewerDidAuthor') === true && typeof body === 'string' && body.startsWith(marker)
}

function parseComment(node: unknown): OwnComment {
  const [id, url] = [at(node, 'id'), at(node, 'url')]
  if (typeof id !== 'string' || typeof url !== 'string') throw unexpected()
  return { id, url }
}

/** Returns what is at a path of properties; undefined when a part of it is missing. */
function at(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce((part, name) => (part as Readonly<Record<string, unknown>> | null | undefined)?.[name], value)
}

function unexpected(): UnusableAnswer {
  return new UnusableAnswer('GitHub answered with something else than the comments of the pull request')
}

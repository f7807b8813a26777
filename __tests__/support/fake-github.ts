import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi, SUCCESS } from './fake-api.ts'

/** A comment as GitHub has it. */
export interface Comment {
  /** Node ID. */
  readonly id: string
  readonly body: string
  /** Whether the token of the request made it. */
  readonly viewerDidAuthor: boolean
}

/** A fake GitHub with the comments of one pull request, and a fake Cloudflare API that accepts every write. */
export interface FakeGithub {
  readonly api: FakeApi
  readonly url: string
  /** The comments as they are now, which a test may change. */
  readonly comments: Comment[]
  /** The requested operations, such as `addComment`, or `comments` with the page of a listing. */
  calls(): string[]
}

/** Returns a comment that was made with the token of the request, or by somebody else. */
export function comment(id: string, body: string, viewerDidAuthor = true): Comment {
  return { id, body, viewerDidAuthor }
}

/** Returns an answer that replaces the normal one, or undefined for the normal one. */
export type Refusal = (request: ReceivedRequest, operation: string) => Answer | Promise<Answer> | undefined

/** A query or mutation as it arrived. */
export interface GraphqlRequest {
  readonly query: string
  readonly variables: Readonly<Record<string, unknown>>
}

/** Starts a fake GitHub. */
export async function startFakeGithub(refusal: Refusal = () => undefined): Promise<FakeGithub> {
  const comments: Comment[] = []
  const api = await startFakeApi((request) => {
    if (request.url?.startsWith('/client/v4')) return { body: SUCCESS }
    return refusal(request, operationOf(request)) ?? answer(graphqlOf(request), comments)
  })
  const calls = (): string[] => api.requests.filter(({ url }) => url?.endsWith('/graphql')).map(operationOf)
  return { api, url: new URL(api.baseUrl).origin, comments, calls }
}

/** Returns a GraphQL error, with HTTP status 200. */
export function graphqlError(type: string | undefined, message: string, path: readonly string[] = []): Answer {
  return json({ data: null, errors: [{ ...(type !== undefined && { type }), message, path }] })
}

function graphqlOf({ body }: ReceivedRequest): GraphqlRequest {
  return JSON.parse(Buffer.from(body, 'latin1').toString()) as GraphqlRequest
}

function operationOf(request: ReceivedRequest): string {
  const { query, variables } = graphqlOf(request)
  const [, mutation] = /^mutation [^{]*\{\s*(\w+)/.exec(query) ?? []
  return mutation ?? `comments ${(variables as { cursor?: string | null }).cursor ?? '0'}`
}

function answer({ query, variables }: GraphqlRequest, comments: Comment[]): Answer {
  const { id, body, cursor } = variables as { id?: string; body?: string; cursor?: string | null }
  const index = comments.findIndex((other) => other.id === id)
  if (query.includes('addComment')) {
    const added = comment(String(comments.length + 1), body ?? '')
    comments.push(added)
    return data({ addComment: { commentEdge: { node: node(added) } } })
  }
  if (query.startsWith('query')) return data(page(comments, Number(cursor ?? 0)))
  if (index < 0) return graphqlError('NOT_FOUND', `Could not resolve to a node with the global id of '${id}'`)
  const updated = comment(id ?? '', body ?? '')
  comments.splice(index, 1, updated)
  return data({ updateIssueComment: { issueComment: node(updated) } })
}

function page(comments: readonly Comment[], from: number): object {
  const end = from + 100
  const nodes = comments.slice(from, end).map(node)
  const pageInfo = { hasNextPage: end < comments.length, endCursor: end < comments.length ? String(end) : null }
  return { repository: { pullRequest: { id: 'PR_7', comments: { nodes, pageInfo } } } }
}

function node(given: Comment): object {
  return { ...given, url: `https://github.com/fjord/shop/pull/7#issuecomment-${given.id}` }
}

function data(value: object): Answer {
  return json({ data: value })
}

function json(body: object): Answer {
  return { headers: { 'content-type': 'application/json' }, body }
}

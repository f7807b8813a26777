import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi, SUCCESS } from './fake-api.ts'

/** A comment as GitHub has it. */
export interface Comment {
  readonly id: number
  readonly body: string
  readonly user: { readonly type: string } | null
  readonly author_association: string
}

/** A GitHub that keeps the comments of one pull request, and a Cloudflare beside it that takes every write. */
export interface FakeGithub {
  readonly api: FakeApi
  readonly url: string
  /** The comments as they are now, which a test may change. */
  readonly comments: Comment[]
  /** The requests to GitHub, as `GET /repos/…`. */
  calls(): string[]
}

const COMMENTS = '/repos/fjord/shop/issues/7/comments'

/** Returns a comment that somebody wrote. */
export function comment(id: number, body: string, type = 'Bot', association = 'NONE'): Comment {
  return { id, body, user: { type }, author_association: association }
}

/** Returns what GitHub answers in place of what was asked for. */
export type Refusal = (request: ReceivedRequest) => Answer | Promise<Answer> | undefined

/** Starts a GitHub. */
export async function startFakeGithub(refusal: Refusal = () => undefined): Promise<FakeGithub> {
  const comments: Comment[] = []
  const api = await startFakeApi((request) => {
    if (request.url?.startsWith('/client/v4')) return { body: SUCCESS }
    return refusal(request) ?? answer(request, comments)
  })
  const calls = (): string[] =>
    api.requests.filter(({ url }) => url?.startsWith('/repos')).map(({ method, url }) => `${method} ${url}`)
  return { api, url: new URL(api.baseUrl).origin, comments, calls }
}

function answer({ method, url = '', headers, body }: ReceivedRequest, comments: Comment[]): Answer {
  const { pathname, searchParams, origin } = new URL(url, `http://${headers.host}`)
  if (method === 'GET' && pathname === COMMENTS) {
    return page(comments, Number(searchParams.get('page') ?? 1), `${origin}${COMMENTS}`)
  }
  const id = method === 'POST' && pathname === COMMENTS ? comments.length + 1 : Number(pathname.split('/').at(-1))
  const sent = JSON.parse(Buffer.from(body, 'latin1').toString()) as { body: string }
  const kept = comment(id, sent.body)
  const index = comments.findIndex((other) => other.id === id)
  comments.splice(index < 0 ? comments.length : index, 1, kept)
  return json({ ...kept, html_url: `https://github.com/fjord/shop/pull/7#issuecomment-${id}` }, {})
}

function page(comments: readonly Comment[], number: number, url: string): Answer {
  const isLast = comments.length <= number * 100
  const link = `<${url}?per_page=100&page=${number + 1}>; rel="next"`
  return json(comments.slice((number - 1) * 100, number * 100), isLast ? {} : { link })
}

function json(body: object, headers: Readonly<Record<string, string>>): Answer {
  return { headers: { 'content-type': 'application/json', ...headers }, body }
}

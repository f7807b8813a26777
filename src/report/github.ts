import { certificateProblem, type Dispatcher, type HttpRequest, makeAgent, request } from '../shared/http.ts'
import { printable, shortened } from '../shared/text.ts'

/** A connection to GitHub's GraphQL API. */
export interface Github {
  /**
   * Sends a query or a mutation once.
   *
   * @returns the `data` of the answer
   * @throws GithubError when GitHub refuses it, and what the network throws
   */
  readonly query: <T>(text: string, variables: Readonly<Record<string, unknown>>) => Promise<T>
  /** Ends every connection. */
  readonly close: () => Promise<void>
}

/** An answer that is not the data that was asked for. */
export class GithubError extends Error {
  override readonly name = 'GithubError'
  /** Whether every other attempt would get the same answer. */
  readonly isFinal: boolean

  constructor(message: string, isFinal: boolean, options?: ErrorOptions) {
    super(message, options)
    this.isFinal = isFinal
  }
}

/**
 * Connects to the API that `GITHUB_API_URL` names, through the proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name.
 * Call it once the event is known to be readable: `@actions/github` reads the file of the event while it loads.
 *
 * @param token GitHub token
 * @param signal ends every request
 * @throws Error when a proxy's variable is not a URL
 */
export async function connectGithub(token: string, signal: AbortSignal): Promise<Github> {
  const { getOctokit } = await import('@actions/github')
  const baseUrl = process.env['GITHUB_API_URL'] || 'https://api.github.com'
  const dispatcher = makeAgent(baseUrl)
  const { graphql } = getOctokit(token, {
    baseUrl,
    userAgent: 'kv-put-action',
    request: { fetch: fetchThrough(dispatcher), signal }
  })
  const query = async <T>(text: string, variables: Readonly<Record<string, unknown>>): Promise<T> => {
    try {
      const data = await graphql<T | undefined>(text, { ...variables })
      if (data) return data
    } catch (error) {
      throw explain(error as OctokitError, baseUrl)
    }
    throw withoutGraphql(baseUrl)
  }
  return { query, close: () => dispatcher.destroy() }
}

type FetchOptions = Omit<HttpRequest, 'signal'> & { readonly signal: AbortSignal }

/** Returns the `fetch` that Octokit sends its requests with. It follows no redirects, which would get the token. */
function fetchThrough(dispatcher: Dispatcher): (url: string, options: FetchOptions) => Promise<Response> {
  return async (url, { method, headers, body, signal }) => {
    const {
      statusCode: status,
      headers: received,
      body: content
    } = await request(url, { method, headers, body, signal }, dispatcher)
    const type = String(received['content-type'] ?? '')
    return new Response((await content.text()) || null, { status, headers: { 'content-type': type } })
  }
}

/** What Octokit throws, as far as it matters here. */
interface OctokitError extends Error {
  /** HTTP status; 500 also when there was no answer. Undefined for errors in an answer with status 200. */
  readonly status?: number
  readonly response?: unknown
  /** Errors in an answer: https://spec.graphql.org/October2021/#sec-Errors */
  readonly errors?: readonly { readonly type?: string; readonly message: string }[]
}

const DENIED: readonly (string | undefined)[] = ['FORBIDDEN', 'INSUFFICIENT_SCOPES', 'NOT_FOUND']
const PERMISSION =
  'give the job the permission pull-requests: write; for a fork, GitHub gives a token that can only read'

function explain(error: OctokitError, baseUrl: string): Error {
  const { status, response, errors, cause } = error
  const message = printable(shortened(errors?.[0]?.message ?? error.message, 500))
  if (errors) return failure(message, DENIED.includes(errors[0]?.type), error)
  const certificate = certificateProblem((cause as NodeJS.ErrnoException | undefined)?.code ?? '')
  if (certificate !== undefined) return new GithubError(`${baseUrl}: ${certificate}`, true, { cause })
  // No answer: what undici says is the cause.
  if (status === undefined || response === undefined) return cause instanceof Error ? cause : error
  const told = `HTTP ${status} ${message}`
  if (status >= 500 || status === 429 || /rate limit/i.test(message)) return failure(told, false, error)
  if (status === 401 || status === 403) return failure(told, true, error)
  return withoutGraphql(baseUrl, error)
}

/** A page, a redirect, or a server such as Forgejo. */
function withoutGraphql(baseUrl: string, cause?: Error): GithubError {
  return new GithubError(`${baseUrl} has no GraphQL API, which comment needs`, true, { cause })
}

function failure(told: string, isDenied: boolean, cause: Error): GithubError {
  return new GithubError(isDenied ? `${told}; ${PERMISSION}` : told, isDenied, { cause })
}

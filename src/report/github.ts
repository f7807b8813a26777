import { EnvHttpProxyAgent, request } from '../shared/http.ts'
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

  constructor(message: string, isFinal: boolean) {
    super(message)
    this.isFinal = isFinal
  }
}

/**
 * Connects to the API that `GITHUB_API_URL` names, through the proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name.
 *
 * @param token GitHub token
 * @param signal ends every request
 * @throws Error when a proxy's variable is not a URL
 */
export function connectGithub(token: string, signal: AbortSignal): Github {
  // GitHub Enterprise Server has its REST API at /api/v3, and GraphQL at /api/graphql.
  const base = (process.env['GITHUB_API_URL'] || 'https://api.github.com').replace(/\/v3\/?$/, '')
  const url = `${base}/graphql`
  const headers = {
    authorization: `bearer ${token}`,
    'content-type': 'application/json',
    'user-agent': 'kv-put-action'
  }
  // Whatever NODE_TLS_REJECT_UNAUTHORIZED says: without this check, anybody on the way can read the token.
  const tls = { rejectUnauthorized: true }
  const dispatcher = new EnvHttpProxyAgent({ allowH2: false, connect: tls, requestTls: tls, proxyTls: tls })
  return {
    query: async <T>(query: string, variables: object) => {
      const body = JSON.stringify({ query, variables })
      const answer = await request(url, { method: 'POST', headers, body, signal }, dispatcher)
      return dataOf(url, answer.statusCode, await answer.body.text()) as T
    },
    close: () => dispatcher.destroy()
  }
}

/** An answer of GraphQL: https://spec.graphql.org/October2021/#sec-Response-Format */
interface GraphqlAnswer {
  readonly data?: unknown
  readonly errors?: readonly { readonly type?: string; readonly message: string }[]
  /** What an answer with an HTTP status of 400 and more has instead. */
  readonly message?: string
}

const DENIED: readonly (string | undefined)[] = ['FORBIDDEN', 'INSUFFICIENT_SCOPES', 'NOT_FOUND']
const PERMISSION =
  'give the job the permission pull-requests: write; for a fork, GitHub gives a token that can only read'

function dataOf(url: string, status: number, text: string): unknown {
  const { data, errors = [], message } = parseAnswer(text)
  if (status === 200 && data && errors.length === 0) return data
  const [error] = errors
  const told = printable(shortened(error?.message ?? message ?? text, 500))
  if (error) throw failure(told, DENIED.includes(error.type))
  const isRateLimit = status === 429 || /rate limit/i.test(told)
  if (status >= 500 || isRateLimit) throw failure(`HTTP ${status} ${told}`, false)
  if (status === 401 || status === 403) throw failure(`HTTP ${status} ${told}`, true)
  throw new GithubError(`${url} answered with HTTP ${status}: comment needs a GitHub server with a GraphQL API`, true)
}

function failure(told: string, isDenied: boolean): GithubError {
  return new GithubError(isDenied ? `${told}; ${PERMISSION}` : told, isDenied)
}

/** Returns the parsed answer; without properties when it is not JSON, as the page of a proxy. */
function parseAnswer(text: string): GraphqlAnswer {
  try {
    return (JSON.parse(text) as GraphqlAnswer | null) ?? {}
  } catch {
    return {}
  }
}

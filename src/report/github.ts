import { type Dispatcher, EnvHttpProxyAgent, type HttpRequest, request } from '../shared/http.ts'

/** A connection to GitHub's GraphQL API. */
export interface Github {
  /**
   * Sends a query or a mutation once.
   *
   * @returns the `data` of the answer, whose form is not checked
   * @throws what Octokit throws, with an UnusableAnswer as cause when the answer must not be used
   */
  readonly query: (text: string, variables: Readonly<Record<string, unknown>>) => Promise<unknown>
  /** Ends every connection. */
  readonly close: () => Promise<void>
}

/** An answer that must not be used, and that another attempt would not change. */
export class UnusableAnswer extends Error {
  override readonly name = 'UnusableAnswer'
}

/** An error in an answer of GraphQL: https://spec.graphql.org/October2021/#sec-Errors */
export interface GraphqlErrorItem {
  /** Missing for GitHub's own errors and time-outs. */
  readonly type?: string
  readonly message: string
  readonly path?: readonly unknown[]
}

/** An error of Octokit, as far as it matters here. */
export interface GithubError extends Error {
  /** HTTP status; 500 when there was no answer, undefined for errors in an answer. */
  readonly status?: number
  readonly response?: { readonly headers?: Readonly<Record<string, string>> }
  readonly errors?: readonly GraphqlErrorItem[]
}

/** Bytes of an answer. A page of 50 comments of 65,536 characters each has at most 13 MB. */
const MAX_ANSWER_BYTES = 16 << 20

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
  // Overrides NODE_TLS_REJECT_UNAUTHORIZED, so that the token is never sent to a server with an invalid certificate.
  const tls = { rejectUnauthorized: true }
  const dispatcher = new EnvHttpProxyAgent({ allowH2: false, connect: tls, requestTls: tls, proxyTls: tls })
  const { graphql } = getOctokit(token, {
    baseUrl: process.env['GITHUB_API_URL'] || 'https://api.github.com',
    userAgent: 'kv-put-action',
    request: { fetch: makeFetch(dispatcher), signal }
  })
  return { query: (text, variables) => graphql(text, { ...variables }), close: () => dispatcher.destroy() }
}

type FetchOptions = Omit<HttpRequest, 'signal'> & { readonly signal: AbortSignal }

/**
 * Returns the `fetch` that Octokit sends its requests with. Its answers have a size limit, and certificates are verified. A
 * redirect is an error, since it would give the token or the comment to another address.
 */
function makeFetch(dispatcher: Dispatcher): (url: string, options: FetchOptions) => Promise<Response> {
  return async (url, { method, headers, body, signal }) => {
    const answer = await request(url, { method, headers, body, signal }, dispatcher)
    const text = await readText(answer.body)
    const { statusCode: status } = answer
    if (status >= 300 && status < 400) throw new UnusableAnswer(`GitHub redirected the request (HTTP ${status})`)
    return new Response(text || null, { status, headers: toHeaders(answer.headers) })
  }
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > MAX_ANSWER_BYTES) throw new UnusableAnswer('GitHub answered with more than 16 MiB')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function toHeaders(received: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers()
  for (const [name, values] of Object.entries(received)) {
    for (const value of [values ?? []].flat()) headers.append(name, value)
  }
  return headers
}

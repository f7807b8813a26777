import { Octokit as OctokitCore } from '@octokit/core'
import { paginateRest } from '@octokit/plugin-paginate-rest'
import { restEndpointMethods } from '@octokit/plugin-rest-endpoint-methods'
import { type Dispatcher, EnvHttpProxyAgent, type HttpRequest, request } from '../shared/http.ts'

const GithubOctokit = OctokitCore.plugin(restEndpointMethods, paginateRest)

/** GitHub's API client. */
export type Octokit = InstanceType<typeof GithubOctokit>

/** A connection to GitHub's API. */
export interface Github {
  readonly octokit: Octokit
  /** Ends every connection. */
  readonly close: () => Promise<void>
}

/**
 * Connects to the API that `GITHUB_API_URL` names, through the proxy that `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` name.
 *
 * @param token GitHub token
 * @param signal ends every request
 * @throws Error when a proxy's variable is not a URL
 */
export function connectGithub(token: string, signal: AbortSignal): Github {
  // NODE_TLS_REJECT_UNAUTHORIZED must not send the token to a server that nobody vouches for.
  const tls = { rejectUnauthorized: true }
  const dispatcher = new EnvHttpProxyAgent({ allowH2: false, connect: tls, requestTls: tls, proxyTls: tls })
  const octokit = new GithubOctokit({
    auth: token,
    userAgent: 'kv-put-action',
    baseUrl: process.env['GITHUB_API_URL'] || 'https://api.github.com',
    request: { fetch: makeFetch(dispatcher), signal }
  })
  return { octokit, close: () => dispatcher.destroy() }
}

type FetchOptions = Omit<HttpRequest, 'signal'> & { readonly signal: AbortSignal }

/**
 * Returns what Octokit needs of `fetch`, which saves the bundle undici's own: a redirect is an error, since it would hand
 * the token or the comment to another address.
 */
function makeFetch(dispatcher: Dispatcher): (url: string, options: FetchOptions) => Promise<Response> {
  return async (url, { method, headers, body, signal }) => {
    const {
      statusCode,
      headers: received,
      body: answer
    } = await request(url, { method, headers, body, signal }, dispatcher)
    const text = await answer.text()
    if (statusCode >= 300 && statusCode < 400) throw new Error(`GitHub redirected the request (HTTP ${statusCode})`)
    return new Response(text || null, { status: statusCode, headers: toHeaders(received) })
  }
}

function toHeaders(received: Dispatcher.ResponseData['headers']): Headers {
  const headers = new Headers()
  for (const [name, values] of Object.entries(received)) {
    for (const value of [values ?? []].flat()) headers.append(name, value)
  }
  return headers
}

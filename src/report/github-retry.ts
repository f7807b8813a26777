import type { Clock } from '../shared/clock.ts'
import { hideSecrets } from '../shared/secrets.ts'
import { printable, shortened } from '../shared/text.ts'
import { type GithubError, type GraphqlErrorItem, UnusableAnswer } from './github.ts'

const MAX_ATTEMPTS = 6
const FIRST_DELAY = 500
/** The longest wait that GitHub may ask for. The whole comment has 30 s. */
const MAX_DELAY = 20_000

/**
 * Calls `attempt` until it returns, at most six times, and again only after transient errors: a connection that breaks,
 * 429, 5xx and GitHub's rate limits.
 *
 * @param signal ends the waits
 * @throws the last error, or the reason of the signal
 */
export async function retryGithub<T>(attempt: () => Promise<T>, clock: Clock, signal: AbortSignal): Promise<T> {
  for (let attempts = 1; ; attempts++) {
    try {
      return await attempt()
    } catch (error) {
      const delay = delayAfter(error as GithubError) ?? FIRST_DELAY * 2 ** (attempts - 1)
      if (attempts === MAX_ATTEMPTS || delay > MAX_DELAY || !isTransient(error as GithubError)) throw error
      signal.throwIfAborted()
      await clock.sleep(delay, signal)
    }
  }
}

const REMEDY = 'give the job the permission pull-requests: write; for a fork, GitHub gives a token that can only read'

/** Returns what was wrong, with a remedy where permissions are the cause. */
export function describeGithubError(error: unknown): string {
  const { message, status } = error as GithubError
  const first = printable(shortened(hideSecrets(message.replace(/^Request failed due to.*\n - /, '')), 500))
  const what = status === undefined || isBroken(error as GithubError) ? first : `${status} ${first}`
  return isAboutPermissions(error as GithubError) ? `${what}; ${REMEDY}` : what
}

// https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api
function isTransient(error: GithubError): boolean {
  const { status = 0 } = error
  if (error.cause instanceof UnusableAnswer || error instanceof UnusableAnswer || isUntrusted(error)) return false
  if (status >= 500 || status === 429 || status === 408) return true
  if (error.errors) return error.errors.some(isTransientItem)
  return status === 403 && isRateLimit(error)
}

function isTransientItem({ type, message, path }: GraphqlErrorItem): boolean {
  // "Something went wrong while executing your query"
  if (type === undefined) return /something went wrong|timed? ?out|try again/i.test(message)
  // Somebody deleted the comment between the two requests.
  if (type === 'NOT_FOUND') return path?.[0] === 'updateIssueComment'
  return ['RATE_LIMITED', 'RATE_LIMIT', 'SERVICE_UNAVAILABLE', 'INTERNAL'].includes(type)
}

function isRateLimit(error: GithubError): boolean {
  return (
    delayAfter(error) !== undefined ||
    /rate limit/i.test(error.message) ||
    header(error, 'x-ratelimit-remaining') === '0'
  )
}

/** Milliseconds that GitHub asks to wait; undefined when it does not ask. */
function delayAfter(error: GithubError): number | undefined {
  const text = header(error, 'retry-after')
  return /^\d+$/.test(text) ? Number(text) * 1000 : undefined
}

function header({ response }: GithubError, name: string): string {
  return response?.headers?.[name] ?? ''
}

const PERMISSION_TYPES: readonly string[] = ['FORBIDDEN', 'INSUFFICIENT_SCOPES', 'NOT_FOUND']

function isAboutPermissions(error: GithubError): boolean {
  const { status = 0, errors } = error
  if (errors) return errors.some(({ type = '' }) => PERMISSION_TYPES.includes(type))
  return status === 401 || status === 404 || (status === 403 && !isRateLimit(error))
}

/** Whether there was no answer: Octokit gives such errors the status 500. */
function isBroken({ status, response }: GithubError): boolean {
  return status === 500 && response === undefined
}

function isUntrusted({ cause }: GithubError): boolean {
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? ''
  return /CERT|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH/.test(code)
}

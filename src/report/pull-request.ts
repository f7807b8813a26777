import { readFile } from 'node:fs/promises'
import { checkRegularFile } from './runner-file.ts'

/** The pull request that a run is for. */
export interface PullRequest {
  readonly owner: string
  readonly repo: string
  readonly number: number
  /** The full hash of the head commit, which is not the merge commit of `GITHUB_SHA`. Undefined when it is not known. */
  readonly headSha: string | undefined
}

interface PullRequestEvent {
  readonly pull_request?: { readonly number?: unknown; readonly head?: { readonly sha?: unknown } | null } | null
}

/**
 * Reads the pull request from the file of the event.
 *
 * @throws Error when the file cannot be read, or names no pull request
 */
export async function readPullRequest(): Promise<PullRequest> {
  const { GITHUB_EVENT_PATH: path = '', GITHUB_REPOSITORY: repository = '' } = process.env
  checkRegularFile('GITHUB_EVENT_PATH')
  const event = JSON.parse(await readFile(path, 'utf8')) as PullRequestEvent | null
  const number = event?.pull_request?.number
  if (!Number.isSafeInteger(number)) throw new Error('the event names no pull request')
  // Stryker disable next-line StringLiteral: the runner always names the repository; the defaults are for the type
  const [owner = '', repo = ''] = repository.split('/')
  const sha = event?.pull_request?.head?.sha
  const headSha = typeof sha === 'string' && /^[0-9a-f]{40,64}$/.test(sha) ? sha : undefined
  return { owner, repo, number: number as number, headSha }
}

import { LOCAL_EXPLORER } from './kv/target.ts'
import type { Inputs } from './inputs/inputs.ts'

/** What a user should know about a run before it begins. */
export interface Notices {
  readonly warnings: readonly string[]
  /** Lines for the log. */
  readonly lines: readonly string[]
}

const CLOUDFLARE_HOST = 'api.cloudflare.com'

const PULL_REQUEST_TARGET =
  "This run writes on the event pull_request_target, which gives pull requests from forks the repository's secrets. " +
  'Make sure that it publishes no files from the pull request, or use dry-run. See ' +
  'https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#pull_request_target'

const NO_CREDENTIALS =
  'There are no credentials, so this dry run checks only files and values. It compares nothing with the namespace, and ' +
  'the outputs plan-id, to-write and to-delete are empty. ' +
  'Pull requests from forks and from Dependabot have no access to secrets.'

const GLOBAL_API_KEY =
  'api-key is a global API key, which can change everything in every account of its user. ' +
  'Use api-token with the permission Workers KV Storage: Edit instead.'

/**
 * Returns what is unusual about the inputs of a run.
 *
 * @param event name of the event that started the workflow, `GITHUB_EVENT_NAME`
 */
export function findNotices({ target, checksOnly, sync }: Inputs, event: string | undefined): Notices {
  const warnings = [
    ...(checksOnly ? [NO_CREDENTIALS] : []),
    ...(event === 'pull_request_target' && !sync.dryRun ? [PULL_REQUEST_TARGET] : []),
    ...(target && target.credentials !== LOCAL_EXPLORER && 'apiKey' in target.credentials ? [GLOBAL_API_KEY] : [])
  ]
  const { host } = new URL(target?.baseUrl ?? `https://${CLOUDFLARE_HOST}`)
  const lines =
    host === CLOUDFLARE_HOST ? [] : [`Requests go to ${host}, which is not Cloudflare's host (api-base-url)`]
  return { warnings, lines }
}

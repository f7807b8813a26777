import { readFileSync } from 'node:fs'
import { describeOldVariables } from './inputs/connection.ts'
import type { Inputs } from './inputs/inputs.ts'
import { LOCAL_EXPLORER } from './kv/target.ts'

/** What a user should know about a run before it begins. */
export interface Notice {
  /** How the log shows it. `info` is a plain line. */
  readonly level: 'warning' | 'notice' | 'info'
  readonly message: string
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

const PUBLIC_VALUES =
  'show-values is set in a public repository: everybody can read the old and new values in the summary and the comment.'

/**
 * Returns what is unusual about the inputs of a run.
 *
 * @param event name of the event that started the workflow, `GITHUB_EVENT_NAME`
 */
export function findNotices({ target, checksOnly, sync, showValues }: Inputs, event: string | undefined): Notice[] {
  const notices: Notice[] = []
  if (checksOnly) notices.push({ level: 'notice', message: NO_CREDENTIALS + describeOldVariables() })
  if (event === 'pull_request_target' && !sync.dryRun) notices.push({ level: 'warning', message: PULL_REQUEST_TARGET })
  if (target && showValues && isRepositoryPublic()) notices.push({ level: 'warning', message: PUBLIC_VALUES })
  if (target && target.credentials !== LOCAL_EXPLORER && 'apiKey' in target.credentials) {
    notices.push({ level: 'warning', message: GLOBAL_API_KEY })
  }
  const host = target ? new URL(target.baseUrl).host : CLOUDFLARE_HOST
  if (host !== CLOUDFLARE_HOST) {
    notices.push({ level: 'info', message: `Requests go to ${host}, not to Cloudflare's host (api-base-url)` })
  }
  return notices
}

/** What the event of the workflow says; false when it says nothing. */
function isRepositoryPublic(): boolean {
  try {
    const event = JSON.parse(readFileSync(process.env['GITHUB_EVENT_PATH'] ?? '', 'utf8')) as {
      readonly repository?: { readonly private?: boolean }
    }
    return event.repository?.private === false
  } catch {
    return false
  }
}

import { hash } from 'node:crypto'
import { hideSecrets } from '../shared/secrets.ts'

/** What distinguishes the comments of two steps, besides workflow, job, step and namespace: inputs as they were given. */
export interface CommentIdentity {
  /** Environment of the wrangler configuration. */
  readonly environment: string
  readonly keyPrefix: string
  /** Where the pairs come from, such as `glob flags/**`. Not the pairs, which change from commit to commit. */
  readonly source: string
}

const MAX_LENGTH = 100

/**
 * Returns a line that GitHub does not show, by which a step finds its comment again. The jobs of a matrix have
 * different markers if their inputs differ.
 */
export function commentMarker(namespace = '', { environment, keyPrefix, source }: CommentIdentity): string {
  const { GITHUB_WORKFLOW: workflow = '', GITHUB_JOB: job = '', GITHUB_ACTION: step = '' } = process.env
  const names = [workflow, job, step, namespace, environment, keyPrefix, source]
  return `<!-- kv-put-action: ${names.map((name) => encode(hideSecrets(name))).join('/')} -->`
}

/** Cuts a long text, and adds its digest so that it stays distinct from others. */
function encode(text: string): string {
  if (text.length <= MAX_LENGTH) return encodeURIComponent(text.toWellFormed())
  const digest = hash('sha256', text).slice(0, 12)
  return encodeURIComponent(`${text.slice(0, MAX_LENGTH)}~${digest}`.toWellFormed())
}

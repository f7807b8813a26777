/** A commit of the repository. */
export interface Commit {
  /** The full hash. */
  readonly sha: string
  /** URL of the repository on GitHub, without a slash at its end. */
  readonly repositoryUrl: string
}

/** What a reader needs to know besides the report. What is not known is left out. */
export interface RunContext {
  /** The input `namespace` as it was given: an ID, a binding or a title. */
  readonly namespace?: string | undefined
  /** The commit that is published, to which sources link. */
  readonly commit?: Commit | undefined
  /** URL of the workflow run, where the report is shown outside of it. */
  readonly runUrl?: string | undefined
}

/**
 * Returns the context of this step, from the runner's environment variables.
 *
 * @param namespace the input as it was given, without secrets
 */
export function currentContext(namespace: string): RunContext {
  const repositoryUrl = currentRepositoryUrl()
  const sha = process.env['GITHUB_SHA']
  return { namespace, commit: repositoryUrl && sha ? { sha, repositoryUrl } : undefined }
}

/** Returns the URL of the repository, such as `https://github.com/octo/site`; undefined outside of a workflow. */
export function currentRepositoryUrl(): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env
  return server && repository ? `${server}/${repository}` : undefined
}

import { basename, delimiter, resolve } from 'node:path'
import { InvalidValue } from '../shared/diagnostics.ts'
import { isSameOrInside, realPathIfFound, relativeInside, type Roots } from './roots.ts'

/** A file or folder that an environment variable names, and that holds credentials. */
export interface CredentialPath {
  readonly variable: string
  readonly path: string
}

/** Thrown for a file that holds credentials, which no input may publish. */
export class CredentialFile extends InvalidValue {
  /** What the file is, for a message about several of its kind: `in .git`. */
  readonly kind: string
  /** A pattern that excludes files of this kind from `glob`; undefined when only the file's own path does. */
  readonly exclude: string | undefined

  constructor(kind: string, exclude?: string) {
    super(`is a file ${kind}: it may hold credentials, which are never published`)
    this.kind = kind
    this.exclude = exclude
  }
}

// `GOOGLE_APPLICATION_CREDENTIALS`, `AWS_WEB_IDENTITY_TOKEN_FILE`, `PGPASSFILE`, `NPM_CONFIG_USERCONFIG`, `KUBECONFIG` …
const NAMES_CREDENTIALS =
  /(CREDENTIALS?|CREDS|TOKEN|SECRETS?|PASSWORD|PASS|CERTIFICATE|AUTH|KEY)_?(FILE|PATH|LOCATION)|(APPLICATION_CREDENTIALS|CLIENT_KEY|PRIVATE_KEY|KUBECONFIG|NETRC|USERCONFIG|DOCKER_CONFIG|AZURE_CONFIG_DIR|GNUPGHOME)$/i

/** Returns the files and folders that environment variables name as credentials. They may not exist. */
export function credentialPaths(environment: Readonly<NodeJS.ProcessEnv>): CredentialPath[] {
  return Object.entries(environment).flatMap(([variable, value = '']) =>
    NAMES_CREDENTIALS.test(variable) ? value.split(delimiter).map((path) => ({ variable, path })) : []
  )
}

/** Recognises files that hold credentials by their real path. */
export class Credentials {
  readonly #roots: Roots
  readonly #named: readonly CredentialPath[]

  constructor(roots: Roots, named: readonly CredentialPath[]) {
    this.#roots = roots
    this.#named = named.flatMap(({ variable, path }) => {
      const real = realPathIfFound(resolve(roots.workspace.real, path))
      const holdsRoot = [roots.workspace, roots.temp].some((root) => root && real && isSameOrInside(real, root.real))
      return real === undefined || holdsRoot ? [] : [{ variable, path: real }]
    })
  }

  /**
   * @param real the file's path with all symlinks resolved
   * @throws CredentialFile when the file must not be published
   */
  check(real: string): void {
    const root = this.#roots.holding(real)
    const path = (root && relativeInside(root.real, real)) ?? ''
    if (/(^|\/)\.git(\/|$)/i.test(path)) throw new CredentialFile('in .git', '!**/.git')
    if (/^gha-creds-.*\.json$/i.test(basename(real))) {
      throw new CredentialFile('of google-github-actions/auth', '!**/gha-creds-*.json')
    }
    const named = this.#named.find(({ path }) => isSameOrInside(path, real))
    if (named) throw new CredentialFile(`that ${named.variable} names`)
  }
}

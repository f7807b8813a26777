import { readdirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { basename, delimiter, join, resolve, sep } from 'node:path'
import { InvalidValue } from '../shared/diagnostics.ts'
import { isSameOrInside, relativeInside, type Roots } from './roots.ts'

/** A file or folder that an environment variable names, and that holds credentials. */
export interface CredentialPath {
  readonly variable: string
  readonly path: string
  /** Whether the variable may name a folder. Every file in that folder counts as credentials. */
  readonly mayBeFolder: boolean
}

/** Thrown for a file that holds credentials, which no input may publish. */
export class CredentialFile extends InvalidValue {
  /** What the file is, for a message about several of its kind: `in .git`. */
  readonly kind: string
  /** A pattern that excludes files of this kind from `glob`; undefined when only the file's own path does. */
  readonly exclude: string | undefined

  constructor(kind: string, message: string, exclude?: string) {
    super(`${message}: it may hold credentials, which are never published`)
    this.kind = kind
    this.exclude = exclude
  }
}

// Variables that tools document for a file or folder with credentials, and that FILE_VARIABLE does not match.
const VARIABLES = new Set(
  `AWS_CONFIG_FILE AZURE_CONFIG_DIR BOTO_CONFIG CLOUDSDK_CONFIG
  CREDENTIALS_DIRECTORY COMPOSER_HOME DATABRICKS_CONFIG_FILE DOCKER_CERT_PATH
  DOCKER_CONFIG GIT_CONFIG GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM GIT_DIR GITHUB_ENV GITHUB_STATE GNUPGHOME GH_CONFIG_DIR
  HELM_REGISTRY_CONFIG HELM_REPOSITORY_CONFIG KAGGLE_CONFIG_DIR KRB5CCNAME KRB5_KTNAME KUBECONFIG MYSQL_TEST_LOGIN_FILE
  NETRC NPM_CONFIG_GLOBALCONFIG NPM_CONFIG_USERCONFIG OCI_CLI_CONFIG_FILE OCI_CLI_KEY_FILE PGPASSFILE PGSERVICEFILE
  PGSSLKEY PIP_CONFIG_FILE PULUMI_CREDENTIALS_PATH RCLONE_CONFIG S3CMD_CONFIG SSL_CLIENT_KEY TF_CLI_CONFIG_FILE
  TUNNEL_CRED_FILE TUNNEL_ORIGIN_CERT X509_USER_KEY X509_USER_PROXY`.split(/\s+/)
)

// `GOOGLE_APPLICATION_CREDENTIALS`, `AWS_WEB_IDENTITY_TOKEN_FILE`, `VAULT_CLIENT_KEY`, `AZURE_AUTH_LOCATION` …
const SECRET =
  'CREDENTIALS?|CREDS?|TOKEN|SECRETS?|PASSWORD|PASSWD|PASSPHRASE|PASS|AUTH|CERTIFICATE|KEY|KEYRING|NETRC|USERCONFIG'
const FILE_VARIABLE = new RegExp(
  `(^|_)(${SECRET})(_?FILE|_?FILENAME|_?PATH|_LOCATION)(_OVERRIDE)?$|_(APPLICATION_CREDENTIALS|CLIENT_KEY|PRIVATE_KEY)$`
)

/** Returns the files and folders that environment variables name as credentials. They may not exist. */
export function credentialPaths(environment: Readonly<NodeJS.ProcessEnv>): CredentialPath[] {
  return Object.entries(environment).flatMap(([variable, value = '']) => {
    const name = variable.toUpperCase()
    if (name.startsWith('INPUT_') || !(VARIABLES.has(name) || FILE_VARIABLE.test(name))) return []
    // KUBECONFIG holds several paths; KRB5CCNAME begins with the kind of store.
    const paths = value.replace(/^FILE:/i, '').split(delimiter)
    return paths.filter((path) => isPath(path)).map((path) => ({ variable, path, mayBeFolder: VARIABLES.has(name) }))
  })
}

/**
 * Whether a text can be a path. A very long text, or one with line breaks, is a secret itself and not looked up on the
 * disk.
 */
function isPath(text: string): boolean {
  return text !== '' && text.length < 4096 && !/[\n\0]/.test(text)
}

// actions/checkout: https://github.com/actions/checkout/blob/main/src/git-auth-helper.ts. It keeps `git-credentials-….config`,
// an SSH key and a home folder, each named by a UUID. `_github_home` is the home of container actions.
const UUID = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}'
const IN_TEMP = new RegExp(
  `^(git-credentials-[^/]*\\.config$|${UUID}(_known_hosts$|$|/)|_github_home/|_runner_file_commands/)`,
  'i'
)
const GOOGLE_CREDENTIALS = /^gha-creds-.*\.json$/i

/** Recognises files that hold credentials, by their real path and by their identity. */
export class Credentials {
  readonly #roots: Roots
  readonly #named: readonly CredentialPath[]
  #found: { readonly files: ReadonlyMap<string, string>; readonly folders: ReadonlyMap<string, string> } | undefined

  constructor(roots: Roots, named: readonly CredentialPath[]) {
    this.#roots = roots
    this.#named = named
  }

  /**
   * @param real the file's path with all symlinks resolved
   * @throws CredentialFile when the file must not be published
   */
  check(real: string, stats: Pick<Stats, 'dev' | 'ino'>): void {
    this.#checkPath(real)
    this.#found ??= this.#find()
    const name = this.#found.files.get(identityOf(stats))
    if (name !== undefined) throw new CredentialFile(`named by ${name}`, `is the file that ${name} names`)
    for (const [folder, variable] of this.#found.folders) {
      if (real !== folder && !real.startsWith(folder + sep)) continue
      throw new CredentialFile(`in the folder that ${variable} names`, `is in the folder that ${variable} names`)
    }
  }

  #checkPath(real: string): void {
    const root = this.#roots.holding(real)
    const path = (root && relativeInside(root.real, real)) ?? ''
    if (/(^|\/)\.git(\/|$)/i.test(path)) throw new CredentialFile('in .git', 'is in .git', '!**/.git')
    if (GOOGLE_CREDENTIALS.test(basename(real))) {
      throw new CredentialFile(
        'of google-github-actions/auth',
        'was made by google-github-actions/auth',
        '!**/gha-creds-*.json'
      )
    }
    if (root?.name === 'temp' && IN_TEMP.test(path)) {
      throw new CredentialFile(
        'that the runner and actions keep in RUNNER_TEMP',
        'is kept in RUNNER_TEMP by another action'
      )
    }
  }

  /**
   * Finds the files and folders with credentials. Files are known by device and inode, so that a hard link with another
   * name is recognized, too.
   */
  #find(): { files: Map<string, string>; folders: Map<string, string> } {
    const files = new Map<string, string>()
    const folders = new Map<string, string>()
    for (const { variable: name, path, mayBeFolder } of [...this.#keptPaths(), ...this.#named]) {
      const absolute = resolve(this.#roots.workspace.real, path)
      const stats = statIfFound(absolute)
      if (stats?.isFile()) files.set(identityOf(stats), name)
      const real = mayBeFolder && stats?.isDirectory() ? realpathSync(absolute) : undefined
      // Skips a folder that holds the workspace. Otherwise, every file of the workspace would count as credentials.
      if (real !== undefined && !this.#holdsRoot(real)) folders.set(real, name)
    }
    return { files, folders }
  }

  #keptPaths(): CredentialPath[] {
    const { workspace, temp } = this.#roots
    const git = join(workspace.real, '.git')
    const modules = join(git, 'modules')
    const ofGit = [
      ...namesIn(git).map((name) => join(git, name)),
      ...namesIn(modules).map((name) => join(modules, name, 'config'))
    ]
    const inTemp = temp ? namesIn(temp.real).filter((name) => IN_TEMP.test(name)) : []
    return [
      ...ofGit.map((path) => ({ variable: '.git', path, mayBeFolder: false })),
      ...inTemp.map((name) => ({ variable: 'another action', path: join(temp?.real ?? '', name), mayBeFolder: false }))
    ]
  }

  #holdsRoot(folder: string): boolean {
    const { workspace, temp } = this.#roots
    return [workspace, temp].some((root) => root && isSameOrInside(folder, root.real))
  }
}

function identityOf({ dev, ino }: Pick<Stats, 'dev' | 'ino'>): string {
  return `${dev}:${ino}`
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function statIfFound(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch {
    return undefined
  }
}

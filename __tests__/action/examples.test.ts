import { execFileSync } from 'node:child_process'
import { cpSync, globSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { makeFolder } from '../support/folders.ts'
import { type LocalAction, startLocalAction } from '../support/local-action.ts'
import { type Contexts, runWorkflow } from '../support/workflow.ts'

interface Example {
  /** File and heading of the example. */
  readonly name: string
  readonly yaml: string
}

/** How to run one example, and the expected result. */
interface Scenario {
  /** Keys that its steps leave in the namespace. */
  readonly keys: readonly string[]
  readonly contexts?: Contexts
  /** Keys that the namespace holds before. */
  readonly held?: readonly string[]
  /** Leaves the credentials out, as for a fork. */
  readonly withoutSecrets?: true
  /** Names of examples that ran before it. */
  readonly after?: string
  /** A command of the example that fails in this scenario, and with it the job. */
  readonly failing?: string
}

const PAGES = ['README.md', ...globSync('docs/*.md').toSorted()]
const WRANGLER = /^```jsonc\n([^]*?)^```$/m.exec(readFileSync('docs/recipes.md', 'utf8'))?.[1] ?? ''

/** The examples that use the action. Other blocks of YAML show a part of one. */
const examples = PAGES.flatMap((page) =>
  readFileSync(page, 'utf8')
    .split(/^#+ /m)
    .flatMap((section): Example[] => {
      const name = `${page}: ${section.slice(0, section.indexOf('\n'))}`
      const blocks = [...section.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, yaml = '']) => yaml)
      return blocks.filter((yaml) => yaml.includes('uses: org/kv-put-action@v1')).map((yaml) => ({ name, yaml }))
    })
).filter(({ yaml }) => !yaml.includes('/explorer/api'))

const CONFIG = ['config/regions/README.md', 'config/regions/eu.json', 'config/site.json']
const FLAGS = ['checkout/new', 'new-checkout']
const PUSH = { github: { event_name: 'push', ref: 'refs/heads/main' } }
const RELEASE = { github: { ref_name: 'v1.2.0', sha: '3f1c9a2b7d6e5f40812934a5b6c7d8e9f0a1b2c3' } }
const EARLIER = ['v0.9.0', 'v0.10.0', 'v1.0.0', 'v1.0.1', 'v1.1.9', 'v1.1.10'].map(
  (name) => `releases/${name}/site.json`
)
const APPROVED = 'docs/recipes-approve.md: Plan, approve, apply'

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'README.md: Quick start': { keys: FLAGS },
  'README.md: One flag on merge': { keys: ['flags/new-checkout'] },
  'README.md: Flags in YAML, each with its own TTL': { keys: ['new-checkout', 'summer-banner'] },
  'docs/recipes-approve.md: Check every pull request without secrets': { keys: [], withoutSecrets: true },
  [APPROVED]: { keys: CONFIG, contexts: PUSH },
  'docs/recipes-approve.md: Find drift': { keys: CONFIG, contexts: PUSH, after: APPROVED },
  'docs/recipes-approve.md: Publish with a backup': { keys: CONFIG, contexts: { github: { run_attempt: '1' } } },
  'docs/recipes-approve.md: Undo a publish': {
    keys: [],
    contexts: { inputs: { 'run-id': '1', attempt: '1', 'dry-run': false } },
    after: 'docs/recipes-approve.md: Publish with a backup'
  },
  'docs/recipes-approve.md: Roll back when a test fails': { keys: [], failing: 'npm run test:smoke' },
  'docs/recipes.md: A folder kept in sync, with a plan on the pull request': {
    keys: CONFIG,
    contexts: { ...PUSH, inputs: {} }
  },
  'docs/recipes.md: A folder in which one flag expires': { keys: [...FLAGS, 'summer-banner'] },
  'docs/recipes.md: A release under a version, with a pointer to it': {
    held: EARLIER,
    keys: ['current', ...EARLIER.slice(2), ...CONFIG.map((key) => key.replace('config', 'releases/v1.2.0'))],
    contexts: RELEASE
  },
  'docs/recipes.md: One flag by hand': {
    keys: ['flags/x'],
    contexts: { inputs: { key: 'flags/x', value: 'true' }, github: { actor: 'octocat' } }
  },
  'docs/recipes.md: A value from a previous step': { keys: ['version'] },
  'docs/recipes.md: Defaults that people may change': { keys: ['checkout'] },
  'docs/recipes.md: A binding for each environment': { keys: ['checkout'] },
  'docs/recipes.md: A namespace for each environment': {
    keys: CONFIG.map((key) => key.replace('config/', '')),
    contexts: { matrix: { environment: 'staging' } }
  },
  'docs/recipes.md: The failed keys, and the report as an artifact': {
    keys: ['checkout'],
    contexts: { github: { run_attempt: '1' } }
  },
  'docs/validate.md: Validate values': { keys: ['flags/new-checkout.json'] }
}

let action: LocalAction
let backups: string

beforeAll(async () => {
  action = await startLocalAction()
})

afterAll(() => action.kv.close())

beforeEach(async () => {
  backups = makeFolder()
  for (const { name } of (await action.namespace.list()).keys) await action.namespace.delete(name)
})

function makeWorkspace(name: string): string {
  const banner = name.includes('one flag expires') ? { 'flags/summer-banner.json': '{}' } : {}
  return makeFolder({
    ...banner,
    'flags/new-checkout.json': '{"enabled":true}',
    'flags/checkout/new.json': '{"enabled":false}',
    'config/site.json': '{}',
    'config/regions/eu.json': '{}',
    'config/regions/README.md': '# Regions',
    'flags.yaml': 'checkout: on',
    'flags.schema.json': '{"type":"object","required":["enabled"]}',
    'pairs.json': '[{"key":"bulk","value":"1","metadata":{"a":1},"expiration_ttl":3600}]',
    'wrangler.jsonc': WRANGLER
  })
}

/** Runs a script that asks wrangler for a listing, with the local namespace in the place of wrangler. Returns its outputs. */
async function runListing(script: string): Promise<Record<string, string>> {
  const { keys } = await action.namespace.list({ prefix: 'releases/' })
  const folder = makeFolder({ listing: JSON.stringify(keys), output: '' })
  execFileSync('bash', ['-e', '-c', `npx() { cat "$LISTING"; }\n${script}`], {
    env: {
      ...process.env,
      LISTING: join(folder, 'listing'),
      RUNNER_TEMP: backups,
      GITHUB_REF_NAME: RELEASE.github.ref_name,
      GITHUB_OUTPUT: join(folder, 'output')
    }
  })
  const lines = readFileSync(join(folder, 'output'), 'utf8').trim().split('\n')
  return Object.fromEntries(lines.map((line) => line.split('=') as [string, string]))
}

/** Runs an example, and returns its jobs. A failed step or an unexpected warning fails the test. */
async function runExample({ name, yaml }: Example): Promise<string[] | undefined> {
  const { contexts = {}, withoutSecrets = false, failing } = SCENARIOS[name] ?? {}
  const token = action.kv.apiToken
  const workspace = makeWorkspace(name)
  const all: Contexts = {
    secrets: withoutSecrets
      ? {}
      : {
          CLOUDFLARE_API_TOKEN: token,
          CLOUDFLARE_READ_TOKEN: action.kv.readToken
        },
    vars: withoutSecrets
      ? {}
      : {
          CLOUDFLARE_ACCOUNT_ID: action.kv.accountId,
          KV_NAMESPACE_ID: action.namespaceId
        },
    runner: { temp: backups },
    github: {},
    ...contexts
  }
  const job = runWorkflow(yaml, all, async ({ uses = '', run }, inputs, env) => {
    if (uses.startsWith('actions/upload-artifact@')) {
      cpSync(inputs['path'] ?? '', join(backups, `${inputs['name']}.json`))
    }
    if (uses.startsWith('actions/download-artifact@')) {
      const path = join(inputs['path'] ?? '', 'backup.json')
      mkdirSync(dirname(path), { recursive: true })
      cpSync(join(backups, `${inputs['name']}.json`), path)
    }
    if (run?.includes('git rev-parse')) return { version: '3f1c9a2' }
    if (run?.includes('wrangler@')) return runListing(run)
    if (run === 'exit 1' || (run !== undefined && run === failing)) throw new Error(`${run} fails`)
    if (uses !== 'org/kv-put-action@v1') return {}
    const credentials = { CLOUDFLARE_API_TOKEN: '', CLOUDFLARE_ACCOUNT_ID: '', RUNNER_TEMP: backups, ...env }
    const { exitCode, log, outputs } = await action.run(workspace, inputs, credentials)
    const remarks = log.match(/^::(error|warning|notice).*/gm) ?? []
    const expected = withoutSecrets ? [expect.stringContaining('::notice::There are no credentials')] : []
    expect([exitCode, remarks]).toEqual([0, expected])
    return outputs
  })
  if (failing === undefined) return job
  await expect(job).rejects.toThrow(`${failing} fails`)
  return undefined
}

test('every example is run', () => {
  expect(examples.map(({ name }) => name)).toEqual(Object.keys(SCENARIOS))
})

test.each(examples)('the example works without changes: $name', async (example) => {
  const { keys = [], held = [], after } = SCENARIOS[example.name] ?? {}
  for (const key of held) await action.namespace.put(key, '')
  for (const earlier of examples.filter(({ name }) => name === after)) await runExample(earlier)
  await runExample(example)
  const left = (await action.namespace.list()).keys.map(({ name }) => name)
  expect(left).toEqual([...keys].toSorted())
})

test('a plan without changes asks nobody to approve', async () => {
  const [example] = examples.filter(({ name }) => name === APPROVED)
  if (!example) throw new Error(`There is no example ${APPROVED}`)
  expect(await runExample(example)).toEqual(['plan', 'apply'])
  expect(await runExample(example)).toEqual(['plan'])
})

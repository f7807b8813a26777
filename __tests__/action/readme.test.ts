import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { makeFolder } from '../support/folders.ts'
import { type LocalAction, startLocalAction } from '../support/local-action.ts'

interface StepOfJob {
  readonly uses?: string
  readonly with?: Readonly<Record<string, unknown>>
}

interface Workflow {
  readonly jobs?: Readonly<Record<string, { readonly steps: readonly StepOfJob[] }>>
}

const README = readFileSync('README.md', 'utf8')
const WRANGLER = /^```jsonc\n([^]*?)^```$/m.exec(README)?.[1] ?? ''

/** The examples in YAML, each under the heading that it stands under. */
const examples = README.split(/^#+ /m).flatMap((section) => {
  const heading = section.slice(0, section.indexOf('\n'))
  return [...section.matchAll(/^```yaml\n([^]*?)^```$/gm)].map(([, yaml = '']) => ({ heading, yaml }))
})

/** The keys that each of them writes. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  'kv-put-action': ['checkout/new', 'new-checkout'],
  '`entries` and `entries-file`': ['checkout', 'beta', 'ratio', 'banner'],
  'One flag on merge': ['flags/new-checkout'],
  'A folder kept in step': ['config/regions/README.md', 'config/regions/eu.json', 'config/site.json'],
  'A folder of configuration at release': ['v1.2.0/regions/eu.json', 'v1.2.0/site.json'],
  'Flags in YAML on merge': ['checkout'],
  'A bulk file of wrangler, as it is': ['bulk'],
  'A binding for each environment': ['checkout'],
  'A value from a previous step': ['version'],
  'A namespace for each environment': ['regions/README.md', 'regions/eu.json', 'site.json'],
  'A comment on the pull request': ['checkout/new', 'new-checkout']
}

let action: LocalAction

beforeAll(async () => {
  action = await startLocalAction()
})

afterAll(() => action.kv.close())

/** Returns an input as the runner would pass it, with the value of each expression. */
function evaluated(input: unknown): string {
  const values: Readonly<Record<string, string>> = {
    'secrets.CLOUDFLARE_API_TOKEN': action.kv.apiToken,
    'vars.CLOUDFLARE_ACCOUNT_ID': action.kv.accountId,
    'secrets.CLOUDFLARE_PREVIEW_API_TOKEN': action.kv.apiToken,
    "github.event_name == 'push' && secrets.CLOUDFLARE_API_TOKEN || secrets.CLOUDFLARE_READ_TOKEN": action.kv.apiToken,
    'vars.CLOUDFLARE_PREVIEW_ACCOUNT_ID': action.kv.accountId,
    'vars.KV_NAMESPACE_ID': action.namespaceId,
    'vars.KV_PREVIEW_NAMESPACE_ID': action.namespaceId,
    'github.sha': '3f1c9a2b7d6e5f40812934a5b6c7d8e9f0a1b2c3',
    "github.event_name != 'push'": 'false',
    'github.ref_name': 'v1.2.0',
    'steps.version.outputs.version': 'v1.2.0-3-g3f1c9a2'
  }
  return String(input).replaceAll(/\$\{\{ (.*?) \}\}/g, (_whole, expression: string) => {
    const value = values[expression]
    if (value === undefined) throw new Error(`The test has no value for ${expression}`)
    return value
  })
}

/** The inputs of the one step that uses the action; an example without steps is a list of entries. */
function inputsOf(yaml: string): Record<string, string> {
  const example = parse(yaml) as Workflow | readonly StepOfJob[]
  const steps = Array.isArray(example)
    ? (example as readonly StepOfJob[])
    : Object.values((example as Workflow).jobs ?? {}).flatMap((job) => job.steps)
  if (steps.length === 0) return { entries: yaml }
  const [step, ...others] = steps.filter(({ uses }) => uses === 'org/kv-put-action@v1')
  expect([step, others]).toEqual([expect.anything(), []])
  return Object.fromEntries(Object.entries(step?.with ?? {}).map(([name, input]) => [name, evaluated(input)]))
}

test('every example in YAML is run', () => {
  expect(examples.map(({ heading }) => heading)).toEqual(Object.keys(KEYS))
})

describe('the example works as it stands:', () => {
  test.each(examples)('$heading', async ({ heading, yaml }) => {
    const workspace = makeFolder({
      'flags/new-checkout.json': '{"enabled":true}',
      'flags/checkout/new.json': '{"enabled":false}',
      'config/site.json': '{}',
      'config/regions/eu.json': '{}',
      'config/regions/README.md': '# Regions',
      'flags.yaml': 'checkout: on',
      'pairs.json': '[{"key":"bulk","value":"1","metadata":{"a":1},"expiration_ttl":3600}]',
      'wrangler.jsonc': WRANGLER
    })
    const { exitCode, log, outputs } = await action.run(workspace, inputsOf(yaml))
    expect([exitCode, log.match(/^::(error|warning).*/gm)]).toEqual([0, null])
    expect(JSON.parse(outputs['keys'] ?? '')).toEqual(KEYS[heading])
    for (const key of KEYS[heading] ?? []) expect(await action.bytes(key)).toBeDefined()
  })
})

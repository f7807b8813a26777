// Publishes a small workspace into a local KV, step by step as a workflow would, and shows what came of it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { KVNamespace } from '@cloudflare/workers-types'
import { type LocalKv, startLocalKv } from './local-kv.ts'
import { runAction } from './run-action.ts'

const workspace = fileURLToPath(new URL('workspace', import.meta.url))

const folder = { glob: 'config/**', 'base-dir': 'config', 'key-prefix': 'config/', 'strip-extension': 'true' }

const steps = [
  {
    name: 'Publish a feature flag',
    with: {
      key: 'flags/new-checkout',
      file: 'flags/new-checkout.json',
      metadata: '{ "owner": "payments", "commit": "3f1c9a2" }'
    }
  },
  {
    name: 'Publish a folder of configuration',
    with: { ...folder, 'skip-unchanged': 'true' }
  },
  {
    name: 'See what keeping the regions alone would change',
    with: { ...folder, glob: 'config/regions/**', prune: 'true', 'dry-run': 'true' }
  },
  { name: 'Keep all but the robots', with: { ...folder, glob: 'config/**\n!**/robots*', prune: 'true' } },
  { name: 'Publish an image for a week', with: { key: 'assets/logo.png', file: 'assets/logo.png', ttl: '7d' } },
  { name: 'Fail before the first write', fails: true, with: { key: 'flags/typo', file: 'flags/tpyo.json', ttl: '30' } }
]

const stored = {
  'flags/new-checkout': 'flags/new-checkout.json',
  'config/banner': 'config/banner.md',
  'config/regions/eu': 'config/regions/eu.json',
  'config/regions/us': 'config/regions/us.json',
  'config/site': 'config/site.json',
  'assets/logo.png': 'assets/logo.png'
}

const kv = await startLocalKv()
const [namespace] = kv.namespaces
if (!namespace) throw new Error('The local KV has no namespace')
try {
  for (const step of steps) await publish(step, kv, namespace.id)
  await showNamespace(await kv.binding(namespace.id))
} finally {
  await kv.close()
}

async function publish(step: (typeof steps)[number], kv: LocalKv, namespaceId: string): Promise<void> {
  title(step.name)
  const result = await runAction({
    workspace,
    with: { ...step.with, namespace: namespaceId },
    env: {
      CLOUDFLARE_API_TOKEN: kv.apiToken,
      CLOUDFLARE_ACCOUNT_ID: kv.accountId,
      CLOUDFLARE_API_BASE_URL: kv.baseUrl
    }
  })
  section('Log', asShown(result.log))
  section(
    'Outputs',
    Object.entries(result.outputs)
      .map(([name, value]) => `${name}: ${value}`)
      .join('\n')
  )
  section('Job summary', result.summary)
  section('Report', JSON.stringify(result.report, null, 2))
  section('Exit code', String(result.exitCode))
  if ((result.exitCode !== 0) !== 'fails' in step) process.exitCode = 1
}

async function showNamespace(binding: KVNamespace): Promise<void> {
  title('What the namespace holds now')
  const held = new Map<string, Buffer>()
  for (const { name, expiration, metadata } of (await binding.list()).keys) {
    const value = Buffer.from((await binding.get(name, 'arrayBuffer')) ?? new ArrayBuffer())
    held.set(name, value)
    const details = [
      expiration === undefined ? 'never expires' : `expires ${new Date(expiration * 1000).toISOString()}`,
      metadata === undefined ? 'no metadata' : `metadata ${JSON.stringify(metadata)}`
    ]
    console.log(`${name}: ${value.length} bytes, ${details.join(', ')}\n    ${preview(value)}`)
  }
  const files = Object.entries(stored)
  const isSame = files.every(([key, file]) => held.get(key)?.equals(readFileSync(join(workspace, file))))
  console.log(
    `\n${isSame && held.size === files.length ? 'Byte for byte what the workspace has.' : 'NOT what the workspace has.'}`
  )
  if (!isSame || held.size !== files.length) process.exitCode = 1
}

function preview(value: Buffer): string {
  const text = value.toString()
  return Buffer.from(text).equals(value) ? JSON.stringify(text) : `${value.subarray(0, 16).toString('hex')}…`
}

/** The log as the runner shows it: it obeys the commands in it, hides what is masked, and shows errors as such. */
function asShown(log: string): string {
  const masked = [...log.matchAll(/^::add-mask::(.*)$/gm)].map(([, secret = '']) => secret)
  const lines = log.split('\n').filter((line) => !/^::(add-mask|debug)::/.test(line))
  const text = lines
    .join('\n')
    .replace(/^::error.*?::/gm, 'Error: ')
    .replaceAll('%0A', '\n')
    .replaceAll('%25', '%')
  return masked.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
}

function title(text: string): void {
  console.log(`\n━━ ${text} ${'━'.repeat(Math.max(0, 76 - text.length))}`)
}

function section(name: string, text: string): void {
  console.log(`\n${name}\n${text.trimEnd().replace(/^/gm, '    ')}`)
}

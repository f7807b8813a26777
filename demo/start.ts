// Publishes a small workspace to a local KV, step by step as a workflow would, and shows what each step did.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { KVNamespace } from '@cloudflare/workers-types'
import { type LocalKv, startLocalKv } from './local-kv.ts'
import { renderMarkdown } from './markdown.ts'
import { runAction } from './run-action.ts'

const workspace = fileURLToPath(new URL('workspace', import.meta.url))

const folder = {
  glob: 'config/**',
  'base-dir': 'config',
  'key-prefix': 'config/',
  'strip-extension': 'true',
  'managed-by': 'config'
}

interface Step {
  readonly name: string
  readonly story: string
  /** Files that differ from those of the workspace. */
  readonly files?: Readonly<Record<string, string>>
  readonly fails?: boolean
  readonly with: Readonly<Record<string, string>>
}

const steps: readonly Step[] = [
  {
    name: 'Publish one feature flag',
    story: 'The file flags/new-checkout.json becomes the value of a key, with metadata.',
    with: {
      key: 'flags/new-checkout',
      file: 'flags/new-checkout.json',
      metadata: '{ "owner": "payments", "commit": "3f1c9a2" }'
    }
  },
  {
    name: 'Publish a folder',
    story: 'Each file below config/ becomes a key. The keys get a stamp, so that later runs know them.',
    with: { ...folder, 'skip-unchanged': 'true' }
  },
  {
    name: 'Plan a change',
    story: 'A dry run, after a value has changed and a file was deleted. The summary shows old and new values.',
    files: { 'config/regions/eu.json': '{ "vat": 0.21, "freeShippingFrom": 50 }\n' },
    with: { ...folder, glob: 'config/**\n!**/robots*', prune: 'true', 'dry-run': 'true', 'show-values': 'true' }
  },
  {
    name: 'Delete what is gone',
    story: 'Now without the file for robots. Its key is deleted, the others are unchanged.',
    with: { ...folder, glob: 'config/**\n!**/robots*', prune: 'true' }
  },
  {
    name: 'Publish an image for a week',
    story: 'Binary files are stored byte for byte. This key expires.',
    with: { key: 'assets/logo.png', file: 'assets/logo.png', ttl: '7d' }
  },
  {
    name: 'Stop before the first write',
    story: 'Two mistakes: a file that does not exist, and a TTL that is too short. Nothing is written.',
    fails: true,
    with: { key: 'flags/typo', file: 'flags/tpyo.json', ttl: '30' }
  }
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
  const summaries: string[] = []
  for (const [index, step] of steps.entries()) {
    title(`${index + 1}. ${step.name}`)
    summaries.push(`# ${index + 1}. ${step.name}`, await publish(step, kv, namespace.id))
  }
  await showNamespace(await kv.binding(namespace.id))
  showSummaries(summaries)
} finally {
  await kv.close()
}

/** Runs a step in a copy of the workspace, and shows its log. Returns its job summary. */
async function publish(step: Step, kv: LocalKv, namespaceId: string): Promise<string> {
  console.log(`${step.story}\n`)
  for (const [name, value] of Object.entries(step.with)) console.log(`    ${name}: ${value.replaceAll('\n', ' | ')}`)
  const copy = mkdtempSync(join(tmpdir(), 'workspace-'))
  cpSync(workspace, copy, { recursive: true })
  for (const [path, text] of Object.entries(step.files ?? {})) writeFileSync(join(copy, path), text)
  const result = await runAction({
    workspace: copy,
    with: { ...step.with, namespace: namespaceId },
    env: {
      CLOUDFLARE_API_TOKEN: kv.apiToken,
      CLOUDFLARE_ACCOUNT_ID: kv.accountId,
      CLOUDFLARE_API_BASE_URL: kv.baseUrl
    }
  })
  console.log(`\n${asShown(result.log).trimEnd().replace(/^/gm, '  ')}`)
  rmSync(copy, { recursive: true })
  if ((result.exitCode !== 0) !== (step.fails ?? false)) process.exitCode = 1
  return result.summary
}

async function showNamespace(binding: KVNamespace): Promise<void> {
  title('What the namespace holds now')
  const held = new Map<string, Buffer>()
  for (const { name, expiration, metadata } of (await binding.list()).keys) {
    const value = Buffer.from((await binding.get(name, 'arrayBuffer')) ?? new ArrayBuffer())
    held.set(name, value)
    console.log(`  ${name}: ${preview(value)}`)
    if (metadata !== undefined) console.log(`      metadata ${JSON.stringify(metadata)}`)
    if (expiration !== undefined) console.log(`      expires ${new Date(expiration * 1000).toISOString()}`)
  }
  const files = Object.entries(stored)
  const isSame = files.every(([key, file]) => held.get(key)?.equals(readFileSync(join(workspace, file))))
  const isComplete = isSame && held.size === files.length
  console.log(`\n${isComplete ? 'Byte for byte what the workspace has.' : 'NOT what the workspace has.'}`)
  if (!isComplete) process.exitCode = 1
}

function showSummaries(summaries: readonly string[]): void {
  const path = join(mkdtempSync(join(tmpdir(), 'kv-put-action-')), 'summaries.html')
  writeFileSync(path, renderMarkdown(summaries.join('\n\n'), 'Job summaries of kv-put-action'))
  console.log(`\nThe job summaries of all steps, as GitHub shows them: ${path}`)
}

function preview(value: Buffer): string {
  const text = value.toString()
  return Buffer.from(text).equals(value) ? JSON.stringify(text) : `${value.subarray(0, 16).toString('hex')}…`
}

/** Returns the log as the runner shows it: without commands and secrets. */
function asShown(log: string): string {
  const masked = [...log.matchAll(/^::add-mask::(.*)$/gm)].map(([, secret = '']) => secret)
  const lines = log.split('\n').filter((line) => !/^::(add-mask|debug)::/.test(line))
  const text = lines
    .join('\n')
    .replace(/^::group::/gm, '▸ ')
    .replace(/^::endgroup::\n/gm, '')
    .replace(/^::error.*?::/gm, 'Error: ')
    .replace(/^::notice.*?::/gm, 'Notice: ')
    .replace(/^::warning.*?::/gm, 'Warning: ')
    .replaceAll('%0A', '\n')
    .replaceAll('%25', '%')
  return masked.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
}

function title(text: string): void {
  console.log(`\n━━ ${text} ${'━'.repeat(Math.max(0, 76 - text.length))}`)
}

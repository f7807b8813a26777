// Takes the pictures of job summaries in docs/, from real runs with the workspace and the local KV of the demo.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type LocalKv, startLocalKv } from '../demo/local-kv.ts'
import { type MarkdownPage, openMarkdownPage } from '../demo/markdown-page.ts'
import { runAction } from '../demo/run-action.ts'

const FOLDER = {
  glob: 'config/**',
  'base-dir': 'config',
  'key-prefix': 'config/',
  'strip-extension': 'true',
  'managed-by': 'config'
}

const kv = await startLocalKv()
const shown = await openMarkdownPage()
const workspace = mkdtempSync(join(tmpdir(), 'picture-'))
try {
  cpSync(new URL('../demo/workspace', import.meta.url), workspace, { recursive: true })
  await take('publish', await summaryOf(kv, { ...FOLDER, 'skip-unchanged': 'true' }))
  writeFileSync(join(workspace, 'config/site.json'), '{ "title": "Fjord Coffee", "currency": "NOK" }\n')
  writeFileSync(join(workspace, 'config/regions/no.json'), '{ "vat": 0.25, "freeShippingFrom": 500 }\n')
  rmSync(join(workspace, 'config/banner.md'))
  const changed = { ...FOLDER, prune: 'true' }
  await take('plan', await summaryOf(kv, { ...changed, 'dry-run': 'true' }))
  await take('failure', await summaryOf(kv, changed, kv.readToken))
} finally {
  await shown.close()
  await kv.close()
  rmSync(workspace, { recursive: true })
}

async function summaryOf(
  { apiToken, accountId, baseUrl }: LocalKv,
  inputs: Readonly<Record<string, string>>,
  token = apiToken
): Promise<string> {
  const { summary } = await runAction({
    workspace,
    with: { namespace: 'site-config', ...inputs },
    env: { CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_ACCOUNT_ID: accountId, CLOUDFLARE_API_BASE_URL: baseUrl }
  })
  return summary
}

async function take(name: string, markdown: string): Promise<void> {
  const { page }: MarkdownPage = shown
  await page.setViewportSize({ width: 960, height: 600 })
  await shown.show(markdown)
  const box = await page.locator('body').boundingBox()
  if (!box) throw new Error('The summary shows nothing')
  const margin = 16
  await page.setViewportSize({ width: 960, height: Math.ceil(box.y + box.height) + margin })
  await page.screenshot({ path: fileURLToPath(new URL(`../docs/${name}.png`, import.meta.url)) })
}

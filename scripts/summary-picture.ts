// Takes the pictures of job summaries in docs/, from real runs with the local KV of the demo.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type LocalKv, startLocalKv } from '../demo/local-kv.ts'
import { type MarkdownPage, openMarkdownPage } from '../demo/markdown-page.ts'
import { runAction } from '../demo/run-action.ts'

/** The inputs of the quick start in the README. */
const QUICK_START = { glob: 'flags/**/*.json', 'base-dir': 'flags', 'strip-extension': 'true' }
const FLAGS = { ...QUICK_START, 'key-prefix': 'flags/', 'managed-by': 'flags' }

const kv = await startLocalKv()
const shown = await openMarkdownPage()
const workspace = mkdtempSync(join(tmpdir(), 'picture-'))
try {
  write('checkout/new', { enabled: true, rollout: 25 })
  write('checkout/express', { enabled: false })
  write('search/suggestions', { enabled: true, limit: 8 })
  write('summer-banner', { enabled: true, until: '2026-08-31' })
  await take('publish', await summaryOf(kv, QUICK_START))
  await summaryOf(kv, { ...FLAGS, 'skip-unchanged': 'true' })
  write('checkout/new', { enabled: true, rollout: 50 })
  write('gift-cards', { enabled: false })
  rmSync(join(workspace, 'flags/summer-banner.json'))
  const sync = { ...FLAGS, prune: 'true' }
  await take('plan', await summaryOf(kv, { ...sync, 'dry-run': 'true', 'show-values': 'true' }), true)
  await take('failure', await summaryOf(kv, sync, kv.readToken))
} finally {
  await shown.close()
  await kv.close()
  rmSync(workspace, { recursive: true })
}

function write(name: string, flag: object): void {
  const path = join(workspace, 'flags', `${name}.json`)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify(flag)}\n`)
}

async function summaryOf(
  { apiToken, accountId, baseUrl }: LocalKv,
  inputs: Readonly<Record<string, string>>,
  token = apiToken
): Promise<string> {
  const { summary } = await runAction({
    workspace,
    with: { namespace: 'feature-flags', ...inputs },
    env: { CLOUDFLARE_API_TOKEN: token, CLOUDFLARE_ACCOUNT_ID: accountId, CLOUDFLARE_API_BASE_URL: baseUrl }
  })
  return summary
}

/** @param isOpen whether to unfold values */
async function take(name: string, markdown: string, isOpen = false): Promise<void> {
  const { page }: MarkdownPage = shown
  await page.setViewportSize({ width: 960, height: 600 })
  await shown.show(markdown)
  for (const fold of isOpen ? await page.locator('details:has(pre) summary').all() : []) await fold.click()
  await page.evaluate('scrollTo(0, 0)')
  const box = await page.locator('body').boundingBox()
  if (!box) throw new Error('The summary shows nothing')
  const margin = 16
  await page.setViewportSize({ width: 960, height: Math.ceil(box.y + box.height) + margin })
  await page.screenshot({ path: fileURLToPath(new URL(`../docs/${name}.png`, import.meta.url)) })
}

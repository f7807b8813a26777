// Takes a picture of a job summary: that of a real run on the demonstration's workspace and local KV.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startLocalKv } from '../demo/local-kv.ts'
import { openMarkdownPage } from '../demo/markdown-page.ts'
import { runAction } from '../demo/run-action.ts'

const PICTURE = fileURLToPath(new URL('../docs/summary.png', import.meta.url))

const markdown = await publishDemo()
const shown = await openMarkdownPage()
try {
  await shown.show(markdown)
  const box = await shown.page.locator('body').boundingBox()
  if (!box) throw new Error('The summary shows nothing')
  const margin = 16
  await shown.page.setViewportSize({ width: 960, height: Math.ceil(box.y + box.height) + margin })
  await shown.page.screenshot({ path: PICTURE })
} finally {
  await shown.close()
}

async function publishDemo(): Promise<string> {
  const workspace = mkdtempSync(join(tmpdir(), 'picture-'))
  const kv = await startLocalKv()
  try {
    cpSync(new URL('../demo/workspace', import.meta.url), workspace, { recursive: true })
    writeFileSync(join(workspace, 'config/tables.bin'), Buffer.alloc(1_300_000, 7))
    const { summary } = await runAction({
      workspace,
      with: {
        namespace: kv.namespaces[0]?.id ?? '',
        glob: 'config/**\nflags/**\nassets/**',
        'strip-extension': 'true',
        ttl: '30d'
      },
      env: {
        CLOUDFLARE_API_TOKEN: kv.apiToken,
        CLOUDFLARE_ACCOUNT_ID: kv.accountId,
        CLOUDFLARE_API_BASE_URL: kv.baseUrl
      }
    })
    return summary
  } finally {
    await kv.close()
    rmSync(workspace, { recursive: true })
  }
}

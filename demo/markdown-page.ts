import { type Browser, chromium, type Page } from 'playwright-core'
import { renderMarkdown } from './markdown.ts'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

/** A page of a real Chromium that shows Markdown. */
export interface MarkdownPage {
  readonly page: Page
  /** Dialogs that were opened and addresses that were requested since the last `show`. Nothing is ever fetched. */
  readonly incidents: readonly string[]
  /** Shows Markdown as `renderMarkdown` renders it. */
  show(markdown: string): Promise<void>
  close(): Promise<void>
}

/** Opens a page in a headless Chromium (`CHROMIUM`, or `/usr/bin/chromium`) with a new profile. */
export async function openMarkdownPage(): Promise<MarkdownPage> {
  const executablePath = process.env['CHROMIUM'] || '/usr/bin/chromium'
  const browser: Browser = await chromium.launch({ executablePath, args: FLAGS })
  const page = await browser.newPage({ viewport: { width: 960, height: 600 } })
  const incidents: string[] = []
  page.on('dialog', (dialog) => {
    incidents.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  await page.route('**', (route) => {
    incidents.push(`request ${route.request().url()}`)
    return route.abort()
  })
  return {
    page,
    incidents,
    show: async (markdown) => {
      // A new document, without the effects of earlier scripts.
      await page.goto('about:blank')
      incidents.length = 0
      await page.setContent(renderMarkdown(markdown))
    },
    close: () => browser.close()
  }
}

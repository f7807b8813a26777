import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import type { HtmlExtension } from 'micromark-util-types'
import { type Browser, chromium, type Page } from 'playwright-core'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

// GFM's filter of tags such as `<script>` would hide what got through.
const WITHOUT_TAG_FILTER: HtmlExtension = {
  exit: {
    htmlFlowData(token) {
      this.raw(this.sliceSerialize(token))
    },
    htmlTextData(token) {
      this.raw(this.sliceSerialize(token))
    }
  }
}

// Roughly how GitHub shows a job summary.
const STYLE = `
  body { margin: 24px; max-width: 900px; color: #1f2328; font: 16px/1.5 'DejaVu Sans', sans-serif }
  h2 { margin: 0 0 16px; padding-bottom: 5px; border-bottom: 1px solid #d1d9e0b3; font-size: 24px }
  table { border-collapse: collapse }
  th, td { padding: 6px 13px; border: 1px solid #d1d9e0 }
  tr:nth-child(odd of :not(:first-child)) { background: #f6f8fa }
  a { color: #0969da }
  code { padding: 3px 6px; border-radius: 6px; background: #818b981f; font: 13px 'DejaVu Sans Mono', monospace; white-space: break-spaces }
`

/** A page of a real Chromium that shows Markdown, and what happened on it. */
export interface MarkdownPage {
  readonly page: Page
  /** Dialogs that a script opened and addresses that were asked for, since the last `show`. Nothing is ever fetched. */
  readonly incidents: readonly string[]
  /**
   * Shows GitHub-flavoured Markdown. Other than on GitHub, HTML in it is left as it is, scripts and all: whatever gets
   * through to the page is to be seen there.
   */
  show(markdown: string): Promise<void>
  close(): Promise<void>
}

/** Opens a page in a headless Chromium with a profile of its own: the one at `CHROMIUM`, or that of the system. */
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
      // A document of its own: what scripts left in the last one is gone.
      await page.goto('about:blank')
      incidents.length = 0
      await page.setContent(`<!doctype html><style>${STYLE}</style><body>${toHtml(markdown)}</body>`)
    },
    close: () => browser.close()
  }
}

function toHtml(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml(), WITHOUT_TAG_FILTER]
  })
}

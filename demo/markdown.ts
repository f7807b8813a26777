import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import type { HtmlExtension } from 'micromark-util-types'

// GFM's filter of tags such as `<script>` would hide hostile HTML from the tests.
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

// Roughly how GitHub shows a job summary, in light and dark.
const STYLE = `
  body { margin: 24px; max-width: 900px; color: #1f2328; font: 16px/1.5 'DejaVu Sans', sans-serif }
  h2 { margin: 0 0 16px; padding-bottom: 5px; border-bottom: 1px solid #d1d9e0b3; font-size: 24px }
  table { display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse }
  th, td { padding: 6px 13px; border: 1px solid #d1d9e0 }
  tr:nth-child(odd of :not(:first-child)) { background: #f6f8fa }
  a { color: #0969da }
  code { padding: 3px 6px; border-radius: 6px; background: #818b981f; font: 13px 'DejaVu Sans Mono', monospace; white-space: break-spaces }
  @media (prefers-color-scheme: dark) {
    body { background: #0d1117; color: #f0f6fc }
    h2 { border-color: #3d444db3 }
    th, td { border-color: #3d444d }
    tr:nth-child(odd of :not(:first-child)) { background: #151b23 }
    a { color: #4493f8 }
    code { background: #656c7633 }
  }
`

/**
 * Returns GitHub-flavoured Markdown as an HTML document. Unlike GitHub, it keeps all HTML, also scripts, so that a test
 * sees all HTML that reaches the page.
 */
export function renderMarkdown(markdown: string): string {
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><body>${toHtml(markdown)}</body>`
}

function toHtml(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml(), WITHOUT_TAG_FILTER]
  })
}

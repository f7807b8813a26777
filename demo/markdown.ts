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

// How GitHub shows a job summary, in light and dark: the rules of its style sheet for the elements that are used.
const STYLE = `
  body { margin: 24px; max-width: 1012px; color: #1f2328; font: 16px/1.5 'DejaVu Sans', sans-serif; overflow-wrap: break-word }
  p, ul, table, details, pre { margin: 0 0 16px }
  h1, h2, h3 { margin: 24px 0 16px; font-weight: 600; line-height: 1.25 }
  h1 { font-size: 32px }
  h2 { padding-bottom: 5px; border-bottom: 1px solid #d1d9e0b3; font-size: 24px }
  h3 { font-size: 20px }
  body > :first-child { margin-top: 0 }
  ul { padding-left: 2em }
  li + li { margin-top: 4px }
  b, th { font-weight: 600 }
  summary { cursor: pointer }
  summary + * { margin-top: 16px }
  table { display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse }
  th, td { padding: 6px 13px; border: 1px solid #d1d9e0 }
  tr { background: #fff }
  tr:nth-child(2n) { background: #f6f8fa }
  a { color: #0969da }
  code { padding: 3px 6px; border-radius: 6px; background: #818b981f; font-family: 'DejaVu Sans Mono', monospace; font-size: 85%; white-space: break-spaces }
  pre { padding: 16px; overflow: auto; border-radius: 6px; background: #f6f8fa; font: 85%/1.45 'DejaVu Sans Mono', monospace }
  pre code { padding: 0; background: none; font-size: 100%; white-space: pre }
  @media (prefers-color-scheme: dark) {
    body { background: #0d1117; color: #f0f6fc }
    h2 { border-color: #3d444db3 }
    th, td { border-color: #3d444d }
    tr { background: #0d1117 }
    tr:nth-child(2n), pre { background: #151b23 }
    a { color: #4493f8 }
    code { background: #656c7633 }
  }
`

/**
 * Returns GitHub-flavoured Markdown as an HTML document. Unlike GitHub, it keeps all HTML, also scripts, so that a test
 * sees all HTML that reaches the page.
 */
export function renderMarkdown(markdown: string, title = 'Job summary'): string {
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>`
  return `<!doctype html><html lang="en"><head>${head}<style>${STYLE}</style></head><body>${toHtml(markdown)}</body></html>`
}

function toHtml(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml(), WITHOUT_TAG_FILTER]
  })
}

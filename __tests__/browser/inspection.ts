import type { MarkdownPage } from '../../demo/markdown-page.ts'

/** How a browser shows rendered Markdown. */
export interface Inspection {
  /** Dialogs, requests, errors and scripts that ran. None of them is allowed. */
  readonly incidents: readonly string[]
  /** The distinct names of elements. */
  readonly elements: readonly string[]
  /** The distinct attributes, as `element.attribute`. */
  readonly attributes: readonly string[]
  readonly links: readonly string[]
  /** Tables whose rows have different numbers of cells. */
  readonly raggedTables: number
  readonly rows: number
  /** The visible text of every `<code>`. */
  readonly codes: readonly string[]
  /** The text outside of `<code>`, in which GitHub links mentions, issues, commits and emoji. */
  readonly prose: string
}

/**
 * Shows Markdown in `page` and returns what is to be found there. What ours is sets `globalThis.ran` or opens a dialog,
 * should it ever run.
 */
export async function inspect(page: MarkdownPage, markdown: string): Promise<Inspection> {
  await page.show(markdown)
  const seen = await page.page.evaluate(async () => {
    // Some event handlers run only on mouse events.
    for (const element of document.querySelectorAll('body *')) element.dispatchEvent(new Event('mouseover'))
    await new Promise((resolve) => setTimeout(resolve, 0))
    const all = [...document.body.querySelectorAll('*')]
    const unique = (names: string[]): string[] => [...new Set(names)].sort()
    const rows = [...document.querySelectorAll('tr')]
    const codes = [...document.querySelectorAll('code')].map((code) => code.innerText)
    const outside = document.body.cloneNode(true) as HTMLElement
    for (const code of outside.querySelectorAll('code')) code.replaceWith('…')
    return {
      ran: 'ran' in globalThis,
      elements: unique(all.map(({ localName }) => localName)),
      attributes: unique(
        all.flatMap(({ localName, attributes }) => [...attributes].map(({ name }) => `${localName}.${name}`))
      ),
      links: [...document.querySelectorAll('a')].map(({ href }) => href),
      raggedTables: [...document.querySelectorAll('table')].filter(
        (table) => new Set([...table.rows].map(({ cells }) => cells.length)).size > 1
      ).length,
      rows: rows.length,
      codes,
      prose: outside.textContent.replaceAll(/\s+/g, ' ').trim()
    }
  })
  const { ran, ...inspection } = seen
  // A browser may repeat a request that was blocked.
  return { ...inspection, incidents: [...new Set(page.incidents), ...(ran ? ['a script ran'] : [])] }
}

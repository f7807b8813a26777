import type { MarkdownPage } from '../../demo/markdown-page.ts'

/** What a reader, and the browser, make of Markdown. */
export interface Inspection {
  /** Dialogs, requests and errors, and whether a script of ours ran: each is one too many. */
  readonly incidents: readonly string[]
  /** The names of the elements there are, each once. */
  readonly elements: readonly string[]
  /** `element.attribute` of every attribute, each once. */
  readonly attributes: readonly string[]
  readonly links: readonly string[]
  /** Cells of every row of every table, in which no two of them are alike. */
  readonly cellsPerRow: readonly number[]
  readonly rows: number
  /** What every `<code>` shows, as it is seen. */
  readonly codes: readonly string[]
  /** What is outside of `<code>`: where GitHub looks for mentions, issues, commits and emoji to link. */
  readonly prose: string
}

/**
 * Shows Markdown in `page` and returns what is to be found there. What ours is sets `globalThis.ran` or opens a dialog,
 * should it ever run.
 */
export async function inspect(page: MarkdownPage, markdown: string): Promise<Inspection> {
  await page.show(markdown)
  const seen = await page.page.evaluate(async () => {
    // A click is what some attributes wait for.
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
      cellsPerRow: [...new Set(rows.map(({ cells }) => cells.length))],
      rows: rows.length,
      codes,
      prose: outside.textContent.replaceAll(/\s+/g, ' ').trim()
    }
  })
  const { ran, ...inspection } = seen
  // A browser may ask twice for what it was refused.
  return { ...inspection, incidents: [...new Set(page.incidents), ...(ran ? ['a script ran'] : [])] }
}

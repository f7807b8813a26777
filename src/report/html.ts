import { printable, shortened } from '../shared/text.ts'

const MAX_CODE = 1000

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;'
}

/** Returns `text` as it appears in HTML, in an attribute too. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

/** Returns `text` as code, on one line and at most 1,000 characters long. GitHub makes no links and mentions in code. */
export function code(text: string): string {
  // An empty cell would break the table.
  return `<code>${escapeHtml(printable(shortened(text === '' ? '(empty)' : text, MAX_CODE)))}</code>`
}

/** Returns a link whose text is HTML already. */
export function link(url: string, html: string): string {
  return `<a href="${escapeHtml(url)}">${html}</a>`
}

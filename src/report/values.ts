import type { ShownChange, ShownValues } from '../plan/show-values.ts'
import { hideSecrets } from '../shared/secrets.ts'
import { counted, printable, utf8Length } from '../shared/text.ts'
import { code, escapeHtml } from './html.ts'

const MARKS: Readonly<Record<string, string>> = { new: '+', changed: '~', 'to-delete': '−' }

/**
 * Returns how values change as lines of HTML, each change folded, at most `maxBytes` in all. What does not fit is counted.
 * Nothing in a value can end its block: it has no line end, no markup, and no character that cannot be seen.
 */
export function renderValues(values: ShownValues | undefined, maxBytes: number): string[] {
  if (!values) return []
  const { changes, others } = values
  const lines: string[] = []
  let rest = maxBytes - RESERVED
  for (const change of changes) {
    const line = renderChange(change)
    if (utf8Length(line) >= rest) continue
    lines.push(line)
    rest -= utf8Length(line) + 1
  }
  const hidden = others + changes.length - lines.length
  if (hidden > 0) lines.push(`<p>The values of ${counted(hidden, 'more key')} are not shown.</p>`)
  return lines.length > 0 ? ['<h3>Values</h3>', ...lines] : []
}

/** Bytes for the heading and the count. */
const RESERVED = 100

function renderChange({ key, status, diff }: ShownChange): string {
  const name = `${MARKS[status] ?? ''} ${code(key)}`
  if ('note' in diff) return `<p>${name}: ${code(hideSecrets(diff.note))}</p>`
  // A blank line would end the HTML, and the rest would be read as Markdown.
  const text = diff.lines.map((line) => escapeHtml(printable(hideSecrets(line)))).join('&#10;')
  return `<details><summary>${name}</summary><pre lang="diff">${text}</pre></details>`
}

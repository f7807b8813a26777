import { hideValuesIn, type Texts } from '../shared/echo.ts'
import { parseExact } from '../shared/exact-json.ts'
import { hideSecretsIn } from '../shared/secrets.ts'
import { formatCount, shortened } from '../shared/text.ts'
import type { Envelope } from './envelope.ts'
import { partsOf } from './error-message.ts'

// A response has an error or two. These limits keep a hostile one from filling memory, outputs and report.
const MAX_ITEMS = 100
const MAX_CHARACTERS = 100_000
const MAX_TEXT = 1000

// JSON.stringify fails at some 4,000 levels. Metadata, of at most 1,024 bytes, may have 512.
const MAX_LEVELS = 1000

/**
 * Parses the text of a response. Returns undefined if it is not an envelope: HTML of a proxy, cut short, or nested too
 * deeply to be passed on. Secrets that a server repeats are hidden in errors and messages, of which at most 100 are
 * kept. The result, which may name keys, is as received.
 *
 * @param exactNumbers whether numbers keep their exact text, see `parseExact`
 */
export function parseEnvelope(text: string, exactNumbers = false): Envelope | undefined {
  let value: unknown
  try {
    value = exactNumbers ? parseExact(text) : JSON.parse(text)
  } catch {
    return undefined
  }
  const { success, errors, messages, result = null, result_info: resultInfo } = partsOf(value)
  const [someErrors, someMessages] = [asItems(errors), asItems(messages)]
  if (typeof success !== 'boolean' || isDeeper([someErrors, someMessages, result, resultInfo], MAX_LEVELS)) {
    return undefined
  }
  return { success, errors: cleaned(someErrors), messages: cleaned(someMessages), result, resultInfo }
}

/**
 * Returns an envelope without the values that a server repeats.
 *
 * @param values texts that must not be shown; those of a file in pieces that overlap
 * @param inResult whether to search the result, too. The result of a bulk request names keys, which stay as they are.
 */
export async function withoutValues(envelope: Envelope, values: Texts, inResult: boolean): Promise<Envelope> {
  const { errors, messages, result } = envelope
  const parts = [errors, messages, inResult ? shortResult(result) : null]
  const hidden = (await hideValuesIn(parts, values)) as [readonly unknown[], readonly unknown[], unknown]
  return { ...envelope, errors: hidden[0], messages: hidden[1], result: inResult ? hidden[2] : result }
}

/** The documented result of a single write is empty. A large one is left out, so that searching it takes no time. */
function shortResult(result: unknown): unknown {
  return JSON.stringify(result).length > MAX_CHARACTERS ? null : result
}

/** Returns the first 100 items. Anything that is not an array counts as one item, so that it is not lost. */
function asItems(items: unknown): readonly unknown[] {
  const all: readonly unknown[] = Array.isArray(items) ? (items as unknown[]) : items == null ? [] : [items]
  return all.length > MAX_ITEMS ? [...all.slice(0, MAX_ITEMS), leftOut(all.length - MAX_ITEMS)] : all
}

/** Returns items without secrets, as many as fit the limit. */
function cleaned(items: readonly unknown[]): readonly unknown[] {
  const kept: unknown[] = []
  let characters = 0
  for (const item of items) {
    const short = shortItem(item)
    characters += JSON.stringify(short).length
    if (characters > MAX_CHARACTERS) return [...kept, leftOut(items.length - kept.length)]
    kept.push(hideSecretsIn(short))
  }
  return kept
}

/** Returns an item as it is or, if it is too large, its code and the beginning of its message. */
function shortItem(item: unknown): unknown {
  if (JSON.stringify(item).length <= MAX_CHARACTERS) return item
  const { code, message } = partsOf(item)
  const text = typeof message === 'string' ? message : 'left out, since it is too large'
  return { ...(typeof code === 'number' && { code }), message: shortened(text, MAX_TEXT) }
}

function leftOut(count: number): object {
  return { message: `${formatCount(count)} more left out, since the API's response has too many` }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((part) => isDeeper(part, levels - 1))
}

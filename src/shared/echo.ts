import { mapTexts, textsIn, withinJson } from './json-texts.ts'
import { readPieces, type Value } from './value.ts'

// A shorter value may be part of an ordinary word, and a shorter part of a value reveals little about it.
const MIN_LENGTH = 8
const WINDOW = 16

/** Texts that must not be shown, some of which may be read from a file. */
export type Texts = Iterable<string> | AsyncIterable<string>

/**
 * Returns parsed JSON with `***` in place of each value that it repeats: the whole value if it has 8 characters or
 * more, and every part of it that has 16 characters or more. Searches texts and names of properties for the value as it
 * is and as JSON escapes it. Reads each value once. If the values cannot be read, replaces all texts.
 *
 * @param values texts that must not be shown; those of a file in pieces that overlap by 15 characters
 */
export async function hideValuesIn(parsed: unknown, values: Texts): Promise<unknown> {
  const search = new EchoSearch(textsIn(parsed))
  if (search.isEmpty) return parsed
  try {
    for await (const value of values) search.add(value)
  } catch {
    return mapTexts(parsed, () => '***')
  }
  return mapTexts(parsed, (text) => search.hide(text))
}

/** Yields a value as text; that of a file in pieces that overlap. Throws what `readPieces` throws. */
export async function* textPieces(value: Value): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let end = ''
  for await (const bytes of readPieces(value)) {
    const text = end + decoder.decode(bytes, { stream: true })
    yield text
    end = text.slice(-(WINDOW - 1))
  }
}

/** Looks for values in the texts of a response. */
class EchoSearch {
  readonly #texts: readonly string[]
  readonly #windows = new Set<string>()
  // Most windows of a value are in no text. This filter rules out nearly all of them without making a string.
  readonly #filter = new Uint8Array(2 ** 20)
  readonly #found = new Set<string>()

  constructor(texts: readonly string[]) {
    this.#texts = texts.filter(({ length }) => length >= MIN_LENGTH)
    for (const text of this.#texts) {
      eachWindow(text, (at, hash) => {
        this.#filter[hash] = 1
        this.#windows.add(text.slice(at, at + WINDOW))
      })
    }
  }

  /** Whether the texts are too short to show a value. */
  get isEmpty(): boolean {
    return this.#texts.length === 0
  }

  /** Records where the texts repeat a value. */
  add(value: string): void {
    const trimmed = value.trim()
    const plain = trimmed.length < WINDOW ? trimmed : value
    for (const form of new Set([plain, withinJson(plain)])) {
      if (form.length >= WINDOW) this.#addWindows(form)
      else if (form.length >= MIN_LENGTH && this.#texts.some((text) => text.includes(form))) this.#found.add(form)
    }
  }

  #addWindows(form: string): void {
    eachWindow(form, (at, hash) => {
      if (this.#filter[hash] === 0) return
      const part = form.slice(at, at + WINDOW)
      if (this.#windows.has(part)) this.#found.add(part)
    })
  }

  /** Returns one of the texts without the values that it repeats. */
  hide(text: string): string {
    if (this.#found.size === 0) return text
    const ends = new Map<number, number>()
    for (let at = 0; at < text.length; at++) {
      for (let length = MIN_LENGTH; length <= WINDOW; length++) {
        if (this.#found.has(text.slice(at, at + length))) ends.set(at, at + length)
      }
    }
    return withoutRuns(text, ends)
  }
}

/** Returns `text` with `***` in place of each run of the parts that begin and end at these places. */
function withoutRuns(text: string, ends: ReadonlyMap<number, number>): string {
  let shown = ''
  let hiddenTo = -1
  for (let at = 0; at < text.length; at++) {
    const end = ends.get(at)
    if (end !== undefined && at > hiddenTo) shown += '***'
    if (end !== undefined) hiddenTo = Math.max(hiddenTo, end)
    if (at >= hiddenTo) shown += text.charAt(at)
  }
  return shown
}

const { imul } = Math
const FACTOR = 31
const FACTOR_OF_FIRST = Array.from({ length: WINDOW - 1 }).reduce<number>((power) => imul(power, FACTOR), 1)

/**
 * Calls `take` for every window of `text` with its place and its hash of 20 bits. The hash is rolling, so that one pass
 * over the text is enough.
 */
function eachWindow(text: string, take: (at: number, hash: number) => void): void {
  let hash = 0
  for (let end = 0; end < text.length; end++) {
    const at = end - WINDOW
    if (at >= 0) hash -= imul(text.charCodeAt(at), FACTOR_OF_FIRST)
    hash = (imul(hash, FACTOR) + text.charCodeAt(end)) | 0
    if (at >= -1) take(at + 1, (hash ^ (hash >>> 12)) & 0xfffff)
  }
}

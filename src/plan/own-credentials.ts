import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Entry } from '../entries/entry.ts'
import type { Diagnostics } from '../shared/diagnostics.ts'
import { printable, quoted, utf8Length } from '../shared/text.ts'
import { readValue, type Value } from '../shared/value.ts'
import { isReadFailure } from './values.ts'

/** A credential of the step. */
export interface Credential {
  /** The input that it is given with. */
  readonly input: string
  readonly text: string
}

/** Bytes of white space around a credential with which it is still looked for. */
const MAX_WHITE_SPACE = 256

/**
 * Records an error for each value that is a credential of the step, apart from white space at its ends. The list
 * `entries: ${{ toJSON(secrets) }}` has them. Reads only values of such a size.
 *
 * @param signal ends the reading
 */
export async function checkOwnCredentials(
  entries: readonly Entry[],
  credentials: readonly Credential[],
  diagnostics: Diagnostics,
  signal: AbortSignal
): Promise<void> {
  const sizes = credentials.map(({ text }) => utf8Length(text))
  for (const entry of entries) {
    const { value } = entry
    if (!sizes.some((size) => value.size >= size && value.size <= size + MAX_WHITE_SPACE)) continue
    // Files are read synchronously. This lets signals be handled in between.
    if ('path' in value) await nextTurn()
    if (signal.aborted) return
    const text = readText(value)?.trim()
    const found = credentials.find((credential) => credential.text === text)
    if (!found) continue
    diagnostics.error(
      `key ${quoted(entry.key)} (from ${printable(entry.source)}) has the ${found.input} of this step as its value: leave the key out, since everybody who can read the namespace could use the credential`,
      entry
    )
  }
}

/** Returns a small value as text; undefined when it can no longer be read, which is reported where it is sent. */
function readText(value: Value): string | undefined {
  try {
    return Buffer.from(readValue(value, Buffer.allocUnsafe(value.size + 1))).toString()
  } catch (error) {
    if (!isReadFailure(error)) throw error
    return undefined
  }
}

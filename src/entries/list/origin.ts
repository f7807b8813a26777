import { type Diagnostics, InvalidValue, type Location } from '../../shared/diagnostics.ts'
import { InvalidLine } from './node.ts'

/** Where a list comes from. */
export interface Origin {
  /** As messages begin: `entries`, or `entries-file "flags.yaml"`. */
  readonly name: string
  /** The input, or the file's path relative to the workspace. */
  readonly source: string
  /** The file to annotate; undefined when the list is in the workflow. */
  readonly file: string | undefined
}

/** Returns a line of a list as reports name it: `flags.yaml line 12`. */
export function describeLine({ source }: Origin, line: number): string {
  return `${source} line ${line}`
}

/** Returns the place of a line for an annotation; none when the list is in the workflow. */
export function locate({ file }: Origin, line: number): { readonly location?: Location } {
  return file === undefined ? {} : { location: { file, line } }
}

/** What messages call an entry, and its key when that is known. */
export interface EntryName {
  readonly name: string
  readonly key?: string
}

/** Notes what is wrong with the entries of one list. */
export class ListProblems {
  readonly #origin: Origin
  readonly #diagnostics: Diagnostics

  constructor(origin: Origin, diagnostics: Diagnostics) {
    this.#origin = origin
    this.#diagnostics = diagnostics
  }

  /**
   * Returns what `parse` returns. When it throws an `InvalidValue`, notes an error that names line, entry and property,
   * and returns undefined.
   *
   * @param property empty when the error is about the whole entry
   * @param line of the property, for an error that does not have its own line
   */
  attempt<T>(entry: EntryName, property: string, line: number, parse: () => T): T | undefined {
    try {
      return parse()
    } catch (error) {
      if (!(error instanceof InvalidValue)) throw error
      const place = error instanceof InvalidLine ? error.line : line
      this.note(entry, place, [property, error.message].filter(Boolean).join(' '))
      return undefined
    }
  }

  /** Records an error of an entry that names its line. */
  note({ name, key }: EntryName, line: number, problem: string): void {
    this.#diagnostics.error(`${describeLine(this.#origin, line)}: ${name}: ${problem}`, {
      ...(key !== undefined && { key }),
      ...locate(this.#origin, line)
    })
  }
}

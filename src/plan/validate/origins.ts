import type { Entry } from '../../entries/entry.ts'
import type { Selection } from '../../entries/read.ts'
import type { Workspace } from '../../entries/workspace.ts'
import type { ListLines } from '../../entries/list/lines.ts'
import type { Location } from '../../shared/diagnostics.ts'
import { printable } from '../../shared/text.ts'
import type { Finding } from './check.ts'
import type { Place } from './json.ts'

/** What values come from. */
export interface Sources {
  readonly selection: Selection | undefined
  readonly workspace: Workspace
  readonly keyPrefix: string
}

/** Where a finding is, for people and for an annotation. */
export interface FindingOrigin {
  /** `flags/a.json, line 3, column 5`. */
  readonly name: string
  readonly location: Location | undefined
}

/** Tells where findings are: in a file, in a list or in the input `value`. */
export class ValueOrigins {
  readonly #sources: Sources
  #lines: ListLines | undefined

  constructor(sources: Sources) {
    this.#sources = sources
  }

  /** Returns where a finding in the value of an entry is. */
  async locate(entry: Entry, finding: Finding): Promise<FindingOrigin> {
    const { selection } = this.#sources
    const isListed = selection && ('entries' in selection || 'entriesFile' in selection)
    if ('path' in entry.value) return this.#inFile(entry, entry.value.path, finding)
    return isListed ? this.#inList(entry, finding) : { name: named(entry.source, finding), location: undefined }
  }

  #inFile({ source, location }: Entry, path: string, finding: Finding): FindingOrigin {
    const { workspace } = this.#sources
    // The location of a list entry is its line in the list, not the file with its value.
    const file = location?.line === undefined ? location?.file : workspace.holds(path) && workspace.display(path)
    return { name: named(source, finding), location: file ? { file, ...finding.place } : location }
  }

  async #inList(entry: Entry, finding: Finding): Promise<FindingOrigin> {
    const { source, location } = entry
    const line = await this.#lineInList(entry, finding)
    if (line === undefined) {
      return { name: named(source, finding, ' of the value'), location }
    }
    const name = source.replace(/\d+$/, String(line))
    const inValue = finding.pointer === undefined ? named('', finding, ' of the value') : ''
    return { name: printable(name) + inValue, location: location && { ...location, line } }
  }

  async #lineInList({ key }: Entry, { pointer = '', place }: Finding): Promise<number | undefined> {
    const { selection, workspace, keyPrefix } = this.#sources
    if (!selection || !('entries' in selection || 'entriesFile' in selection)) return undefined
    if (!this.#lines) {
      const { ListLines } = await import('../../entries/list/lines.ts')
      this.#lines = new ListLines(selection, workspace)
    }
    return this.#lines.find(key.slice(keyPrefix.length), pointer, place?.line ?? 1)
  }
}

/** Names a place, with the column only for a syntax error: for a violation, the pointer is enough. */
function named(source: string, { place, pointer }: Finding, ofWhat = ''): string {
  return printable(source) + (place ? describePlace(place, pointer) + ofWhat : '')
}

function describePlace({ line, column }: Place, pointer: string | undefined): string {
  return `, line ${line}${pointer === undefined ? `, column ${column}` : ''}`
}

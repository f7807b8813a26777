import { FileChanged, type FileValue, readPart, type Value } from '../shared/value.ts'
import { type BackupBytes, parseBackupEntry } from './backup-entry.ts'
import { type Line, parseLine } from './backup-text.ts'

/**
 * The values of a backup, up to 256 MiB in total. Each value is read from the file again when it is sent. All values
 * share one buffer, since Node would not free thousands of discarded buffers before the run ends.
 */
export class BackupValues {
  readonly #file: FileValue
  #line = Buffer.alloc(0)
  #bytes = Buffer.alloc(0)

  constructor(file: FileValue) {
    this.#file = file
  }

  /**
   * Returns the value of an entry.
   *
   * @param line the line that is the entry. Undefined when the entries are not on lines of their own; the value then
   * stays in memory.
   */
  value({ text, encoding, size }: BackupBytes, line: Line | undefined): Value {
    if (!line) return { bytes: Buffer.from(text, encoding), size }
    return { size, load: () => this.#load(line, size) }
  }

  #load({ number, position, length }: Line, size: number): Uint8Array {
    if (this.#line.length < length) this.#line = Buffer.allocUnsafe(2 * length)
    if (this.#bytes.length < size) this.#bytes = Buffer.allocUnsafe(2 * size)
    const bytes = readPart(this.#file, position, this.#line.subarray(0, length))
    const { pair } = parseBackupEntry(parseLine(bytes, number))
    if (pair?.value.size !== size) throw new FileChanged('the backup has changed since it was planned')
    return this.#bytes.subarray(0, this.#bytes.write(pair.value.text, pair.value.encoding))
  }
}

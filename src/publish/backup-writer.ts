import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { BACKUP_END, backupBeginning, backupEntry, type BackupPair } from '../entries/backup-format.ts'
import { ValueUnknown } from '../kv/value-unknown.ts'
import { formatBytes } from '../shared/text.ts'

/** Bytes of all values that a backup may hold. */
const MAX_BYTES = 256 * 1024 ** 2

/** Thrown when a backup cannot be made. Its message has nothing of a value; its cause is the failure of the API, if any. */
export class BackupError extends ValueUnknown {
  override readonly name = 'BackupError'

  constructor(reason: string, options?: ConstructorParameters<typeof ValueUnknown>[1]) {
    super(`backup could not be made: ${reason}`, options)
  }
}

/** Writes a backup into a file, an entry at a time. */
export class BackupWriter {
  /** Absolute path of the file. */
  readonly path: string
  readonly #file: number
  readonly #maxBytes: number
  #bytes = 0
  #values = 0
  #isFirst = true
  #isOpen = true

  /**
   * Begins a file `backup.json` that only its owner can read, in a new folder.
   *
   * @param directory an existing folder outside the workspace, `RUNNER_TEMP`
   * @param maxBytes of all values
   * @throws BackupError when the file cannot be written
   */
  constructor(directory: string, namespaceId: string, maxBytes = MAX_BYTES) {
    this.#maxBytes = maxBytes
    ;[this.path, this.#file] = written(() => {
      const path = join(mkdtempSync(join(directory, 'kv-put-action-')), 'backup.json')
      return [path, openSync(path, 'wx', 0o600)] as const
    })
    this.#write(backupBeginning(namespaceId))
  }

  /** How many of the keys so far have a value. The others are new. */
  get values(): number {
    return this.#values
  }

  /** Bytes of the values so far. */
  get bytes(): number {
    return this.#bytes
  }

  /**
   * Adds what the namespace holds under a key, undefined for nothing.
   *
   * @throws BackupError when the values are over `maxBytes`, or the file cannot be written
   */
  add(key: string, pair: BackupPair | undefined): void {
    this.#values += pair ? 1 : 0
    this.#bytes += pair?.bytes.length ?? 0
    if (this.#bytes > this.#maxBytes) {
      throw new BackupError(
        `the values that this run changes are over ${formatBytes(this.#maxBytes)}. Publish fewer keys in a step, or set backup to false`
      )
    }
    this.#write(`${this.#isFirst ? '' : ','}\n${backupEntry(key, pair)}`)
    this.#isFirst = false
  }

  /**
   * Completes the file. It is on the disk when this returns.
   *
   * @throws BackupError when the file cannot be written
   */
  finish(): void {
    this.#write(`\n${BACKUP_END}\n`)
    written(() => {
      fsyncSync(this.#file)
      this.#close()
    })
  }

  /** Removes a file that is not complete, and its folder. */
  discard(): void {
    this.#close()
    rmSync(dirname(this.path), { recursive: true, force: true })
  }

  #close(): void {
    if (this.#isOpen) closeSync(this.#file)
    this.#isOpen = false
  }

  #write(text: string): void {
    written(() => {
      // Writes at the end of the file. Synchronous, so that entries of several workers do not mix.
      writeFileSync(this.#file, text)
    })
  }
}

function written<T>(write: () => T): T {
  try {
    return write()
  } catch (cause) {
    const { code = String(cause) } = cause as NodeJS.ErrnoException
    throw new BackupError(`RUNNER_TEMP could not be written (${code})`, { cause })
  }
}

import { closeSync, constants, existsSync, openSync, readlinkSync, realpathSync } from 'node:fs'
import { sep } from 'node:path'

// Windows has neither O_NOFOLLOW nor O_NONBLOCK.
const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants> & { O_RDONLY: number }

// Also opens a folder that may be entered but not read. Node has no constant for it: the number is from
// include/uapi/asm-generic/fcntl.h of Linux.
const O_PATH = 0o10000000
// Each descriptor of the process is a link to what is open. Only Linux has them.
const DESCRIPTORS = '/proc/self/fd'
const CAN_HOLD = process.platform === 'linux' && existsSync(DESCRIPTORS)

/**
 * A folder that is kept open. Its files are opened in this folder, even if another folder or a symlink has replaced it
 * at its path. This works only on Linux. On other systems, files are opened by their path.
 */
export class OpenFolder {
  readonly #descriptor: number | undefined
  readonly #real: string

  /** @throws Error of the system when there is no such folder */
  constructor(path: string) {
    this.#descriptor = CAN_HOLD ? openSync(path, O_PATH | constants.O_DIRECTORY) : undefined
    const real = this.#descriptor === undefined ? realpathSync(path) : readlinkSync(descriptorPath(this.#descriptor))
    this.#real = real.endsWith(sep) ? real : real + sep
  }

  /** Returns the real path of the file `name`, when it is no symlink. */
  pathOf(name: string): string {
    return this.#real + name
  }

  /**
   * Opens the file `name` for reading, and returns its descriptor.
   *
   * @throws Error of the system; ELOOP when it is a symlink, except on Windows
   */
  open(name: string): number {
    const path = this.#descriptor === undefined ? this.pathOf(name) : `${descriptorPath(this.#descriptor)}/${name}`
    // O_NONBLOCK: a pipe that nobody writes to would keep the process waiting.
    return openSync(path, O_RDONLY | O_NONBLOCK | O_NOFOLLOW)
  }

  /** Closes the folder. */
  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor)
  }
}

function descriptorPath(descriptor: number): string {
  return `${DESCRIPTORS}/${descriptor}`
}

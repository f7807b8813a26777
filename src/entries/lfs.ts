import { readSync } from 'node:fs'

// https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md: a pointer has less than 1,024 bytes; the shortest has 126.
const MIN_BYTES = 100
const MAX_BYTES = 1023
const POINTER =
  /^version https:\/\/(git-lfs\.github\.com|hawser\.github\.com)\/spec\/[^\n]*\n[^]*oid sha256:[0-9a-f]{64}\r?\nsize \d+\r?\n?$/
const BEGINNING = 'version https://'

const buffer = Buffer.alloc(MAX_BYTES)

/** Whether the open file is a Git LFS pointer, which stands for a file that was not downloaded. Reads only small files. */
export function isLfsPointer(descriptor: number, size: number): boolean {
  if (size < MIN_BYTES || size > MAX_BYTES) return false
  const read = readSync(descriptor, buffer, 0, size, 0)
  return (
    buffer.toString('latin1', 0, BEGINNING.length) === BEGINNING && POINTER.test(buffer.toString('latin1', 0, read))
  )
}

import { appendFileSync, closeSync, openSync, rmSync, statSync, truncateSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import type { Value } from '../../src/shared/value.ts'
import { FileChanged, readPieces, readValue } from '../../src/shared/value.ts'
import { makeFolder } from '../support/folders.ts'
import { testOnLinux } from '../support/system.ts'

/** Returns the planned value of a file with `text`. */
function planned(text: string): Value & { path: string } {
  const path = join(makeFolder({ a: text }), 'a')
  utimesSync(path, 1, 1)
  return { path, size: Buffer.byteLength(text), mtimeMs: statSync(path).mtimeMs }
}

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  return Buffer.concat(await Array.fromAsync(pieces)).toString()
}

const READERS: readonly [how: string, read: (value: Value) => Promise<string>][] = [
  ['at once', (value) => Promise.try(() => Buffer.from(readValue(value, Buffer.alloc(value.size + 1))).toString())],
  ['in pieces', (value) => textOf(readPieces(value))]
]

/** The descriptor of the next file that is opened. It is higher if a file was left open. */
function nextDescriptor(): number {
  const descriptor = openSync(import.meta.filename, 'r')
  closeSync(descriptor)
  return descriptor
}

describe.each(READERS)('a value read %s', (_how, read) => {
  test.each(['', 'on\n', 'x'.repeat(200_000)])('is the same from memory and from a file', async (text) => {
    const bytes = Buffer.from(text)
    expect(await read({ bytes, size: bytes.length })).toBe(text)
    expect(await read(planned(text))).toBe(text)
  })

  test('is the planned file, and can be read again', async () => {
    const value = planned('on')
    expect([await read(value), await read(value)]).toEqual(['on', 'on'])
  })

  test.each<[what: string, message: string, change: (path: string) => void]>([
    [
      'is gone',
      'the file can no longer be read (ENOENT)',
      (path) => {
        rmSync(path)
      }
    ],
    [
      'has grown',
      'the file has changed since it was planned',
      (path) => {
        appendFileSync(path, '!')
      }
    ],
    [
      'has shrunk',
      'the file has changed since it was planned',
      (path) => {
        truncateSync(path, 1)
      }
    ],
    [
      'was written again',
      'the file has changed since it was planned',
      (path) => {
        utimesSync(path, 2, 2)
      }
    ]
  ])('is refused when its file %s', async (_what, message, change) => {
    const value = planned('on')
    change(value.path)
    const before = nextDescriptor()
    await expect(read(value)).rejects.toMatchObject({ name: 'FileChanged', message })
    // A file of an earlier test may have been closed in between.
    expect(nextDescriptor()).toBeLessThanOrEqual(before)
  })

  testOnLinux('is refused when its file has more bytes than planned', async () => {
    await expect(read({ path: '/proc/self/status', size: 0 })).rejects.toThrow(FileChanged)
  })

  test('leaves no file open', async () => {
    const before = nextDescriptor()
    await read(planned('on'))
    // A stream closes its file soon after its end.
    while (nextDescriptor() > before) await setTimeout(5)
  })
})

test.each<[what: string, change: (path: string) => void]>([
  [
    'shorter',
    (path) => {
      truncateSync(path, 1)
    }
  ],
  [
    'longer',
    (path) => {
      appendFileSync(path, 'more')
    }
  ]
])('a file that becomes %s while it is read is refused', async (_what, change) => {
  const value = planned('x'.repeat(200_000))
  const pieces = readPieces(value)
  const first = await pieces.next()
  expect((first.value as Uint8Array).length).toBe(65_536)
  change(value.path)
  await expect(textOf(pieces)).rejects.toThrow('the file has changed since it was planned')
})

import { once } from 'node:events'
import { join } from 'node:path'
import { truncateSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { expect, test } from '@jest/globals'
import { InvalidValue } from '../../src/shared/diagnostics.ts'
import { readTextFile } from '../../src/entries/text-file.ts'
import { Workspace } from '../../src/entries/workspace.ts'
import { makeFolder } from '../support/folders.ts'
import { testOnLinux, testOnPosix } from '../support/system.ts'

const root = makeFolder({
  text: 'é🙂\u0000\r\n',
  marked: '\ufeffa\ufeff',
  replaced: 'a\ufffdb',
  latin1: Buffer.from([0x61, 0xe9, 0x62]),
  cut: Buffer.from('é').subarray(0, 1),
  empty: '',
  huge: ''
})
const workspace = new Workspace(root)

test.each([
  ['text', 'é🙂\u0000\r\n'],
  ['marked', 'a\ufeff'],
  ['replaced', 'a\ufffdb'],
  ['empty', '']
])('a file of %s is %j', (path, text) => {
  expect(readTextFile(path, workspace)).toBe(text)
})

test.each([
  ['latin1', 'is not valid UTF-8: save it as UTF-8'],
  ['cut', 'is not valid UTF-8'],
  ['missing', 'was not found'],
  ['../outside', 'lies outside the workspace']
])('a file of %s is refused', (path, message) => {
  expect(() => readTextFile(path, workspace)).toThrow(message)
})

test.each([
  ['little-endian', Buffer.from('{"a": 1}', 'utf16le')],
  ['big-endian', Buffer.from('{"a": 1}', 'utf16le').swap16()],
  ['with a byte order mark', Buffer.from('\ufeff{"a": "é"}', 'utf16le')],
  ['big-endian with a byte order mark', Buffer.from('\ufeff{"a": "é"}', 'utf16le').swap16()]
])('UTF-16, %s, is recognized', (_kind, content) => {
  expect(() => readTextFile('a', new Workspace(makeFolder({ a: content })))).toThrow(
    new InvalidValue('is UTF-16: save it as UTF-8')
  )
})

test('a file that is too large is refused before it is read', () => {
  truncateSync(join(root, 'huge'), 134_217_729)
  expect(() => readTextFile('huge', workspace)).toThrow(
    'is 134,217,729 bytes, and at most 134,217,728 can be read: check that it is the right file, or split it'
  )
  expect(() => readTextFile('huge', workspace, 10)).toThrow('at most 10 can be read')
})

const SWAP = `
  const { linkSync, renameSync, symlinkSync } = require('node:fs')
  const { workerData: { swaps, paths: [at, inside, outside, next] } } = require('node:worker_threads')
  for (;;) {
    symlinkSync(outside, next)
    renameSync(next, at)
    linkSync(inside, next)
    renameSync(next, at)
    Atomics.add(swaps, 0, 1)
  }`

testOnPosix('a file that is swapped with a symlink is read as it was checked, or refused', async () => {
  const [outside, inside] = [makeFolder({ secret: 'secret' }), makeFolder({ at: 'text', inside: 'text' })]
  const swaps = new Int32Array(new SharedArrayBuffer(4))
  const paths = [join(inside, 'at'), join(inside, 'inside'), join(outside, 'secret'), join(inside, 'next')]
  const worker = new Worker(SWAP, { eval: true, workerData: { swaps, paths } })
  await once(worker, 'online')
  const swapped = new Workspace(inside)
  const seen = new Set<string>()
  for (let times = 0; times < 10_000 || (Atomics.load(swaps, 0) < 2000 && times < 1_000_000); times++) {
    seen.add(readOrRefuse('at', swapped))
  }
  await worker.terminate()
  expect(seen).toEqual(new Set(['text', 'refused']))
})

const SWAP_FOLDER = `
  const { renameSync, symlinkSync, unlinkSync } = require('node:fs')
  const { workerData: { swaps, paths: [at, away, outside] } } = require('node:worker_threads')
  for (;;) {
    renameSync(at, away)
    symlinkSync(outside, at)
    Atomics.add(swaps, 0, 1)
    unlinkSync(at)
    renameSync(away, at)
  }`

testOnLinux('a file in a folder that is swapped for a symlink is read from the folder that was checked', async () => {
  const [outside, inside] = [makeFolder({ a: 'secret' }), makeFolder({ 'at/a': 'text' })]
  const swaps = new Int32Array(new SharedArrayBuffer(4))
  const paths = [join(inside, 'at'), join(inside, 'away'), outside]
  const worker = new Worker(SWAP_FOLDER, { eval: true, workerData: { swaps, paths } })
  await once(worker, 'online')
  const seen = new Set<string>()
  for (let times = 0; times < 5000 || (Atomics.load(swaps, 0) < 1000 && times < 500_000); times++) {
    // A new workspace each time, because a workspace caches its folders.
    seen.add(readOrRefuse('at/a', new Workspace(inside)))
  }
  await worker.terminate()
  expect(seen).toEqual(new Set(['text', 'refused']))
})

function readOrRefuse(path: string, workspace: Workspace): string {
  try {
    return readTextFile(path, workspace)
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidValue)
    return 'refused'
  }
}

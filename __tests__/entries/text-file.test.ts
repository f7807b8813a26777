import { join } from 'node:path'
import { truncateSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { readTextFile } from '../../src/entries/text-file.ts'
import { Workspace } from '../../src/entries/workspace.ts'
import { makeFolder } from '../support/folders.ts'

const root = makeFolder({
  text: 'é🙂\u0000\r\n',
  marked: '\ufeffa\ufeff',
  replaced: 'a\ufffdb',
  latin1: Buffer.from([0x61, 0xe9, 0x62]),
  utf16: Buffer.from('\ufeff{"a": 1}', 'utf16le'),
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
  ['utf16', 'is not valid UTF-8: save it as UTF-8 (some tools write UTF-16)'],
  ['cut', 'is not valid UTF-8'],
  ['missing', 'was not found'],
  ['../outside', 'lies outside the workspace']
])('a file of %s is refused', (path, message) => {
  expect(() => readTextFile(path, workspace)).toThrow(message)
})

test('a file that is too large is refused before it is read', () => {
  truncateSync(join(root, 'huge'), 134_217_729)
  expect(() => readTextFile('huge', workspace)).toThrow(
    'is 134,217,729 bytes, and at most 134,217,728 can be read: check that it is the right file, or split it'
  )
})

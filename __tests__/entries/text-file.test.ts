import { expect, test } from '@jest/globals'
import { readTextFile } from '../../src/entries/text-file.ts'
import { Workspace } from '../../src/entries/workspace.ts'
import { makeFolder } from '../support/folders.ts'

const workspace = new Workspace(
  makeFolder({
    text: 'é🙂\u0000\r\n',
    marked: '\ufeffa\ufeff',
    replaced: 'a\ufffdb',
    latin1: Buffer.from([0x61, 0xe9, 0x62]),
    cut: Buffer.from('é').subarray(0, 1),
    empty: ''
  })
)

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
  ['missing', 'is not there'],
  ['../outside', 'lies outside the workspace']
])('a file of %s is refused', (path, message) => {
  expect(() => readTextFile(path, workspace)).toThrow(message)
})

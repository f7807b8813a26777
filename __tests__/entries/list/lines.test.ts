import { expect, test } from '@jest/globals'
import { ListLines } from '../../../src/entries/list/lines.ts'
import { Workspace } from '../../../src/entries/workspace.ts'
import { makeFolder } from '../../support/folders.ts'

const list =
  '- key: a\n  value:\n    - 1\n    - b: 2\n- text\n- key: c\n  value: |\n    x\n    y\n- key: d\n  file: d\n'
const workspace = new Workspace(makeFolder({ 'list.yaml': list }))
const lines = new ListLines({ entriesFile: 'list.yaml' }, workspace)

test.each([
  ['a place in a structure', 'a', '/1/b', 4],
  ['a place that the list does not have', 'a', '/1/c', 4],
  ['a line of a block of text', 'c', '', 9],
  ['an unknown key', 'e', '', undefined],
  ['a key whose value is a file', 'd', '', undefined]
])('the line of %s', async (_what, name, pointer, line) => {
  expect(await lines.find(name, pointer, 2)).toBe(line)
})

test('a list that has become unreadable has no known lines', async () => {
  expect(await new ListLines({ entriesFile: 'gone.yaml' }, workspace).find('a', '', 1)).toBeUndefined()
})

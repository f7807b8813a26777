import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { Workspace } from '../../src/entries/workspace.ts'
import { makeFolder } from '../support/folders.ts'
import { testOnLinux, testWithLinks } from '../support/system.ts'

const temp = makeFolder({ 'made.json': '12345' })
const outside = makeFolder({ 'secret.txt': 'secret' })
const root = makeFolder({ 'config/a.json': 'abc', empty: '', '..hidden': 'x' })
const workspace = new Workspace(root, temp)

describe('a file is found', () => {
  test.each([
    ['by a path relative to the workspace', 'config/a.json', join(root, 'config/a.json'), 3],
    ['by an absolute path', join(root, 'config/a.json'), join(root, 'config/a.json'), 3],
    ['by a path that goes out and comes back', `config/../../${basename(root)}/empty`, join(root, 'empty'), 0],
    ['in the folder for temporary files', join(temp, 'made.json'), join(temp, 'made.json'), 5],
    ['by a name that only begins like a parent folder', '..hidden', join(root, '..hidden'), 1]
  ])('%s', (_how, path, real, size) => {
    const { mtimeMs } = statSync(real)
    expect(workspace.file(path)).toEqual({ path: real, size, mtimeMs })
  })

  testWithLinks('through a link that stays inside', () => {
    symlinkSync(join(root, 'config/a.json'), join(root, 'link-inside'))
    expect(workspace.file('link-inside')).toMatchObject({ path: join(root, 'config/a.json'), size: 3 })
  })

  testWithLinks('when the workspace itself is named by a link', () => {
    const parent = makeFolder()
    symlinkSync(root, join(parent, 'link'))
    const linked = new Workspace(join(parent, 'link'))
    expect(linked.file('empty')).toMatchObject({ path: join(root, 'empty'), size: 0 })
    expect(linked.file(join(parent, 'link', 'empty'))).toMatchObject({ path: join(root, 'empty'), size: 0 })
    for (const path of ['empty', join(parent, 'link', 'empty'), join(root, 'empty')]) {
      expect(linked.display(path)).toBe('empty')
    }
  })
})

describe('a file is refused', () => {
  test.each([
    ['that does not exist', 'missing.json', 'was not found'],
    ['below a file', 'empty/a', 'was not found'],
    ['that is a folder', 'config', 'is a folder'],
    ['the workspace itself', '.', 'is a folder: publish the files of a folder with glob'],
    ['outside, by ..', `../${basename(outside)}/secret.txt`, `lies outside the workspace "${root}" and RUNNER_TEMP`],
    [
      'outside, by an absolute path',
      join(outside, 'secret.txt'),
      `lies outside the workspace "${root}" and RUNNER_TEMP`
    ],
    [
      'outside, even if it does not exist',
      join(outside, 'missing.txt'),
      `lies outside the workspace "${root}" and RUNNER_TEMP`
    ],
    ['with a name that is too long', 'x'.repeat(300), 'cannot be read: the name is too long'],
    ['with a name that no system can have', 'a\0b', 'cannot be read (ERR_INVALID_ARG_VALUE)']
  ])('%s', (_what, path, message) => {
    expect(() => workspace.file(path)).toThrow(message)
  })

  testWithLinks.each([
    ['that is a broken link', 'broken', 'nowhere', 'broken', 'was not found'],
    ['that is a loop of links', 'loop', 'loop', 'loop', 'is a symlink that leads to itself'],
    ['outside, through a link', 'to-file', join(outside, 'secret.txt'), 'to-file', 'lies outside the workspace'],
    ['outside, through a folder that is a link', 'to-folder', outside, 'to-folder/secret.txt', 'lies outside']
  ])('%s', (_what, link, target, path, message) => {
    symlinkSync(target, join(root, link))
    expect(() => workspace.file(path)).toThrow(message)
  })

  testOnLinux('whose name is not valid UTF-8', () => {
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x66, 0xff])]), '')
    const name = readdirSync(root).find((file) => file.startsWith('f\ufffd')) ?? ''
    expect(() => workspace.file(name)).toThrow('has a name that is not valid UTF-8: rename it')
  })

  test('in a folder whose name only begins like that of the workspace', () => {
    const parent = makeFolder({ 'app-secrets/token': 'x' })
    mkdirSync(join(parent, 'app'))
    expect(() => new Workspace(join(parent, 'app')).file('../app-secrets/token')).toThrow('lies outside')
  })
})

test('paths are shown relative to the workspace, and unchanged outside it', () => {
  expect(workspace.display(join(root, 'config/a.json'))).toBe('config/a.json')
  expect(workspace.display('config/./a.json')).toBe('config/a.json')
  expect(workspace.display(join(temp, 'made.json'))).toBe(join(temp, 'made.json'))
})

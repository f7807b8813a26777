import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { relativeInside } from '../../src/entries/roots.ts'
import { Workspace } from '../../src/entries/workspace.ts'
import { makeFolder } from '../support/folders.ts'
import { testOnLinux, testOnPosix, testWithLinks } from '../support/system.ts'

const temp = makeFolder({ 'made.json': '12345' })
const outside = makeFolder({ 'secret.txt': 'secret' })
const root = makeFolder({ 'config/a.json': 'abc', empty: '', '..hidden': 'x' })
const workspace = new Workspace(root, temp)

/** The number of files that this process has open, or 0 on Windows. */
function openFiles(): number {
  return existsSync('/dev/fd') ? readdirSync('/dev/fd').length : 0
}

describe('a file is found', () => {
  test.each([
    ['by a path relative to the workspace', 'config/a.json', join(root, 'config/a.json'), 3],
    ['by an absolute path', join(root, 'config/a.json'), join(root, 'config/a.json'), 3],
    ['by a path that goes out and comes back', `config/../../${basename(root)}/empty`, join(root, 'empty'), 0],
    ['in the folder for temporary files', join(temp, 'made.json'), join(temp, 'made.json'), 5],
    ['by a name that only begins like a parent folder', '..hidden', join(root, '..hidden'), 1]
  ])('%s', (_how, path, real, size) => {
    expect(workspace.file(path)).toMatchObject({ path: real, size })
  })

  test('with an identity that distinguishes it from other files', () => {
    const { dev, ino, mtimeMs, ctimeMs } = statSync(join(root, 'config/a.json'))
    expect(workspace.file('config/a.json').identity).toEqual({ dev, ino, mtimeMs, ctimeMs })
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

  test('when the folder for temporary files does not exist', () => {
    expect(new Workspace(root, join(temp, 'missing')).file('empty').size).toBe(0)
  })

  test('and closed at once, and its folder is closed in the next microtask', async () => {
    const before = openFiles()
    for (let times = 0; times < 20; times++) workspace.file('config/a.json')
    for (let times = 0; times < 20; times++) expect(() => workspace.file('config')).toThrow('is a folder')
    for (let times = 0; times < 20; times++) expect(() => workspace.file('missing/a')).toThrow('was not found')
    expect(openFiles()).toBeLessThanOrEqual(before + 1)
    await Promise.resolve()
    expect(openFiles()).toBe(before)
  })

  testOnLinux('in the folder that was checked, even if a symlink replaces it', () => {
    const folder = makeFolder({ 'inside/a': 'a', 'inside/b': 'b' })
    const swapped = new Workspace(folder)
    swapped.file('inside/a')
    renameSync(join(folder, 'inside'), join(folder, 'moved'))
    symlinkSync(outside, join(folder, 'inside'))
    expect(swapped.open('inside/b', (descriptor) => readFileSync(descriptor, 'utf8'))).toBe('b')
    expect(() => swapped.file('inside/secret.txt')).toThrow('was not found')
  })

  testOnPosix('and read, even if another file replaces it', () => {
    const folder = makeFolder({ at: 'found', next: 'another' })
    const text = new Workspace(folder).open('at', (descriptor) => {
      renameSync(join(folder, 'next'), join(folder, 'at'))
      return readFileSync(descriptor, 'utf8')
    })
    expect(text).toBe('found')
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

  testWithLinks('that is a broken link in a workspace that is a link', () => {
    const at = makeFolder()
    symlinkSync(root, join(at, 'link'))
    symlinkSync('nowhere', join(root, 'dangling'))
    expect(() => new Workspace(join(at, 'link')).file(join(root, 'dangling'))).toThrow(
      'was not found, or is a broken symlink'
    )
  })

  testOnLinux('whose name is not valid UTF-8', () => {
    writeFileSync(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x66, 0xff])]), '')
    const name = readdirSync(root).find((file) => file.startsWith('f\ufffd')) ?? ''
    expect(() => workspace.file(name)).toThrow('has a name that is not valid UTF-8: rename it')
  })

  test('with the system error as the cause', () => {
    expect(() => workspace.file('missing.json')).toThrow(
      expect.objectContaining({ cause: expect.objectContaining({ code: 'ENOENT' }) })
    )
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

test.each([
  ['/a', '/a/b/c', 'b/c'],
  ['/a', '/a/..b', '..b'],
  ['/a', '/a', undefined],
  ['/a', '/', undefined],
  ['/a', '/ab', undefined],
  ['/a', '/a/../b', undefined]
])('from %s the relative path to %s is %s', (base, path, way) => {
  expect(relativeInside(base, path)).toBe(way)
})

import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { relativeInside, Workspace } from '../../src/entries/workspace.ts'
import { makeFolder } from '../support/folders.ts'

const temp = makeFolder({ 'made.json': '12345' })
const outside = makeFolder({ 'secret.txt': 'secret' })
const root = makeFolder({ 'config/a.json': 'abc', empty: '', '..hidden': 'x' })
symlinkSync(join(root, 'config/a.json'), join(root, 'link-inside'))
symlinkSync(join(outside, 'secret.txt'), join(root, 'link-outside'))
symlinkSync(outside, join(root, 'folder-outside'))
symlinkSync('nowhere', join(root, 'link-broken'))
symlinkSync('link-loop', join(root, 'link-loop'))
// Windows has no pipes among its files.
const hasPipes = process.platform !== 'win32'
if (hasPipes) execFileSync('mkfifo', [join(root, 'fifo')])
const workspace = new Workspace(root, temp)

/** How many files this process has open, as far as the system tells: Windows does not. */
function openFiles(): number {
  return existsSync('/dev/fd') ? readdirSync('/dev/fd').length : 0
}

describe('a file is found', () => {
  test.each([
    ['by a path relative to the workspace', 'config/a.json', join(root, 'config/a.json'), 3],
    ['by an absolute path', join(root, 'config/a.json'), join(root, 'config/a.json'), 3],
    ['by a path that goes out and comes back', `config/../../${basename(root)}/empty`, join(root, 'empty'), 0],
    ['through a link that stays inside', 'link-inside', join(root, 'config/a.json'), 3],
    ['in the folder for temporary files', join(temp, 'made.json'), join(temp, 'made.json'), 5],
    ['by a name that only begins like a parent folder', '..hidden', join(root, '..hidden'), 1]
  ])('%s', (_how, path, real, size) => {
    expect(workspace.file(path)).toMatchObject({ path: real, size })
  })

  test('when the workspace itself is named by a link', () => {
    const parent = makeFolder()
    symlinkSync(root, join(parent, 'link'))
    const linked = new Workspace(join(parent, 'link'))
    expect(linked.file('empty')).toMatchObject({ path: join(root, 'empty'), size: 0 })
    expect(linked.file(join(parent, 'link', 'empty'))).toMatchObject({ path: join(root, 'empty'), size: 0 })
    for (const path of ['empty', join(parent, 'link', 'empty'), join(root, 'empty')]) {
      expect(linked.display(path)).toBe('empty')
    }
  })

  test('when the folder for temporary files is not there', () => {
    expect(new Workspace(root, join(temp, 'missing')).file('empty').size).toBe(0)
  })

  test('and left closed', () => {
    const before = openFiles()
    for (let times = 0; times < 20; times++) workspace.file('config/a.json')
    expect(openFiles()).toBe(before)
  })
})

describe('a file is refused', () => {
  test.each([
    ['that is not there', 'missing.json', 'is not there'],
    ['below a file', 'empty/a', 'is not there'],
    ['that is a broken link', 'link-broken', 'is not there'],
    ['that is a loop of links', 'link-loop', 'cannot be read (ELOOP)'],
    ['that is a folder', 'config', 'is a folder'],
    ...(hasPipes ? [['that is a pipe, which would be read for ever', 'fifo', 'is not a regular file'] as const] : []),
    ['outside, by ..', `../${basename(outside)}/secret.txt`, 'lies outside the workspace and RUNNER_TEMP'],
    ['outside, by an absolute path', join(outside, 'secret.txt'), 'lies outside the workspace and RUNNER_TEMP'],
    ['outside, whether it is there or not', join(outside, 'missing.txt'), 'lies outside the workspace and RUNNER_TEMP'],
    ['outside, through a link', 'link-outside', 'lies outside the workspace and RUNNER_TEMP'],
    [
      'outside, through a folder that is a link',
      'folder-outside/secret.txt',
      'lies outside the workspace and RUNNER_TEMP'
    ],
    ['with a name that no system can have', 'a\0b', 'cannot be read (ERR_INVALID_ARG_VALUE)']
  ])('%s', (_what, path, message) => {
    expect(() => workspace.file(path)).toThrow(message)
  })

  test('with what the system said of it as the cause', () => {
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

test('paths are shown relative to the workspace, and elsewhere as they are', () => {
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
])('from %s the way to %s is %s', (base, path, way) => {
  expect(relativeInside(base, path)).toBe(way)
})

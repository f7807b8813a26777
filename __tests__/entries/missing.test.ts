import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { MissingPaths } from '../../src/entries/missing.ts'
import { Roots } from '../../src/entries/roots.ts'
import { makeFolder } from '../support/folders.ts'

const NOT_FOUND = 'was not found, or is a broken symlink: paths are relative to the workspace'

function ofFile(root: string, path: string, temp?: string): string {
  const roots = new Roots(root, temp)
  return new MissingPaths(roots).ofFile(join(roots.workspace.real, path))
}

const root = makeFolder({ 'flags/production.json': '', 'flags/.env': '', 'a.json': '' })

test('a path with a wildcard gets the advice to use glob', () => {
  expect(ofFile(root, 'flags/*.json')).toContain('in which * is no wildcard; for many files, use glob')
})

test.each([
  ['flags/prodution.json', '; did you mean "flags/production.json"?'],
  ['flag/production.json', '; did you mean "flags/"?'],
  ['b.json', '; did you mean "a.json"?'],
  ['flags/.evn', '; did you mean "flags/.env"?'],
  ['flags/env', ''],
  ['other.txt', ''],
  // A file is no folder.
  ['a.jsn/x', ''],
  ['a.json/x', '']
])('the file %s gets the proposal "%s"', (path, proposal) => {
  expect(ofFile(root, path)).toBe(NOT_FOUND + proposal)
})

test('a name as git prints it gets advice', () => {
  expect(ofFile(root, 'flags/caf\\303\\251.json')).toContain('use git -c core.quotePath=false')
})

test('nothing is named that lies outside the workspace or in RUNNER_TEMP', () => {
  const inner = makeFolder({ 'a.json': '', 'temp/secret.json': '' })
  expect(ofFile(inner, 'temp/secrets.json', join(inner, 'temp'))).toBe(NOT_FOUND)
  const roots = new Roots(root, inner)
  expect(new MissingPaths(roots).ofFile(join(roots.temp?.real ?? '', 'b.json'))).toBe(NOT_FOUND)
})

test('only the first files of many are compared with what exists', () => {
  const folder = makeFolder({ 'a.json': '' })
  mkdirSync(join(folder, 'x'))
  const roots = new Roots(folder, undefined)
  const missing = new MissingPaths(roots)
  const messages = Array.from({ length: 21 }, () => missing.ofFile(join(roots.workspace.real, 'b.json')))
  expect(messages.filter((message) => message === NOT_FOUND)).toEqual([NOT_FOUND])
})

import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { create } from '@actions/glob'
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { findFiles } from '../../src/entries/find.ts'
import { makeFolder } from '../support/folders.ts'
import { testWithLinks } from '../support/system.ts'
import { times } from '../support/fuzz.ts'

const previous = process.cwd()
let folder = ''

beforeAll(() => {
  folder = makeFolder()
})

beforeEach(() => {
  // @actions/glob logs what it does for those who turn on debug logging.
  jest.spyOn(process.stdout, 'write').mockReturnValue(true)
})

afterEach(() => {
  // Windows removes no folder that is the working directory.
  process.chdir(previous)
  jest.restoreAllMocks()
})

async function foundByLibrary(patterns: string): Promise<string[]> {
  const globber = await create(patterns, { matchDirectories: false })
  return (await globber.glob()).toSorted()
}

async function found(patterns: string): Promise<string[]> {
  return (await findFiles(patterns)).toSorted()
}

/**
 * A file, a folder or a link, at a path of few names, so that links meet folders and patterns meet both. A link leads to
 * another place of the tree or to the whole tree, never out of it.
 */
interface Node {
  readonly path: string[]
  readonly kind: 'file' | 'folder' | 'link'
  readonly target: string[]
}

const name = fc.constantFrom('a', 'b', 'c.json', '.d', 'é [1]')
const path = fc.array(name, { minLength: 1, maxLength: 4 })
// A link of Windows is one to a file or one to a folder, before it is known what will be there.
const kinds =
  process.platform === 'win32' ? (['file', 'folder'] as const) : (['file', 'file', 'folder', 'link'] as const)
const node: fc.Arbitrary<Node> = fc.record({
  path,
  kind: fc.constantFrom(...kinds),
  target: fc.array(name, { maxLength: 2 })
})
const segment = fc.oneof(name, fc.constantFrom('*', '**', '*.json', '?', '[ab]', '[^a]', '.*', 'é [[]1]'))
const pattern = fc
  .tuple(
    fc.constantFrom('', '', '', '!', './', '!!'),
    fc.array(segment, { minLength: 1, maxLength: 4 }),
    fc.constantFrom('', '', '/')
  )
  .map(([start, segments, end]) => start + segments.join('/') + end)

function build(nodes: readonly Node[]): void {
  process.chdir(previous)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'tree'), { recursive: true })
  for (const { path, kind, target } of nodes) {
    const place = join(folder, 'tree', ...path)
    try {
      mkdirSync(kind === 'folder' ? place : join(place, '..'), { recursive: true })
      if (kind === 'file') writeFileSync(place, '')
      if (kind === 'link') symlinkSync(join(folder, 'tree', ...target), place)
    } catch {
      // Something else is at that path already.
    }
  }
}

test('what is found is what the library finds, whatever the tree and the patterns', async () => {
  const property = fc.asyncProperty(
    fc.array(node, { minLength: 1, maxLength: 12 }),
    fc.array(pattern, { minLength: 1, maxLength: 4 }),
    async (nodes, patterns) => {
      build(nodes)
      process.chdir(join(folder, 'tree'))
      const text = patterns.join('\n')
      const expected = await foundByLibrary(text).catch((error: unknown) => (error as NodeJS.ErrnoException).code)
      // A link that leads below a file, or through too many others, is broken too, but the library gives up on it.
      fc.pre(expected !== 'ENOTDIR' && expected !== 'ELOOP')
      // A link that leads nowhere is found, and left out by the library.
      const actual = (await found(text)).filter((file) => existsSync(file))
      expect(actual).toEqual(expected)
    }
  )
  await fc.assert(property, times(500))
})

describe('a folder of files', () => {
  beforeAll(() => {
    build([])
    for (const path of ['tree/a/1.json', 'tree/a/deep/2.json', 'tree/b/3.txt', 'tree/.hidden/4']) {
      mkdirSync(join(folder, path, '..'), { recursive: true })
      writeFileSync(join(folder, path), '')
    }
  })

  beforeEach(() => {
    process.chdir(folder)
  })

  test.each([
    ['tree', ['tree/.hidden/4', 'tree/a/1.json', 'tree/a/deep/2.json', 'tree/b/3.txt']],
    ['tree/**/*.json', ['tree/a/1.json', 'tree/a/deep/2.json']],
    ['tree/*/*', ['tree/.hidden/4', 'tree/a/1.json', 'tree/a/deep/2.json', 'tree/b/3.txt']],
    ['tree\n!tree/a', ['tree/.hidden/4', 'tree/b/3.txt']],
    ['tree\n!tree/a\ntree/a/deep', ['tree/.hidden/4', 'tree/a/deep/2.json', 'tree/b/3.txt']],
    ['tree/a/deep\n!tree', []],
    ['missing/**', []],
    ['tree/b/3.txt/x', []],
    ['# a comment\n\n  tree/b  ', ['tree/b/3.txt']]
  ])('has for %j the files %j', async (patterns, files) => {
    expect(await found(patterns)).toEqual(files.map((file) => join(folder, file)))
  })

  testWithLinks('has links that lead nowhere, whether a pattern names them or matches them', async () => {
    symlinkSync('nowhere', join(folder, 'broken'))
    for (const pattern of ['broken', 'brok*']) expect(await found(pattern)).toEqual([join(folder, 'broken')])
  })

  test('is found by an absolute pattern', async () => {
    expect(await found(`${folder}/tree/b/*`)).toEqual([join(folder, 'tree/b/3.txt')])
  })
})

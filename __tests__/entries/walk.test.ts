import { existsSync, lstatSync, mkdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { create } from '@actions/glob'
import { afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals'
import fc from 'fast-check'
import { Pace } from '../../src/shared/pace.ts'
import { parsePatterns } from '../../src/entries/pattern.ts'
import { ancestors, Roots } from '../../src/entries/roots.ts'
import { Walk } from '../../src/entries/walk.ts'
import { Workspace } from '../../src/entries/workspace.ts'
import { InvalidValue } from '../../src/shared/diagnostics.ts'
import { makeFolder } from '../support/folders.ts'
import { testOnPosix, testWithLinks } from '../support/system.ts'
import { times } from '../support/fuzz.ts'

const previous = process.cwd()
let folder = ''

beforeAll(() => {
  folder = makeFolder()
})

beforeEach(() => {
  // @actions/glob writes debug messages to standard output.
  jest.spyOn(process.stdout, 'write').mockReturnValue(true)
})

afterEach(() => {
  // Windows cannot remove the working directory.
  process.chdir(previous)
  jest.restoreAllMocks()
})

async function foundByLibrary(patterns: string): Promise<string[]> {
  const globber = await create(patterns, { matchDirectories: false })
  return (await globber.glob()).toSorted()
}

const pace = new Pace(new AbortController().signal)

async function find(text: string, root: string, includeHidden = true): Promise<Walk> {
  const roots = new Roots(root, undefined)
  const walk = new Walk(await parsePatterns(text, roots, pace), { roots, includeHidden, pace })
  await walk.run()
  return walk
}

async function found(patterns: string, root = process.cwd(), includeHidden = true): Promise<string[]> {
  return (await find(patterns, root, includeHidden)).files.toSorted()
}

/**
 * A file, a folder or a link. Paths use few names, so that links and patterns often match something. A link leads to
 * another place of the tree or to the whole tree, never out of it.
 */
interface Node {
  readonly path: string[]
  readonly kind: 'file' | 'folder' | 'link'
  readonly target: string[]
}

const name = fc.constantFrom('a', 'b', 'c.json', '.d', 'é [1]')
const path = fc.array(name, { minLength: 1, maxLength: 4 })
// On Windows, the kind of a symlink must be chosen before its target exists.
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

function build(nodes: readonly Node[], form = 'NFC'): void {
  process.chdir(previous)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'tree'), { recursive: true })
  for (const { path, kind, target } of nodes) {
    const place = join(folder, 'tree', ...path).normalize(form)
    try {
      mkdirSync(kind === 'folder' ? place : join(place, '..'), { recursive: true })
      if (kind === 'file') writeFileSync(place, '')
      if (kind === 'link') symlinkSync(join(folder, 'tree', ...target).normalize(form), place)
    } catch {
      // Something else is at that path already.
    }
  }
}

/** How the paths of the workspace and of one pattern are spelled. */
interface Spelling {
  readonly workspace: 'real' | 'link'
  readonly pattern: 'relative' | 'real' | 'link' | 'parent'
}

const spelling: fc.Arbitrary<Spelling> = fc.record({
  workspace: fc.constantFrom('real', 'link'),
  pattern: fc.constantFrom('relative', 'relative', 'real', 'link', 'parent')
})

function spelled(pattern: string, how: Spelling['pattern'] | 'tr?e'): string {
  if (how === 'relative') return pattern
  const [, negation = '', rest = ''] = /^(!*)(?:\.\/)?([^]*)$/.exec(pattern) ?? []
  const name = { real: 'tree', link: 'link', parent: '[tl][ri]*[ek]', 'tr?e': 'tr?e' }[how]
  const start = `${folder}/${name}`
  return `${negation}${start}/${rest}`
}

/** Whether `path` lies behind a symlink that no pattern names. */
function isBehindUnnamed(path: string, named: ReadonlySet<string>): boolean {
  const above = ancestors(path).filter((at) => at.startsWith(`${folder}/tree/`) && !named.has(at))
  return above.some((at) => lstatSync(at).isSymbolicLink())
}

/** Whether `path` goes through a folder twice. The library may skip such a path even if a pattern names its links. */
function isCyclic(path: string): boolean {
  const above = ancestors(path).map((at) => realpathSync(at))
  return new Set(above).size < above.length
}

async function expectedFiles(patterns: readonly string[], includeHidden: boolean): Promise<string[] | undefined> {
  const text = patterns.join('\n')
  const all = await foundByLibrary(text).catch(() => undefined)
  const starts = (await create(text)).getSearchPaths()
  const literal = patterns
    .filter((one) => !/^(!!)*!(?!!)/.test(one))
    .map(async (one) => (await create(one)).getSearchPaths())
  const named = new Set([...starts, ...(await Promise.all(literal)).flat()].flatMap((at) => [at, ...ancestors(at)]))
  return all?.filter((path) => {
    const isHidden = path.slice(`${folder}/tree`.length).includes('/.')
    return (includeHidden || !isHidden) && !isBehindUnnamed(path, named) && !isCyclic(path)
  })
}

testOnPosix('the search finds the same files as the library, for any tree, patterns and spelling', async () => {
  const property = fc.asyncProperty(
    fc.array(node, { minLength: 1, maxLength: 12 }),
    fc.array(fc.tuple(pattern, spelling), { minLength: 1, maxLength: 4 }),
    fc.boolean(),
    fc.constantFrom('NFC', 'NFD'),
    fc.constantFrom('NFC', 'NFD'),
    async (nodes, patterns, includeHidden, form, formOfPatterns) => {
      const rebuild = (names: string): void => {
        build(nodes, names)
        symlinkSync('tree', join(folder, 'link'))
        process.chdir(join(folder, 'tree'))
      }
      rebuild('NFC')
      const plain = patterns.map(([one, { pattern }]) => (pattern === 'parent' ? spelled(one, 'tr?e') : one))
      const expected = await expectedFiles(plain, includeHidden)
      // The library throws when a link leads below a file or to itself.
      fc.pre(expected !== undefined)
      const text = patterns.map(([one, { pattern }]) => spelled(one, pattern)).join('\n')
      if (form === 'NFD') rebuild('NFD')
      const workspace = join(folder, patterns[0]?.[1].workspace === 'link' ? 'link' : 'tree')
      // The library leaves out broken symlinks, and this search finds them.
      const actual = (await found(text.normalize(formOfPatterns), workspace, includeHidden)).filter(
        (file) => existsSync(file) && !isCyclic(file)
      )
      expect(actual.map((file) => file.normalize()).sort()).toEqual(expected)
    }
  )
  await fc.assert(property, times(300))
})

testWithLinks('nothing outside is found, named or read, for any symlinks', async () => {
  const outside = makeFolder({ 'secret/a': '', 'secret/b/c.json': '', 'd/secret': '' })
  const targets = ['', 'secret', 'secret/b', 'd', 'missing'].map((path) => join(outside, path))
  const link = fc.record({
    path,
    target: fc.oneof(
      fc.constantFrom(...targets),
      path.map((to) => to.join('/'))
    )
  })
  const property = fc.asyncProperty(
    fc.array(node, { maxLength: 8 }),
    fc.array(link, { minLength: 1, maxLength: 6 }),
    fc.array(pattern, { minLength: 1, maxLength: 3 }),
    async (nodes, links, patterns) => {
      build(nodes)
      for (const { path, target } of links) makeLink(join(folder, 'tree', ...path), target)
      const root = join(folder, 'tree')
      const workspace = new Workspace(root)
      const { files, problems, unfollowed } = await find(patterns.join('\n'), root)
      for (const path of files) {
        const message = messageOf(() => {
          expect(workspace.file(path).path.startsWith(`${root}/`)).toBe(true)
        })
        expect(`${path} ${message}`).not.toContain('secret')
      }
      expect(JSON.stringify([problems, unfollowed])).not.toContain('secret')
    }
  )
  await fc.assert(property, times(100))
})

function makeLink(at: string, target: string): void {
  try {
    mkdirSync(join(at, '..'), { recursive: true })
    symlinkSync(target, at)
  } catch {
    // Something else is at that path already.
  }
}

/** Returns why a file is refused, empty when it is not. */
function messageOf(read: () => void): string {
  try {
    read()
    return ''
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error
    return error.message
  }
}

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
  ])('matches %j with the files %j', async (patterns, files) => {
    expect(await found(patterns)).toEqual(files.map((file) => join(folder, file)))
  })
})

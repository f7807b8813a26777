import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Selection } from '../../src/entries/read.ts'
import { PLAIN, useEntries } from '../support/entries.ts'
import { makeFolder } from '../support/folders.ts'
import { testWithLinks } from '../support/system.ts'

const read = useEntries()

function files(glob: string, options: Partial<Selection> = {}): Selection {
  return { glob, baseDir: '.', stripExtension: false, ifNoFilesFound: 'error', ...options }
}

describe('keys of files', () => {
  const tree = { 'site/b.json': '1', 'site/a.txt': '22', 'site/deep/c.tar.gz': '333', 'other.json': '' }

  test('are paths relative to the workspace, in order', async () => {
    const { keys, entries, errors } = await read(makeFolder(tree), files('**'))
    expect(keys).toEqual(['other.json', 'site/a.txt', 'site/b.json', 'site/deep/c.tar.gz'])
    expect(entries.map(({ value }) => value.size)).toEqual([0, 2, 1, 3])
    expect(errors).toEqual([])
  })

  test('are paths relative to the base directory, after the prefix', async () => {
    const { keys } = await read(makeFolder(tree), files('site/**', { baseDir: 'site' }), { ...PLAIN, keyPrefix: 'v2:' })
    expect(keys).toEqual(['v2:a.txt', 'v2:b.json', 'v2:deep/c.tar.gz'])
  })

  test('lose their last extension alone', async () => {
    const { keys } = await read(makeFolder(tree), files('site/**', { stripExtension: true }))
    expect(keys).toEqual(['site/a', 'site/b', 'site/deep/c.tar'])
  })

  test('keep a name that is all extension, and an extension of a folder', async () => {
    const root = makeFolder({ 'v1.2/.env': '', 'v1.2/file': '' })
    const { keys } = await read(root, files('**', { stripExtension: true }))
    expect(keys).toEqual(['v1.2/.env', 'v1.2/file'])
  })

  test('come in their own order, where that of the paths is another', async () => {
    const root = makeFolder({ 'a.json': '', 'a-b.json': '', 'a/b.json': '' })
    const { keys } = await read(root, files('**', { stripExtension: true }))
    expect(keys).toEqual(['a', 'a-b', 'a/b'])
  })

  test('that are the same come in the order of their paths', async () => {
    const root = makeFolder({ 'a.yaml': '', 'a.txt': '', 'a.json': '', 'a/b': '' })
    const { entries } = await read(root, files('**', { stripExtension: true }))
    expect(entries.map(({ source }) => source)).toEqual(['a.json', 'a.txt', 'a.yaml', 'a/b'])
  })

  test('leave out what a later pattern excludes', async () => {
    const { keys } = await read(makeFolder(tree), files('**/*.json\n# not this one\n!other.json'))
    expect(keys).toEqual(['site/b.json'])
  })

  test('come once from a file that two patterns match', async () => {
    const { keys } = await read(makeFolder(tree), files('other.json\n*.json'))
    expect(keys).toEqual(['other.json'])
  })

  testWithLinks('follow a link to a folder of the workspace', async () => {
    const root = makeFolder({ 'real/a.json': '1' })
    symlinkSync('real', join(root, 'alias'))
    const { keys, errors } = await read(root, files('alias/**'))
    expect(keys).toEqual(['alias/a.json'])
    expect(errors).toEqual([])
  })

  testWithLinks('are found when the workspace is named by a link, from its name or its place', async () => {
    const root = makeFolder({ 'site/a.json': '1' })
    const link = join(makeFolder(), 'workspace')
    symlinkSync(root, link)
    const selections = [files('site/**', { baseDir: 'site' }), files(`${link}/site/**`, { baseDir: `${link}/site` })]
    for (const selection of selections) expect((await read(link, selection)).keys).toEqual(['a.json'])
  })
})

describe('files are refused', () => {
  test('that match outside the base directory', async () => {
    const root = makeFolder({ 'a/x': '', 'b/y': '' })
    const { keys, diagnostics } = await read(root, files('**', { baseDir: 'a' }))
    expect(keys).toStrictEqual(['x'])
    expect(diagnostics.errors).toEqual([
      {
        message:
          'file "b/y" matches glob but lies outside base-dir: exclude it with !, or choose a base-dir that holds it',
        location: { file: 'b/y' }
      }
    ])
  })

  testWithLinks('that match through a link outside the workspace', async () => {
    const root = makeFolder({ 'a.json': '' })
    symlinkSync(makeFolder({ secret: 'x' }), join(root, 'linked'))
    const { errors } = await read(root, files('**'))
    expect(errors).toEqual([expect.stringMatching(/^file "linked\/secret" lies outside the workspace/)])
  })

  test('that an absolute pattern finds outside the workspace', async () => {
    const root = makeFolder()
    const elsewhere = makeFolder({ secret: 'x' })
    const { errors } = await read(root, files(`${elsewhere}/**`, { baseDir: elsewhere }))
    expect(errors).toEqual([expect.stringContaining('lies outside the workspace and RUNNER_TEMP')])
  })

  testWithLinks('that are links to what is not there', async () => {
    const root = makeFolder({ 'a.json': '' })
    symlinkSync('nowhere', join(root, 'broken'))
    const { errors } = await read(root, files('**'))
    expect(errors).toEqual([
      'file "broken" is not there, or a link that leads nowhere; paths are relative to the workspace'
    ])
  })

  test('by a pattern with ..', async () => {
    const { entries, errors } = await read(makeFolder(), files('../**'))
    expect(entries).toStrictEqual([])
    expect(errors).toEqual([expect.stringMatching(/^glob cannot be searched: .*'\.\.\/\*\*'/)])
  })

  test('when the base directory is not there or is a file', async () => {
    const root = makeFolder({ 'a.json': '' })
    for (const baseDir of ['missing', 'a.json']) {
      const { entries, errors } = await read(root, files('**', { baseDir }))
      expect(entries).toStrictEqual([])
      expect(errors).toEqual([`base-dir must be a folder, and "${baseDir}" is none; it is relative to the workspace`])
    }
  })
})

describe('when no file matches', () => {
  const none = 'glob matches no files: "*.json, !a.json", searched from the working directory'

  test.each([
    ['error', 1, 0],
    ['warn', 0, 1],
    ['ignore', 0, 0]
  ] as const)('if-no-files-found: %s', async (ifNoFilesFound, errorCount, warningCount) => {
    const { entries, errors, warnings } = await read(makeFolder(), files('*.json\n!a.json', { ifNoFilesFound }))
    expect(entries).toStrictEqual([])
    expect(errors).toHaveLength(errorCount)
    expect(warnings).toHaveLength(warningCount)
    for (const message of [...errors, ...warnings]) expect(message).toContain(none)
  })
})

test('a base directory that is not there is no matter when nothing matches', async () => {
  const { errors } = await read(makeFolder(), files('out/**', { baseDir: 'out', ifNoFilesFound: 'ignore' }))
  expect(errors).toEqual([])
})

test('a match in .git is remarked upon: it may hold credentials', async () => {
  const root = makeFolder({
    '.git/config': '',
    '.github/a.yml': '',
    'a.git/b': '',
    'sub/.git/HEAD': '',
    'x/.gitignore': ''
  })
  const { keys, warnings } = await read(root, files('**'))
  expect(keys).toContain('.git/config')
  expect(warnings).toEqual([
    'glob matches 2 files in .git, which may hold credentials (the first is ".git/config"); exclude them with !**/.git/**'
  ])
})

testWithLinks(
  'a match behind a link to .git or RUNNER_TEMP is remarked upon too, and one that is named is not',
  async () => {
    const temp = makeFolder({ 'git-credentials-1.config': '', 'generated/a': '' })
    const root = makeFolder({ '.git/config': '', 'flags/a': '' })
    symlinkSync('../.git', join(root, 'flags/g'))
    symlinkSync(temp, join(root, 'flags/t'))
    const { keys, warnings } = await read(root, files('flags/**', { baseDir: 'flags' }), undefined, temp)
    expect(keys).toEqual(['a', 'g/config', 't/generated/a', 't/git-credentials-1.config'])
    expect(warnings).toEqual([
      'glob matches 1 file in .git, which may hold credentials (the first is "flags/g/config"); exclude them with !**/.git/**',
      'glob matches 2 files behind a link to RUNNER_TEMP, where other steps may keep credentials (the first is "flags/t/generated/a"); exclude the link with !'
    ])
    const generated = await read(root, files(`${temp}/generated/**`, { baseDir: temp }), undefined, temp)
    expect([generated.keys, generated.warnings]).toEqual([['generated/a'], []])
  }
)

test('no match in .git is nothing to remark upon', async () => {
  const { warnings } = await read(makeFolder({ '.github/a.yml': '', 'a.git/b': '', '.gitignore': '' }), files('**'))
  expect(warnings).toStrictEqual([])
})

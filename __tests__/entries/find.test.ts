import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { type CredentialPath, credentialPaths } from '../../src/entries/credentials.ts'
import type { FilesSelection } from '../../src/entries/find.ts'
import { PLAIN, useEntries } from '../support/entries.ts'
import { makeFolder } from '../support/folders.ts'
import { testOnLinux, testWithLinks } from '../support/system.ts'

const read = useEntries()

function files(glob: string, options: Partial<FilesSelection> = {}): FilesSelection {
  return {
    glob,
    includeHiddenFiles: false,
    baseDir: '.',
    stripExtension: false,
    ifNoFilesFound: 'error',
    prune: false,
    ...options
  }
}

describe('keys of files', () => {
  const tree = { 'site/b.json': '1', 'site/a.txt': '22', 'site/deep/c.tar.gz': '333', 'other.json': '' }
  const dotted = { 'v1.2/.env': '', 'v1.2/file': '' }
  const stripped = { stripExtension: true }

  test.each<[string, Record<string, string>, string, Partial<FilesSelection>, string[]]>([
    ['are paths, in order', tree, '**', {}, ['other.json', 'site/a.txt', 'site/b.json', 'site/deep/c.tar.gz']],
    ['are relative to base-dir', tree, 'site/**', { baseDir: 'site' }, ['a.txt', 'b.json', 'deep/c.tar.gz']],
    ['lose their last extension', tree, 'site/**', stripped, ['site/a', 'site/b', 'site/deep/c.tar']],
    ['keep other dots', dotted, '**', { ...stripped, includeHiddenFiles: true }, ['v1.2/.env', 'v1.2/file']],
    ['are sorted by key', { 'a.json': '', 'a-b.json': '', 'a/b.json': '' }, '**', stripped, ['a', 'a-b', 'a/b']],
    ['leave out what a later line excludes', tree, '**/*.json\n# not this\n!other.json', {}, ['site/b.json']],
    ['are not repeated for two patterns', tree, 'other.json\n*.json', {}, ['other.json']],
    ['come back with a later include', tree, 'site\n!site/**\n**/deep', {}, ['site/deep/c.tar.gz']]
  ])('%s', async (_what, content, glob, options, expected) => {
    const { keys, errors } = await read(makeFolder(content), files(glob, options))
    expect([keys, errors]).toEqual([expected, []])
  })

  test('have the prefix, and the size of the file', async () => {
    const { keys, entries } = await read(makeFolder(tree), files('site/*'), { ...PLAIN, keyPrefix: 'v2:' })
    expect([keys, entries.map(({ value }) => value.size)]).toEqual([
      ['v2:site/a.txt', 'v2:site/b.json', 'v2:site/deep/c.tar.gz'],
      [2, 1, 3]
    ])
  })

  test('that are the same are sorted by path', async () => {
    const root = makeFolder({ 'a.yaml': '', 'a.txt': '', 'a.json': '', 'a/b': '' })
    const { entries } = await read(root, files('**', stripped))
    expect(entries.map(({ source }) => source)).toEqual(['a.json', 'a.txt', 'a.yaml', 'a/b'])
  })

  testWithLinks('are found behind a symlink to a folder of the workspace', async () => {
    const root = makeFolder({ 'real/a.json': '1' })
    symlinkSync('real', join(root, 'alias'))
    for (const glob of ['alias/**', 'alias', 'alias/*.json', 'alias/a.json', 'a*/*.json\nalias/**\n!real']) {
      const { keys, errors, warnings } = await read(root, files(glob))
      expect([keys, errors, warnings]).toEqual([['alias/a.json'], [], []])
    }
  })

  testWithLinks('are not found behind a symlink to a folder that no pattern names', async () => {
    const root = makeFolder({ 'real/a.json': '1', 'b.json': '' })
    for (let index = 10; index < 22; index++) symlinkSync('real', join(root, `to-[${index}]`))
    const glob = '**/*.json'
    const names = Array.from({ length: 10 }, (_, index) => `"to-[${index + 10}]"`).join(', ')
    const excludes = Array.from({ length: 10 }, (_, index) => `"!to-[[]${index + 10}]"`).join(', ')
    const message = `glob: 12 symlinks to folders are not followed: ${names}, and 2 more. Files there may match: to publish what one holds, name it in a pattern, such as "to-[[]10]/**"; to leave them out, add ${excludes} at the end of glob`
    const { keys, errors, warnings } = await read(root, files(glob))
    expect([keys, errors, warnings]).toEqual([['b.json', 'real/a.json'], [], [message]])
    const pruned = await read(root, files(glob, { prune: true }))
    expect(pruned.errors).toEqual([`${message}. Otherwise prune would delete the keys of these files`])
    const excluded = await read(root, files(`${glob}\n!to-*`, { prune: true }))
    expect([excluded.keys, excluded.errors, excluded.warnings]).toEqual([['b.json', 'real/a.json'], [], []])
    const elsewhere = await read(root, files('*.json\nreal/**', { prune: true }))
    expect([elsewhere.errors, elsewhere.warnings]).toEqual([[], []])
  })

  testWithLinks('are found when the workspace is a symlink, by relative and absolute patterns', async () => {
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

  testWithLinks('when a symlink leads outside, and nothing outside is read or named', async () => {
    const root = makeFolder({ 'a.json': '' })
    symlinkSync(makeFolder({ secret: 'x' }), join(root, 'linked'))
    const { errors } = await read(root, files('**'))
    expect(errors).toEqual([
      'glob: symlink "linked" leads outside the workspace, and is not followed: remove it or correct it, or exclude it with "!linked"'
    ])
    expect((await read(root, files('**\n!linked'))).keys).toEqual(['a.json'])
  })

  testWithLinks('that are symlinks to a file outside', async () => {
    const root = makeFolder({ 'a.json': '' })
    symlinkSync(join(makeFolder({ secret: 'x' }), 'secret'), join(root, 'b.json'))
    const { errors } = await read(root, files('*.json'))
    expect(errors).toEqual([expect.stringMatching(/^file "b.json" lies outside the workspace/)])
  })

  test('when an absolute pattern is outside the workspace, which the message names', async () => {
    const root = makeFolder()
    const elsewhere = makeFolder({ secret: 'x' })
    const { errors } = await read(root, files(`${elsewhere}/**`, { baseDir: elsewhere }))
    expect(errors).toEqual([expect.stringContaining(`lies outside the workspace "${root}": write it relative to`)])
    expect(errors[0]).not.toContain('secret')
  })

  testWithLinks('that are broken symlinks', async () => {
    const root = makeFolder({ 'a.json': '' })
    symlinkSync('nowhere', join(root, 'broken'))
    const { errors } = await read(root, files('**'))
    expect(errors).toEqual(['file "broken" was not found, or is a broken symlink: paths are relative to the workspace'])
  })

  testWithLinks('that are symlinks to themselves, unless they are excluded', async () => {
    const root = makeFolder({ 'a.json': '' })
    symlinkSync('loop', join(root, 'loop'))
    const { errors } = await read(root, files('**'))
    expect(errors).toEqual(['glob: "loop" is a symlink that leads to itself: remove it, or exclude it with "!loop"'])
    expect((await read(root, files('**\n!loop'))).keys).toEqual(['a.json'])
  })

  test('when a pattern contains ..', async () => {
    const { entries, errors } = await read(makeFolder(), files('../**'))
    expect(entries).toStrictEqual([])
    expect(errors).toEqual([expect.stringMatching(/^glob pattern "\.\.\/\*\*" is not valid: .*'\.\.\/\*\*'/)])
  })

  test('when the base directory does not exist or is a file', async () => {
    const root = makeFolder({ 'a.json': '' })
    for (const baseDir of ['missing', 'a.json']) {
      const { entries, errors } = await read(root, files('**', { baseDir }))
      expect(entries).toStrictEqual([])
      expect(errors).toEqual([`base-dir must be a folder, relative to the workspace; got "${baseDir}"`])
    }
  })
})

describe('when no file matches', () => {
  const none = 'glob matches no files for the pattern "*.json": all that it matches is excluded by a later line'

  const allow = '. To allow this, set if-no-files-found to warn or ignore'
  const deletes = '. prune may delete the keys that earlier runs wrote for it'

  test.each<[FilesSelection['ifNoFilesFound'], boolean, string[][]]>([
    ['error', false, [[none + allow], [], []]],
    ['warn', false, [[], [none], []]],
    ['ignore', false, [[], [], [none]]],
    ['error', true, [[`${none}${allow}; then prune deletes the keys that earlier runs wrote for it`], [], []]],
    ['warn', true, [[], [none + deletes], []]],
    ['ignore', true, [[], [none + deletes], []]]
  ])('if-no-files-found: %s, prune: %s', async (ifNoFilesFound, prune, expected) => {
    const root = makeFolder({ 'a.json': '' })
    const { keys, errors, warnings, lines } = await read(root, files('*.json\n!a.json', { ifNoFilesFound, prune }))
    expect([keys, errors, warnings, lines]).toEqual([[], ...expected])
  })

  test('since a folder does not exist, a similar one is proposed', async () => {
    const root = makeFolder({ 'config/flags/a.json': '', 'confusing.txt': '' })
    const reasons = async (glob: string): Promise<string[]> => {
      const { errors } = await read(root, files(glob))
      return errors.map((message) => message.replace(/^[^:]*: | To allow this.*$/g, ''))
    }
    expect(await reasons('confg/**')).toEqual([
      `there is no "confg" in the workspace "${root}"; did you mean "config/"?`
    ])
    expect(await reasons('config/flag/*.json')).toEqual([
      `there is no "config/flag" in the workspace "${root}"; did you mean "config/flags/"?`
    ])
    expect(await reasons('config/flags/b.json')).toEqual([
      `there is no "config/flags/b.json" in the workspace "${root}"; did you mean "config/flags/a.json"?`
    ])
    expect(await reasons('nothing/at/all/**')).toEqual([`there is no "nothing/" in the workspace "${root}".`])
    expect(await reasons('config/*.json')).toEqual([`searched in the workspace "${root}".`])
  })

  test('since the workspace is empty, the checkout is asked for', async () => {
    const root = makeFolder()
    const { errors } = await read(root, files('config/**'))
    expect(errors).toEqual([
      `glob matches no files for the pattern "config/**": the workspace "${root}" is empty; did actions/checkout run before this step? To allow this, set if-no-files-found to warn or ignore`
    ])
  })
})

test('a missing base directory is allowed when nothing matches', async () => {
  const { errors } = await read(makeFolder(), files('out/**', { baseDir: 'out', ifNoFilesFound: 'ignore' }))
  expect(errors).toEqual([])
})

describe('each line of glob', () => {
  test('that includes files must select at least one that is published', async () => {
    const root = makeFolder({ 'a/x.json': '', 'b/.y.json': '', 'c/z.json': '' })
    const patterns = 'a/**\n\nb/**\nc/**\n!c\nd/**\nlater/**\na/x.json'
    const { errors, keys } = await read(root, files(patterns))
    expect(keys).toEqual(['a/x.json'])
    expect(errors.map((message) => message.split('. To allow')[0])).toEqual([
      'glob matches no files for the pattern "b/**": it matches only hidden files: to publish them, set include-hidden-files to true',
      'glob matches no files for the pattern "c/**": all that it matches is excluded by a later line',
      `glob matches no files for the pattern "d/**": there is no "d" in the workspace "${root}"`,
      `glob matches no files for the pattern "later/**": there is no "later" in the workspace "${root}"`
    ])
  })

  test('may be an exclude, but at least one must include files', async () => {
    const { errors, warnings } = await read(makeFolder({ a: '' }), files('!a\n# **'))
    expect(errors).toEqual([expect.stringContaining('glob matches no files: it has no pattern that includes files')])
    expect(warnings).toEqual([])
  })

  test('that is an exclude and removes nothing is logged', async () => {
    const { lines, warnings } = await read(
      makeFolder({ a: '', '.git/a': '', '.x/y': '' }),
      files('**\n!b\n!.git/**\n!.x/y')
    )
    expect([lines, warnings]).toEqual([['glob: the exclude "!b" removed nothing'], []])
  })

  test('that excludes a file counts as used, even if another line excludes it too', async () => {
    const { lines, keys } = await read(makeFolder({ 'a/b': '', c: '' }), files('**\n!a/*b\n!**/b'))
    expect([lines, keys]).toEqual([[], ['c']])
  })

  test.each([
    ['!"a.json"', 'remove the quotes'],
    ["'!a.json'", 'remove the quotes'],
    ['["a.json"]', 'no list in YAML or JSON'],
    ['!a.json,b.json', 'write one pattern a line'],
    ['!{a,b}.json', 'braces are not expanded'],
    ['!a.json # secret', 'give the comment a line of its own'],
    ['"c/caf\\303\\251.json"', 'use git -c core.quotePath=false'],
    ['c/caf\\303\\251.json', 'use git -c core.quotePath=false'],
    ['!"a\\tb.json"', 'use git -c core.quotePath=false'],
    ['!+(a|b).json', 'groups such as (a|b) are not expanded'],
    ['!$GITHUB_WORKSPACE/a.json', 'variables are not expanded'],
    ['![slug]/**', 'for the name itself, write "![[]slug]/**"'],
    ['!/home/runner/work/site/site/a.json', 'lies outside the workspace'],
    ...(process.platform === 'win32'
      ? []
      : ['!c\\d.json', '!c\\**', '!c\\*.json', 'c\\[d].json', '!c\\!'].map((line) => [line, 'write / between folders']))
  ] as [string, string][])('that has no effect is reported with what to write instead: %s', async (line, advice) => {
    const root = makeFolder({ 'a.json': '', 'b.json': '', 'c/d.json': '', '[slug]/e.json': '' })
    const { errors, warnings } = await read(root, files(`**\n${line}`))
    expect([...errors, ...warnings]).toEqual([expect.stringContaining(advice)])
  })

  test('that matches nothing gets the same advice', async () => {
    const { errors } = await read(
      makeFolder({ '[slug]/e.json': '', 'b.json': '' }),
      files('[slug]/*\n{a,b}.json\n- b.json')
    )
    expect(errors).toEqual([
      expect.stringContaining('write "[[]slug]/*"'),
      expect.stringContaining('braces are not expanded'),
      expect.stringContaining('no list in YAML or JSON')
    ])
  })

  test.each(['!a\n**', '!b\n!a\n**\n!b'])('that excludes above every include is an error: %j', async (glob) => {
    const { errors } = await read(makeFolder({ a: '', b: '' }), files(glob))
    expect(errors).toContain(
      'glob: the exclude "!a" stands above every pattern that includes files, so it removes nothing: move it below them'
    )
  })

  test('with brackets that match causes no warning', async () => {
    const { errors, warnings, keys } = await read(makeFolder({ a1: '', a2: '' }), files('a[12]\n!a[2]'))
    expect([errors, warnings, keys]).toEqual([[], [], ['a1']])
  })
})

testOnLinux('names are the same in every Unicode normalization, and keys keep their bytes', async () => {
  const [nfc, nfd] = ['caf\u00e9', 'cafe\u0301']
  const root = makeFolder({ [`${nfd}/${nfd}.json`]: '1', [`${nfc}/a.json`]: '', [`${nfd}/b/c.json`]: '' })
  const all = [`${nfd}/b/c.json`, `${nfd}/${nfd}.json`, `${nfc}/a.json`]
  for (const name of [nfc, nfd]) {
    const results = await Promise.all(
      [
        [`${name}/**`, '.'],
        [`**\n!${name}/${name}.json`, '.'],
        [`${name}/${name}.json`, name],
        [`${root}/${name}/*/*.json`, `${root}/${name}`]
      ].map(([glob = '', baseDir = '']) => read(root, files(glob, { baseDir })))
    )
    expect(results.map(({ keys, errors }) => [...keys, ...errors])).toEqual([
      all,
      [all[0], all[2]],
      [`${nfd}.json`],
      ['b/c.json']
    ])
  }
  const { errors } = await read(root, { key: 'k', file: `${nfc}/${nfc}.json` })
  expect(errors).toEqual([expect.stringContaining('was not found')])
})

describe('a submodule that is not checked out', () => {
  const gitmodules = '[submodule "a"]\n\tpath = theme/dark\n\turl = ../a\n[submodule "b"]\n  path="b \\"c"\n'
  const root = makeFolder({
    '.gitmodules': gitmodules,
    'a.json': '',
    'theme/b.json': '',
    'other/.gitmodules': gitmodules
  })
  mkdirSync(join(root, 'theme/dark'))
  const message =
    'glob: 2 submodules are not checked out: "b "c", "theme/dark". Files there may match: to publish their files, set submodules: true on actions/checkout (recursive for those in submodules); to leave them out, add "!b "c/**", "!theme/dark/**" at the end of glob'

  test('is a warning, and with prune an error', async () => {
    const { keys, warnings } = await read(root, files('**/*.json'))
    expect([keys, warnings]).toEqual([['a.json', 'theme/b.json'], [message]])
    const { errors } = await read(root, files('**/*.json', { prune: true }))
    expect(errors).toEqual([`${message}. Otherwise prune would delete the keys of these files`])
  })

  test.each([
    '*.json\n!theme/dark/**',
    'theme/*.json',
    '**\n!b "c/**\n!theme/dark/**',
    '**/*.json\n!b "c\n!theme\ntheme/b.json'
  ])('is fine where no pattern may match: %j', async (glob) => {
    const { errors, warnings, lines } = await read(root, files(glob, { prune: true }))
    expect([errors, warnings, lines]).toEqual([[], [], []])
  })

  test('does not excuse an exclude above every include', async () => {
    const { errors } = await read(root, files('!b "c/**\n!theme/dark/**\n**'))
    expect(errors).toEqual([
      expect.stringContaining('the exclude "!b "c/**" stands above'),
      expect.stringContaining('the exclude "!theme/dark/**" stands above')
    ])
  })

  test('is found in a submodule that is checked out', async () => {
    const outer = makeFolder({ 'a/.git': 'gitdir: ../.git/modules/a', 'a/.gitmodules': '[submodule "b"]\npath = b' })
    const { warnings } = await read(outer, files('**', { ifNoFilesFound: 'ignore' }))
    expect(warnings).toEqual([expect.stringContaining('1 submodule is not checked out: "a/b"')])
  })

  test('is fine when it is checked out', async () => {
    const whole = makeFolder({ '.gitmodules': '[submodule "a"]\npath = a', 'a/.git': '', 'a/b': '' })
    const { keys, warnings, lines } = await read(whole, files('**\n!a/**\na/b'))
    expect([keys, warnings, lines]).toEqual([['a/b'], [], []])
  })
})

describe('hidden files', () => {
  const tree = { '.well-known/a': '', 'x/.b': '', 'x/c': '', '.d/e/f': '' }

  test.each([
    [false, ['x/c']],
    [true, ['.d/e/f', '.well-known/a', 'x/.b', 'x/c']]
  ])('match with include-hidden-files %s: %j', async (includeHiddenFiles, expected) => {
    const { keys, errors } = await read(makeFolder(tree), files('**', { includeHiddenFiles }))
    expect([keys, errors]).toEqual([expected, []])
  })

  test('are left out even when the pattern names them, and the message explains it', async () => {
    const { errors } = await read(makeFolder(tree), files('.well-known/**'))
    expect(errors).toEqual([expect.stringContaining('set include-hidden-files to true')])
  })

  test('are not mentioned when the pattern matches none of them', async () => {
    const { errors } = await read(makeFolder(tree), files('**/*.json'))
    expect(errors[0]).not.toContain('hidden')
  })

  test('are recognized by their path in the workspace or in RUNNER_TEMP', async () => {
    const [root, temp] = [makeFolder({ '.hidden/site/a': '' }), makeFolder({ '.hidden/t/b': '', 't/c': '' })]
    expect((await read(join(root, '.hidden'), files('site/**'))).keys).toEqual(['site/a'])
    const inTemp = join(temp, '.hidden')
    const named = files(`${inTemp}/t/**`, { baseDir: inTemp })
    expect((await read(root, named, undefined, inTemp)).keys).toEqual(['t/b'])
    expect((await read(root, named, undefined, temp)).errors).toEqual([expect.stringContaining('hidden')])
  })
})

describe('credentials are never published:', () => {
  const named = (variable: string, path: string): readonly CredentialPath[] => credentialPaths({ [variable]: path })

  test('files in .git, with one error for all', async () => {
    const root = makeFolder({
      '.git/config': '',
      '.git/HEAD': '',
      'a.git/b': '',
      'sub/.git/HEAD': '',
      'x/.gitignore': ''
    })
    const { errors } = await read(root, files('**', { includeHiddenFiles: true }))
    expect(errors).toEqual([
      'glob matches 3 files in .git (the first is ".git/HEAD"), which may hold credentials and are never published: exclude them with "!**/.git"'
    ])
    const rest = await read(root, files('**\n!**/.git', { includeHiddenFiles: true }))
    expect([rest.keys, rest.errors]).toEqual([['a.git/b', 'x/.gitignore'], []])
  })

  test('files of google-github-actions/auth', async () => {
    const { errors } = await read(makeFolder({ 'gha-creds-0a.json': '', 'a.json': '' }), files('*.json'))
    expect(errors).toEqual([expect.stringContaining('exclude them with "!**/gha-creds-*.json"')])
  })

  testWithLinks('files behind symlinks', async () => {
    const root = makeFolder({ '.git/config': 'x', 'flags/a': '', 'key.json': 'secret' })
    symlinkSync('../.git', join(root, 'flags/g'))
    symlinkSync('../key.json', join(root, 'flags/key'))
    const credentials = named('GOOGLE_APPLICATION_CREDENTIALS', join(root, 'key.json'))
    const { errors } = await read(root, files('flags/**\nflags/g/**'), undefined, undefined, credentials)
    expect(errors).toEqual([
      expect.stringContaining('1 file in .git (the first is "flags/g/config")'),
      expect.stringContaining('1 file that GOOGLE_APPLICATION_CREDENTIALS names (the first is "flags/key")')
    ])
  })

  test.each(['key.json', './key.json', 'flags/../key.json'])(
    'the file %s, as the input file or in an entry of a list',
    async (file) => {
      const root = makeFolder({ 'key.json': '', 'flags/a': '' })
      const credentials = named('KUBECONFIG', ['/none', join(root, 'key.json')].join(delimiter))
      for (const selection of [{ key: 'k', file }, { entries: JSON.stringify([{ key: 'k', file }]) }]) {
        const { errors } = await read(root, selection, undefined, undefined, credentials)
        expect(errors).toEqual([expect.stringContaining('is a file that KUBECONFIG names: it may hold credentials')])
      }
    }
  )

  test('files in a folder that a variable names', async () => {
    const root = makeFolder({ 'docker/config.json': '', a: '' })
    const { errors } = await read(root, files('**'), undefined, undefined, named('DOCKER_CONFIG', join(root, 'docker')))
    expect(errors).toEqual([
      expect.stringContaining('1 file that DOCKER_CONFIG names (the first is "docker/config.json")')
    ])
    const whole = await read(root, files('a'), undefined, undefined, named('DOCKER_CONFIG', root))
    expect(whole.errors).toEqual([])
  })
})

test.each([
  'GOOGLE_GHA_CREDS_PATH',
  'CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'npm_config_userconfig',
  'PGPASSFILE',
  'VAULT_TOKEN_FILE',
  'AZURE_FEDERATED_TOKEN_FILE',
  'AZURE_CLIENT_CERTIFICATE_PATH',
  'ANSIBLE_VAULT_PASSWORD_FILE',
  'SOPS_AGE_KEY_FILE',
  'CONSUL_CLIENT_KEY'
])('%s names a file with credentials', (variable) => {
  const others = { PATH: '/bin', GITHUB_PATH: '/c', SSL_CERT_FILE: '/d', API_TOKEN: 'x', CONFIG_PATH: '/e' }
  expect(credentialPaths({ [variable]: '/a', ...others })).toEqual([{ variable, path: '/a' }])
})

test('a Git LFS pointer is refused by glob and by file, and similar text is accepted', async () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`
  const root = makeFolder({
    'a.bin': pointer,
    'b.md': `${pointer}More text`,
    'c.md': `version https://git-lfs.github.com/spec/v1\n${'x'.repeat(100)}`,
    'd.md': `About:\n${pointer}`
  })
  const { errors } = await read(root, files('*'))
  const message = 'is a Git LFS pointer, not the file itself: set lfs: true on actions/checkout'
  expect(errors).toEqual([`file "a.bin" ${message}`])
  expect((await read(root, { key: 'k', file: 'a.bin' })).errors).toEqual([`file "a.bin" ${message}`])
})

describe('RUNNER_TEMP', () => {
  testWithLinks(
    'cannot be read through a symlink or a list in the workspace, or a pattern that begins elsewhere',
    async () => {
      const temp = makeFolder({ 'out/a': '1' })
      const root = makeFolder({ 'list.json': JSON.stringify([{ key: 'k', file: join(temp, 'out/a') }]), 'flags/b': '' })
      symlinkSync(temp, join(root, 'flags/t'))
      const byLink = await read(root, { key: 'k', file: 'flags/t/out/a' }, undefined, temp)
      expect(byLink.errors).toEqual([expect.stringContaining('is a symlink to RUNNER_TEMP or to another folder of it')])
      const byGlob = await read(root, files('flags/**'), undefined, temp)
      expect(byGlob.errors).toEqual([
        'glob: symlink "flags/t" leads to RUNNER_TEMP, and is not followed: remove it or correct it, or exclude it with "!flags/t"'
      ])
      const byList = await read(root, { entriesFile: 'list.json' }, undefined, temp)
      expect(byList.errors).toEqual([
        expect.stringContaining('lies in RUNNER_TEMP, and a list in the workspace cannot name files there')
      ])
      const above = await read(root, files(join(temp, '..', '*/out/*')), undefined, temp)
      expect(above.keys).toEqual([])
    }
  )

  testWithLinks('cannot be read by a list in the workspace, even through a symlink in RUNNER_TEMP', async () => {
    const temp = makeFolder({ 'out/a': '1' })
    const root = makeFolder({ 'list.json': JSON.stringify([{ key: 'k', file: join(temp, 'out/a') }]) })
    symlinkSync(join(root, 'list.json'), join(temp, 'list.json'))
    const { errors } = await read(root, { entriesFile: join(temp, 'list.json') }, undefined, temp)
    expect(errors).toEqual([expect.stringContaining('and a list in the workspace cannot name files there')])
  })

  test('can be read by a path or pattern of an input, and by a list in RUNNER_TEMP', async () => {
    const temp = makeFolder({ 'out/a': '1', 'list.json': '' })
    writeFileSync(join(temp, 'list.json'), JSON.stringify([{ key: 'a', file: join(temp, 'out/a') }]))
    const selections = [
      { key: 'a', file: join(temp, 'out/a') },
      files(`${temp}/out/**`, { baseDir: `${temp}/out` }),
      { entriesFile: join(temp, 'list.json') }
    ]
    for (const selection of selections)
      expect(await read(makeFolder(), selection, undefined, temp)).toMatchObject({ keys: ['a'], errors: [] })
  })

  testWithLinks('has symlinks that are followed only inside a folder of it, or into the workspace', async () => {
    const temp = makeFolder({ 'out/v2/a': '', 'private/key': '' })
    const root = makeFolder({ 'site/b': '' })
    symlinkSync('v2', join(temp, 'out/latest'))
    symlinkSync(join(root, 'site'), join(temp, 'out/site'))
    const out = files(`${temp}/out/latest/**\n${temp}/out/**\n${temp}/out/site`, { baseDir: `${temp}/out` })
    expect(await read(root, out, undefined, temp)).toMatchObject({ keys: ['latest/a', 'site/b', 'v2/a'], errors: [] })
    symlinkSync('../private', join(temp, 'out/x'))
    expect((await read(root, out, undefined, temp)).errors).toEqual([
      expect.stringContaining('/out/x" leads to RUNNER_TEMP, and is not followed')
    ])
    const { errors } = await read(root, { key: 'k', file: join(temp, 'out/x/key') }, undefined, temp)
    expect(errors).toEqual([expect.stringContaining('is a symlink to RUNNER_TEMP or to another folder of it')])
  })
})

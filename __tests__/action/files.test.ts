import { mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { makeFolder } from '../support/folders.ts'
import { type LocalAction, startLocalAction } from '../support/local-action.ts'
import { testOnLinux, testWithLinks } from '../support/system.ts'

const BINARY = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))

let action: LocalAction

beforeAll(async () => {
  action = await startLocalAction()
})

afterAll(() => action.kv.close())

test('a folder is written with one key for each file, and is not changed', async () => {
  const workspace = makeFolder({
    'site/index.html': '<html>',
    'site/deep/data.json': '{}',
    'site/image.png': BINARY,
    'site/empty': '',
    'README.md': '#'
  })
  const before = statSync(workspace).mtimeMs
  const { outputs, report } = await action.run(workspace, {
    glob: '**\n!*.md',
    'base-dir': 'site',
    'key-prefix': 'www:',
    'strip-extension': 'true',
    metadata: '{"v":2}'
  })
  const keys = ['www:deep/data', 'www:empty', 'www:image', 'www:index']
  expect(outputs).toMatchObject({
    success: 'true',
    written: '4',
    keys: JSON.stringify(keys),
    result: '{"successful_key_count":4,"unsuccessful_keys":[]}'
  })
  expect(report).toMatchObject({
    records: keys.map((key) => ({ key, status: 'written', source: expect.stringMatching(/^site\//) }))
  })
  const stored = await action.namespace.list({ prefix: 'www:' })
  expect(stored.keys).toEqual(keys.map((name) => ({ name, metadata: { v: 2 } })))
  expect((await action.bytes('www:image'))?.equals(BINARY)).toBe(true)
  expect((await action.bytes('www:empty'))?.length).toBe(0)
  expect(readdirSync(workspace)).toEqual(['README.md', 'site'])
  expect(statSync(workspace).mtimeMs).toBe(before)
})

test('no files do not fail with if-no-files-found: warn', async () => {
  const { outputs, log } = await action.run(makeFolder(), { glob: '*', 'if-no-files-found': 'warn' })
  expect(outputs).toMatchObject({ success: 'true', written: '0', keys: '[]' })
  expect(log).toMatch(/^::warning::glob matches no files for the pattern "\*"/m)
})

testOnLinux('a symlink to a folder outside fails the step, and no name from outside is shown', async () => {
  const root = makeFolder({ 'flags/a.json': '1' })
  symlinkSync('/sys', join(root, 'flags/x'))
  const { exitCode, log, summary, report } = await action.run(root, { glob: 'flags/**/*.json' })
  expect(exitCode).toBe(1)
  expect(log).toContain('symlink "flags/x" leads outside the workspace, and is not followed')
  for (const text of [log, summary, JSON.stringify(report)]) expect(text).not.toMatch(/flags\/x\/|\/sys\//)
  const excluded = await action.run(root, { glob: 'flags/**/*.json\n!flags/x' })
  expect(excluded.outputs['keys']).toBe('["flags/a.json"]')
})

describe('with prune, files that are not there by accident keep their keys:', () => {
  const prune = (name: string): Record<string, string> => ({
    prune: 'true',
    'managed-by': name,
    'key-prefix': `${name}/`,
    'max-deletions': '100%'
  })

  async function keysOf(name: string): Promise<string[]> {
    const { keys } = await action.namespace.list({ prefix: `${name}/` })
    return keys.map((key) => key.name)
  }

  test.each([['empty'], ['missing']])('those of a submodule whose folder is %s', async (kind) => {
    const gitmodules = '[submodule "theme"]\n\tpath = theme\n\turl = https://example.com/theme\n'
    const tree = { '.gitmodules': gitmodules, 'a.json': '1' }
    const inputs = { ...prune(`theme-${kind}`), glob: '**' }
    await action.run(makeFolder({ ...tree, 'theme/b.json': '2' }), inputs)
    const later = makeFolder(tree)
    if (kind === 'empty') mkdirSync(join(later, 'theme'))
    const { exitCode, log } = await action.run(later, inputs)
    expect(exitCode).toBe(1)
    expect(log).toMatch(/::error::.*1 submodule is not checked out: "theme".*submodules: true.*"!theme\/\*\*"/)
    expect(await keysOf(`theme-${kind}`)).toEqual([`theme-${kind}/a.json`, `theme-${kind}/theme/b.json`])
    const excluded = await action.run(later, { ...inputs, glob: '**\n!theme/**' })
    expect([excluded.exitCode, excluded.outputs['deleted']]).toEqual([0, '1'])
    expect(excluded.log).not.toContain('removed nothing')
  })

  testWithLinks('those of a folder that has become a symlink', async () => {
    const inputs = { ...prune('links'), glob: '**/*.json' }
    await action.run(makeFolder({ 'v1/a.json': '1', 'latest/a.json': '1' }), inputs)
    const later = makeFolder({ 'v1/a.json': '1' })
    symlinkSync('v1', join(later, 'latest'))
    const { exitCode, log } = await action.run(later, inputs)
    expect(exitCode).toBe(1)
    expect(log).toMatch(/::error::.*1 symlink to a folder is not followed: "latest".*"latest\/\*\*".*"!latest"/)
    expect(await keysOf('links')).toEqual(['links/latest/a.json', 'links/v1/a.json'])
    const named = await action.run(later, { ...inputs, glob: '**/*.json\nlatest/**' })
    expect([named.exitCode, named.outputs['deleted']]).toEqual([0, '0'])
  })
})

describe('what an exclude is to protect is not published:', () => {
  test('when it stands above every include, it is an error', async () => {
    const root = makeFolder({ 'private/a': 'secret', b: '1' })
    const { exitCode, log, outputs } = await action.run(root, { glob: '!private/**\n**', 'key-prefix': 'first/' })
    expect([exitCode, outputs['written']]).toEqual([1, '0'])
    expect(log).toMatch(/::error::.*the exclude "!private\/\*\*" stands above every pattern/)
  })

  testOnLinux('when it is written on Linux, for a folder that was named on macOS', async () => {
    const root = makeFolder({ 'priv\u0065\u0301/a': 'secret', b: '1' })
    const { outputs } = await action.run(root, { glob: '**\n!priv\u00e9/**', 'key-prefix': 'nfd/' })
    expect(outputs['keys']).toBe('["nfd/b"]')
  })
})

test('keys that look the same are warned of', async () => {
  const root = makeFolder({ 'a\u200b': '', 'caf\u00e9': '', 'cafe\u0301': '' })
  const { exitCode, log } = await action.run(root, { glob: '**', 'key-prefix': 'same/' })
  expect(exitCode).toBe(0)
  expect(log).toMatch(/::warning::1 key has control or invisible characters.*"same\/a\\u200b"/)
  expect(log).toMatch(/::warning::2 keys differ only in Unicode normalization.*e\\u0301.*\\u00e9/)
})

testOnLinux(
  'a signal stops a search, with the exit code and the report',
  async () => {
    const root = makeFolder()
    for (let index = 0; index < 2000; index++) writeFileSync(join(root, `file-${index}`), '')
    const patterns = Array.from({ length: 4000 }, (_, index) => `**/*${index}.json`)
    const inputs = { glob: ['**/file-*', ...patterns].join('\n'), 'if-no-files-found': 'ignore' }
    const result = await action.run(root, inputs, {}, (child) => {
      setTimeout(() => child.kill('SIGINT'), 1500)
    })
    expect(result.exitCode).toBe(130)
    expect(result.report).toMatchObject({ cancelled_by: 'SIGINT' })
    expect(result.log).toContain('cancelled while files were searched')
  },
  20_000
)

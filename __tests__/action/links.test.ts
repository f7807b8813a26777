import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { runAction, type Step, type StepResult } from '../../demo/run-action.ts'
import { type FakeApi, startFakeApi } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'
import { testOnLinux, testOnPosix } from '../support/system.ts'

let api: FakeApi

beforeAll(async () => {
  api = await startFakeApi()
})

afterAll(() => api.close())

function run(
  workspace: string,
  inputs: Step['with'],
  { env = {}, onStart }: Pick<Step, 'env' | 'onStart'> = {}
): Promise<StepResult> {
  return runAction({
    workspace,
    with: {
      'api-token': 'token-1',
      'account-id': 'account',
      namespace: '0f2ac74b498b48028cb68387c421e279',
      'api-base-url': api.baseUrl,
      ...inputs
    },
    env,
    ...(onStart && { onStart })
  })
}

/** Makes folders that link to one another, as packages of a monorepo do. */
function makeLinkedFolders(count: number): string {
  const root = makeFolder()
  const names = Array.from({ length: count }, (_, index) => `package-${index}`)
  for (const name of names) {
    mkdirSync(join(root, name, 'node_modules'), { recursive: true })
    writeFileSync(join(root, name, 'x.json'), '{}')
    for (const other of names) {
      if (other !== name) symlinkSync(`../../${other}`, join(root, name, 'node_modules', other))
    }
  }
  return root
}

describe('symlinks', () => {
  testOnLinux('to a folder outside fail the step, and no name from outside is shown', async () => {
    const root = makeFolder({ 'flags/a.json': '1' })
    symlinkSync('/sys', join(root, 'flags/x'))
    const { exitCode, log, summary, report } = await run(root, { glob: 'flags/**/*.json' })
    expect(exitCode).toBe(1)
    expect(log).toContain('symlink "flags/x" leads outside the workspace, and is not followed')
    for (const text of [log, summary, JSON.stringify(report)]) expect(text).not.toMatch(/flags\/x\/|\/sys\//)
    const excluded = await run(root, { glob: 'flags/**/*.json\n!flags/x' })
    expect(excluded.outputs['keys']).toBe('["flags/a.json"]')
  })

  testOnPosix('inside folders behind other symlinks are not followed, with or without an exclude', async () => {
    const root = makeLinkedFolders(20)
    const excluded = await run(root, { glob: '**/x.json\n!**/node_modules/**' })
    expect(excluded.outputs['written']).toBe('20')
    const { outputs, log } = await run(root, { glob: '**/x.json' })
    expect(outputs['written']).toBe('400')
    expect(log).toMatch(/::warning::glob: 6,840 symlinks were not followed/)
  })

  testOnPosix('that double at each of 14 levels do not multiply the keys', async () => {
    const root = makeFolder({ 'level-14/x.json': '1' })
    for (let level = 0; level < 14; level++) {
      mkdirSync(join(root, `level-${level}`), { recursive: true })
      for (const name of ['a', 'b']) symlinkSync(`../level-${level + 1}`, join(root, `level-${level}`, name))
    }
    symlinkSync('level-0', join(root, 'start'))
    const { outputs } = await run(root, { glob: '**/*.json' })
    expect(outputs['keys']).toBe('["level-13/a/x.json","level-13/b/x.json","level-14/x.json"]')
  })

  testOnPosix('that lead to themselves, and unreadable folders, are reported unless they are excluded', async () => {
    const root = makeFolder({ 'a.json': '1', 'data/b.json': '2' })
    symlinkSync('loop', join(root, 'loop'))
    symlinkSync('/root/nothing', join(root, 'broken'))
    chmodSync(join(root, 'data'), 0)
    const { log } = await run(root, { glob: '**' })
    expect(log).toContain('"loop" is a symlink that leads to itself')
    const { outputs } = await run(root, { glob: '**\n!loop\n!data/**\n!broken' })
    chmodSync(join(root, 'data'), 0o700)
    expect(outputs['keys']).toBe('["a.json"]')
  })

  testOnPosix('to RUNNER_TEMP, and lists that name files there, are refused', async () => {
    const temp = makeFolder({ '_github_home/.docker/config.json': 'secret', 'out/a': '1' })
    const root = makeFolder({ 'list.yaml': `- { key: k, file: "${temp}/out/a" }` })
    symlinkSync(temp, join(root, 'temp'))
    const cases: Step['with'][] = [
      { key: 'k', file: 'temp/out/a' },
      { 'entries-file': 'temp/list.yaml' },
      { 'entries-file': 'list.yaml' },
      { glob: 'temp/**' },
      { glob: `${temp}/**` }
    ]
    writeFileSync(join(temp, 'list.yaml'), 'k: v')
    for (const inputs of cases) {
      const { exitCode, outputs } = await run(root, inputs, { env: { RUNNER_TEMP: temp } })
      expect([exitCode, outputs['written']]).toEqual([1, '0'])
    }
    expect((await run(root, { key: 'k', file: `${temp}/out/a` }, { env: { RUNNER_TEMP: temp } })).exitCode).toBe(0)
  })
})

describe('the workspace', () => {
  testOnPosix('can be given in patterns by a symlink, by its real path, or not at all', async () => {
    const root = makeFolder({ 'site/a.json': '1', 'secret.json': '2' })
    const link = join(makeFolder(), 'link')
    symlinkSync(root, link)
    const spellings = ['', `${root}/`, `${link}/`]
    for (const [index, include] of spellings.entries()) {
      const glob = `${include}**\n!${spellings[(index + 1) % 3] ?? ''}secret.json`
      const { outputs } = await run(root, { glob }, { env: { GITHUB_WORKSPACE: link } })
      expect([glob, outputs['keys']]).toEqual([glob, '["site/a.json"]'])
    }
  })
})

testOnLinux(
  'a signal stops a search within a second, with the exit code and the report',
  async () => {
    const root = makeFolder()
    // 99 links to a folder of 1,000 files, the most that is read behind links. Many patterns slow the search down.
    mkdirSync(join(root, 'many'))
    for (let index = 0; index < 1000; index++) writeFileSync(join(root, 'many', `file-${index}`), '')
    for (let index = 0; index < 99; index++) symlinkSync('many', join(root, `link-${index}`))
    const patterns = Array.from({ length: 200 }, (_, index) => `**/*${index}.json`)
    let signalled = 0
    const result = await run(
      root,
      { glob: ['**/file-*', ...patterns].join('\n'), 'if-no-files-found': 'ignore' },
      {
        onStart: (action) => {
          setTimeout(() => {
            signalled = performance.now()
            action.kill('SIGINT')
          }, 2000)
        }
      }
    )
    expect(performance.now() - signalled).toBeLessThan(1000)
    expect(result.exitCode).toBe(130)
    expect(result.report).toMatchObject({ cancelled_by: 'SIGINT' })
    expect(result.log).toContain('cancelled while files were searched')
  },
  20_000
)

test('a path of the host in a pattern is reported when the step runs in a container', async () => {
  const root = makeFolder({ 'a.json': '1', 'b.json': '2' })
  const { log, exitCode } = await run(root, {
    glob: '*.json\n/home/runner/work/site/site/b.json\n!/home/runner/work/site/site/a.json'
  })
  expect(exitCode).toBe(1)
  expect(log).toMatch(/::error::.*"\/home\/runner\/work\/site\/site\/b\.json": it lies outside the workspace/)
  expect(log).toMatch(
    /::warning::glob: the exclude "!\/home\/runner\/work\/site\/site\/a\.json" removed nothing: it lies outside/
  )
})

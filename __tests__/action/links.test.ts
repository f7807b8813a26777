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

  testOnPosix('to folders are followed only where a pattern names them', async () => {
    const root = makeLinkedFolders(5)
    const excluded = await run(root, { glob: '**/x.json\n!**/node_modules/**' })
    expect([excluded.outputs['written'], excluded.log]).toEqual(['5', expect.not.stringContaining('::warning')])
    const named = await run(root, { glob: 'package-0/node_modules/package-1/**' })
    expect(named.outputs['keys']).toBe('["package-0/node_modules/package-1/x.json"]')
    const { outputs, log } = await run(root, { glob: '**/x.json' })
    expect(outputs['written']).toBe('5')
    expect(log).toMatch(/::warning::glob: 20 symlinks to folders are not followed: .* and 10 more\./)
    const prune = { prune: 'true', 'managed-by': 'packages', 'key-prefix': 'packages/' }
    const pruned = await run(root, { ...prune, glob: '**/x.json' })
    expect([pruned.exitCode, pruned.outputs['written']]).toEqual([1, '0'])
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
    for (let index = 0; index < 2000; index++) writeFileSync(join(root, `file-${index}`), '')
    const patterns = Array.from({ length: 4000 }, (_, index) => `**/*${index}.json`)
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

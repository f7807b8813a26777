import { readdirSync, statSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { makeFolder } from '../support/folders.ts'
import { type LocalAction, startLocalAction } from '../support/local-action.ts'

const BINARY = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))

let action: LocalAction

beforeAll(async () => {
  action = await startLocalAction()
})

afterAll(() => action.kv.close())

describe('a folder', () => {
  const tree = {
    'site/index.html': '<html>',
    'site/deep/data.json': '{}',
    'site/image.png': BINARY,
    'site/empty': '',
    'README.md': '#'
  }

  test('is written with one key for each file', async () => {
    const { outputs, report } = await action.run(makeFolder(tree), {
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
  })

  test('of generated files can be in RUNNER_TEMP', async () => {
    const temp = makeFolder({ 'out/a.json': '1' })
    const inputs = { glob: `${temp}/out/**`, 'base-dir': `${temp}/out`, 'key-prefix': 'temp/' }
    const { outputs } = await action.run(makeFolder(), inputs, { RUNNER_TEMP: temp })
    expect(outputs['keys']).toBe('["temp/a.json"]')
  })

  test.each([
    ['warn', /^::warning::glob matches no files for the pattern "\*"/m],
    ['ignore', /^Wrote 0 keys/m]
  ])('without matches does not fail with if-no-files-found: %s', async (choice, line) => {
    const { exitCode, outputs, log } = await action.run(makeFolder(), { glob: '*', 'if-no-files-found': choice })
    expect(exitCode).toBe(0)
    expect(outputs).toMatchObject({ success: 'true', written: '0', keys: '[]' })
    expect(log).toMatch(line)
  })
})

test('a run does not change the workspace', async () => {
  const workspace = makeFolder({ 'a.json': '1' })
  const before = statSync(workspace).mtimeMs
  await action.run(workspace, { glob: '*' })
  expect(readdirSync(workspace)).toEqual(['a.json'])
  expect(statSync(workspace).mtimeMs).toBe(before)
})

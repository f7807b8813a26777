import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { makeFolder } from '../support/folders.ts'
import { type LocalAction, startLocalAction } from '../support/local-action.ts'

describe('in a real KV', () => {
  let action: LocalAction

  beforeAll(async () => {
    action = await startLocalAction()
  })

  afterAll(() => action.kv.close())

  test('the files of a folder are stored byte for byte', async () => {
    const files: Record<string, string | Buffer> = {
      'a/b c%2F!:?#é🙂': 'any key',
      text: 'é🙂\u0000\ufeff"\\\n',
      empty: '',
      binary: randomBytes(5000),
      'almost/text': Buffer.from([0xe9, 0x61]),
      large: randomBytes(2_100_000)
    }
    const { outputs } = await action.run(makeFolder(files), {
      glob: '**',
      'key-prefix': 'real/',
      metadata: '{"v":[1.5]}'
    })
    expect(outputs).toMatchObject({ success: 'true', written: '6', failed: '0' })
    for (const [key, content] of Object.entries(files)) {
      expect([key, (await action.bytes(`real/${key}`))?.equals(Buffer.from(content))]).toEqual([key, true])
    }
    const { keys } = await action.namespace.list({ prefix: 'real/' })
    expect(keys.map(({ metadata }) => metadata)).toEqual(Array(6).fill({ v: [1.5] }))
  })
})

import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { runAction } from '../../demo/run-action.ts'
import { type ReceivedRequest, startFakeApi } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'
import { type LocalAction, startLocalAction } from '../support/local-action.ts'

interface Pair {
  readonly key: string
  readonly value: string
  readonly base64?: boolean
  readonly metadata?: unknown
  readonly expiration_ttl?: number
}

describe('a large folder', () => {
  const small = Object.fromEntries(
    Array.from({ length: 2500 }, (_, index) => [`small/${index % 50}/${index}.json`, `{"index":${index}}`])
  )
  const medium = Object.fromEntries(
    Array.from({ length: 12 }, (_, index) => [`medium/${index}`, randomBytes(1_500_000)])
  )
  const large = { 'large/a': randomBytes(2_000_000), 'large/b': randomBytes(3_000_000) }
  const files: Record<string, string | Buffer> = { ...small, ...medium, ...large }
  let requests: readonly ReceivedRequest[] = []
  let pairs: Pair[] = []

  beforeAll(async () => {
    const api = await startFakeApi()
    const { outputs } = await runAction({
      workspace: makeFolder(files),
      with: {
        'api-token': 'token-1',
        'account-id': 'account',
        namespace: '0f2ac74b498b48028cb68387c421e279',
        'api-base-url': api.baseUrl,
        glob: '**',
        metadata: '{"v":1}',
        ttl: '60'
      }
    })
    await api.close()
    expect(outputs).toMatchObject({ success: 'true', written: String(Object.keys(files).length) })
    requests = api.requests
    pairs = bulk().flatMap(({ body }) => JSON.parse(Buffer.from(body, 'latin1').toString()) as Pair[])
  })

  function bulk(): ReceivedRequest[] {
    return requests.filter(({ url }) => url?.endsWith('/bulk'))
  }

  test('is sent in few requests: one for each large value, the others in bulk', () => {
    const single = requests.filter(({ url }) => !url?.endsWith('/bulk')).map(({ url }) => url?.split('/values/')[1])
    expect(single.toSorted()).toEqual(['large%2Fa?expiration_ttl=60', 'large%2Fb?expiration_ttl=60'])
    expect(bulk().length).toBeLessThanOrEqual(6)
  })

  test('has every key exactly once in these requests', () => {
    const expected = Object.keys({ ...small, ...medium }).toSorted()
    expect(pairs.map(({ key }) => key).toSorted()).toEqual(expected)
  })

  test('is sent in bodies of at most 1,000 pairs and 10 MB, with a content-length header', () => {
    for (const { headers, body } of bulk()) {
      expect(body.length).toBeLessThanOrEqual(10_000_000)
      expect(headers['content-length']).toBe(String(body.length))
      expect((JSON.parse(body) as Pair[]).length).toBeLessThanOrEqual(1000)
    }
  })

  test('is sent as text or, for binary values, as base64, each with metadata and expiry', () => {
    for (const { key, value, base64, metadata, expiration_ttl } of pairs) {
      const isText = key.startsWith('small/')
      expect(base64).toBe(isText ? undefined : true)
      expect(Buffer.from(value, isText ? 'utf8' : 'base64').equals(Buffer.from(files[key] ?? ''))).toBe(true)
      expect([metadata, expiration_ttl]).toEqual([{ v: 1 }, 60])
    }
  })
})

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

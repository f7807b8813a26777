import { describe, expect, test } from '@jest/globals'
import { KvApiError } from '../../src/kv/envelope.ts'
import { type HeldKey, HeldUnknown } from '../../src/kv/listing.ts'
import { Namespace } from '../../src/kv/namespace.ts'
import { type HeldPair, readPair } from '../../src/kv/values.ts'
import { ExactApi } from '../support/exact-api.ts'
import { ID } from '../support/run-inputs.ts'
import { makeTransport } from '../support/transport.ts'

const on = new ExactApi()

interface Options {
  readonly listed?: HeldKey
  readonly maxRetries?: number
  readonly supportsUrlEncoding?: boolean
}

function read(
  key: string,
  { listed, maxRetries = 0, supportsUrlEncoding }: Options = {}
): Promise<HeldPair | undefined> {
  const transport = makeTransport(on.baseUrl, { maxRetries })
  return readPair(new Namespace(transport, 'account', ID, supportsUrlEncoding), key, listed)
}

test.each(['text', '', '\xff\xfe\x00', '\xef\xbb\xbfafter a byte order mark'])(
  'a value is read byte for byte, with metadata and expiration: %j',
  async (value) => {
    on.kv.pairs.set('a/é', { value, metadata: '{"n":1.0,"m":1e400}', expiration: 2_000_000_000 })
    const pair = await read('a/é')
    expect(pair?.bytes.toString('latin1')).toBe(value)
    expect([JSON.stringify(pair?.metadata), pair?.expiration]).toEqual(['{"n":1.0,"m":1e400}', 2_000_000_000])
  }
)

test('a key of a listing takes one request', async () => {
  on.kv.pairs.set('a', { value: 'on', metadata: '1', expiration: 2_000_000_000 })
  const listed = { metadata: [1], expiration: 2_000_000_000 }
  expect(await read('a', { listed })).toEqual({ bytes: Buffer.from('on'), ...listed })
  expect(on.sent).toEqual(['GET values/a'])
})

test.each([
  ['is gone', undefined],
  ['expires at another time', { value: 'on', expiration: 2_000_000_001 }],
  ['expires', { value: 'on', expiration: 2_000_000_000 }]
])('a key that %s since it was listed has changed', async (_what, pair) => {
  if (pair) on.kv.pairs.set('a', pair)
  const listed = pair?.expiration === 2_000_000_000 ? {} : { expiration: 2_000_000_000 }
  await expect(read('a', { listed })).rejects.toThrow('key "a" changed while it was read: run the step again')
})

test('a key that is not held takes one request', async () => {
  expect(await read('a')).toBeUndefined()
  expect(on.sent).toEqual(['GET values/a'])
})

describe('a key is not known', () => {
  test.each([
    ['value', 'values/a', { status: 500 }],
    ['metadata', 'metadata/a', { status: 403, body: { success: false, errors: [{ code: 10000 }] } }],
    ['path', 'values/a', { status: 404 }]
  ])('when its %s cannot be read', async (_what, path, answer) => {
    on.kv.pairs.set('a', { value: 'on' })
    on.interrupt = ({ url }) => (url?.endsWith(path) ? answer : undefined)
    const failure = await read('a').catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(HeldUnknown)
    expect((failure as HeldUnknown).message).toMatch(/^key "a" could not be read: /)
    expect((failure as HeldUnknown).cause).toBeInstanceOf(KvApiError)
  })

  test('when it is deleted between the two reads', async () => {
    on.kv.pairs.set('a', { value: 'on' })
    on.interrupt = ({ url }) => {
      if (url?.endsWith('metadata/a')) on.kv.pairs.clear()
      return undefined
    }
    await expect(read('a')).rejects.toThrow('key "a" changed while it was read: run the step again')
  })

  test('when the expiration is no number, without repeating it', async () => {
    on.interrupt = () => ({ body: 'on', headers: { expiration: 'soon' } })
    await expect(read('a')).rejects.toThrow(
      'key "a" could not be read: the API answered a read of a value with an unexpected expiration'
    )
  })

  test('when a namespace from before 2021 would look up its encoded form', async () => {
    on.kv.pairs.set('a-b', { value: 'on' })
    expect(await read('a-b', { supportsUrlEncoding: false })).toMatchObject({ bytes: Buffer.from('on') })
    await expect(read('a b', { supportsUrlEncoding: false })).rejects.toThrow('key "a b" cannot be read by itself')
  })
})

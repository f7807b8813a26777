import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Entry } from '../../src/entries/entry.ts'
import type { KvApiError } from '../../src/kv/envelope.ts'
import { Namespace } from '../../src/kv/namespace.ts'
import type { Transport } from '../../src/kv/transport.ts'
import { type Answer, type FakeApi, startFakeApi } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'
import { makeTransport } from '../support/transport.ts'

const folder = makeFolder({ secret: 'secret-value' })

let api: FakeApi
let transport: Transport
let namespace: Namespace
let answer: () => Answer

beforeAll(async () => {
  api = await startFakeApi(() => answer())
  transport = makeTransport(api.baseUrl)
  namespace = new Namespace(transport, 'account', '0f2ac74b498b48028cb68387c421e279')
})

afterAll(async () => {
  await transport.close()
  await api.close()
})

function put(value: Entry['value']): Promise<unknown> {
  return namespace.put({ key: 'a', value, source: 'value' })
}

function inHand(text: string): Entry['value'] {
  return { bytes: Buffer.from(text), size: text.length }
}

describe('a value that the API repeats is not shown', () => {
  const echo = (text: string): object => ({
    success: false,
    errors: [{ code: 1, message: `bad ${text}` }],
    messages: [text]
  })

  test.each([
    ['one in memory', inHand('secret "value"\n'), 'secret "value"'],
    ['one in memory, as JSON', inHand('secret "value"\n'), String.raw`secret \"value\"`],
    ['one in a file', { path: join(folder, 'secret'), size: 12 }, 'secret-value']
  ])('%s, in the error of a single write', async (_where, value, text) => {
    answer = () => ({ status: 400, body: { ...echo(text), result: { was: text } } })
    const error = await put(value).catch((fault: unknown) => fault as KvApiError)
    expect(error).toMatchObject({ message: '1 bad ***', envelope: { messages: ['***'], result: { was: '***' } } })
  })

  test('in the result of a successful single write', async () => {
    answer = () => ({ body: { success: true, result: { was: 'secret-value' } } })
    expect(await put(inHand('secret-value'))).toMatchObject({
      result: { was: '***' }
    })
  })

  test.each([
    [{ errors: ['has secret-value'] }, { errors: ['has ***'], messages: [] }],
    [{ messages: ['has secret-value'] }, { errors: [], messages: ['has ***'] }]
  ])('in the errors and messages of a successful single write: %j', async (told, shown) => {
    answer = () => ({ body: { success: true, ...told } })
    expect(await put(inHand('secret-value'))).toMatchObject(shown)
  })

  test('in the messages of a bulk write, but the names of keys that were not written are kept', async () => {
    const body = Buffer.from(
      JSON.stringify([
        { key: 'a', value: 'a' },
        { key: 'secret-value', value: 'secret-value' }
      ])
    )
    answer = () => ({
      body: { success: true, messages: ['has secret-value'], result: { unsuccessful_keys: ['secret-value'] } }
    })
    expect(await namespace.putBulk(body)).toMatchObject({
      messages: ['has ***'],
      result: { unsuccessful_keys: ['secret-value'] }
    })
  })

  test('and no other text either, when the file of the value no longer exists', async () => {
    const gone = makeFolder({ secret: 'secret-value' })
    answer = () => {
      rmSync(join(gone, 'secret'))
      return { status: 400, body: echo('secret-value') }
    }
    await expect(put({ path: join(gone, 'secret'), size: 12 })).rejects.toThrow('***')
  })
})

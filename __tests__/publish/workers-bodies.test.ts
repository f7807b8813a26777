import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import type { Entry } from '../../src/entries/entry.ts'
import { makeFolder } from '../support/folders.ts'
import { entry, outcomesOf, useFakeWrites } from './fake-writes.ts'

const writes = useFakeWrites()
const folder = makeFolder({ 'a.json': '1' })
const [a, b] = ['a', 'b'].map((key) => entry(key)) as [Entry, Entry]

test('a file that is missing or has changed fails only its own key, and the rest of its batch is sent', async () => {
  const gone: Entry = { key: 'gone', value: { path: join(folder, 'gone'), size: 1 }, source: 'gone' }
  const changed: Entry = { key: 'changed', value: { path: join(folder, 'a.json'), size: 2 }, source: 'a.json' }
  const result = await writes().write([
    [a, gone, changed, b],
    [
      { ...gone, key: 'x' },
      { ...gone, key: 'y' }
    ],
    [{ ...gone, key: 'z' }]
  ])
  expect(writes().sent()).toEqual(['[a b]'])
  expect(outcomesOf(result)).toEqual([
    'a written',
    'gone failed the file can no longer be read (ENOENT)',
    'changed failed the file has changed since it was planned',
    'b written',
    'x failed the file can no longer be read (ENOENT)',
    'y failed the file can no longer be read (ENOENT)',
    'z failed the file can no longer be read (ENOENT)'
  ])
})

test('a pair has its value as text or base64, its metadata as written and its expiry', async () => {
  const binary = Buffer.from([0, 255, 10])
  const entries: Entry[] = [
    { ...entry('text/é', 'a"b\\c\n\u2028🙂\u0000\ufeff'), metadata: '{"n":1.0}', expiry: { expirationTtl: 60 } },
    { ...entry('binary'), value: { bytes: binary, size: 3 }, expiry: { expiration: 1_800_000_000 } },
    { ...entry('empty', ''), metadata: 'null' },
    { ...entry('file'), value: { path: join(folder, 'a.json'), size: 1 } }
  ]
  await writes().write([entries])
  const body = Buffer.from(writes().requests.at(-1)?.body ?? '', 'latin1').toString()
  expect(JSON.parse(body)).toEqual([
    { key: 'text/é', value: 'a"b\\c\n\u2028🙂\u0000\ufeff', expiration_ttl: 60, metadata: { n: 1 } },
    { key: 'binary', value: binary.toString('base64'), base64: true, expiration: 1_800_000_000 },
    { key: 'empty', value: '', metadata: null },
    { key: 'file', value: '1' }
  ])
  expect(body).toContain('"metadata":{"n":1.0}')
  expect(writes().requests.at(-1)).toMatchObject({ method: 'PUT', headers: { 'content-type': 'application/json' } })
})

test('a batch that is too large for one request is sent in several', async () => {
  const texts = [entry('a', '"'.repeat(20)), entry('b', 'x'.repeat(20)), entry('c', '"'.repeat(500)), entry('d', 'x')]
  const result = await writes().write([texts], { maxBodyBytes: 120 })
  expect(writes().sent()).toEqual(['[a b]', '[c]', 'd'])
  expect(writes().requests.map(({ body }) => body.length <= 120)).toEqual([true, false, true])
  expect(outcomesOf(result)).toEqual(['a written', 'b written', 'c written', 'd written'])
})

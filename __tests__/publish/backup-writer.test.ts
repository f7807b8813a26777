import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { BackupWriter } from '../../src/publish/backup-writer.ts'
import { makeFolder } from '../support/folders.ts'

function pairOf(bytes: Buffer): { bytes: Buffer; metadata: null; expiration: undefined } {
  return { bytes, metadata: null, expiration: undefined }
}

test('a backup has one line for each key, and only its owner can read it', () => {
  const writer = new BackupWriter(makeFolder(), 'id')
  writer.add('text', { bytes: Buffer.from('é\n'), metadata: { a: JSON.rawJSON('1.0') }, expiration: 2_000_000_000 })
  writer.add('new', undefined)
  writer.add('binary', pairOf(Buffer.from([0xff])))
  writer.add('control', pairOf(Buffer.alloc(300, '\u0001')))
  expect(writer.bytes).toBe(304)
  writer.finish()
  expect(readFileSync(writer.path, 'utf8')).toBe(
    `{"kv-put-action-backup":1,"namespace_id":"id","entries":[
{"key":"text","value":"é\\n","metadata":{"a":1.0},"expiration":2000000000},
{"key":"new","delete":true},
{"key":"binary","value":"/w==","base64":true},
{"key":"control","value":"${Buffer.alloc(300, '\u0001').toString('base64')}","base64":true}
]}
`
  )
  expect(statSync(writer.path).mode & 0o777).toBe(0o600)
})

test('a backup without keys is complete', () => {
  const writer = new BackupWriter(makeFolder(), 'id')
  writer.finish()
  expect(JSON.parse(readFileSync(writer.path, 'utf8'))).toEqual({
    'kv-put-action-backup': 1,
    namespace_id: 'id',
    entries: []
  })
})

test('a backup that is too large is refused, and no file is left', () => {
  const folder = makeFolder()
  const writer = new BackupWriter(folder, 'id', 2048)
  writer.add('a', pairOf(Buffer.alloc(2048)))
  const message =
    'backup could not be made: the values that this run changes are over 2.0 KiB. Publish fewer keys in a step, or set backup to false'
  expect(() => {
    writer.add('b', pairOf(Buffer.alloc(1)))
  }).toThrow(message)
  writer.discard()
  writer.discard()
  expect(readdirSync(folder)).toEqual([])
})

test('a folder that cannot be written is an error that names RUNNER_TEMP', () => {
  const folder = join(makeFolder(), 'missing')
  const message = 'backup could not be made: RUNNER_TEMP could not be written (ENOENT)'
  expect(() => new BackupWriter(folder, 'id')).toThrow(message)
  mkdirSync(folder)
  const writer = new BackupWriter(folder, 'id')
  writer.finish()
  expect(() => {
    writer.add('a', undefined)
  }).toThrow('backup could not be made: RUNNER_TEMP could not be written (EBADF)')
})

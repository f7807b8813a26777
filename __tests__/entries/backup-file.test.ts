import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { readBackup } from '../../src/entries/backup-file.ts'
import { backupBeginning, BACKUP_END, backupEntry, isBackupFile } from '../../src/entries/backup-format.ts'
import type { Selected } from '../../src/entries/entry.ts'
import { Workspace } from '../../src/entries/workspace.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { FileChanged, readValue, type Value } from '../../src/shared/value.ts'
import { makeFolder } from '../support/folders.ts'
import { times } from '../support/fuzz.ts'

const NOW = Date.parse('2026-11-24T12:00:00Z')
const SECONDS = NOW / 1000
const folder = makeFolder()
const workspace = new Workspace(folder)

interface ReadBackup extends Selected {
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
}

function read(text: string | Buffer): ReadBackup {
  writeFileSync(join(folder, 'backup.json'), text)
  const diagnostics = new Diagnostics()
  const selected = readBackup({ backupFile: 'backup.json' }, workspace, NOW, diagnostics)
  const [errors, warnings] = [diagnostics.errors, diagnostics.warnings]
  return { ...selected, errors: errors.map(({ message }) => message), warnings: warnings.map(({ message }) => message) }
}

/** A copy, since the next value is read into the same memory. */
function bytesOf(value: Value): Buffer {
  return Buffer.from(readValue(value, Buffer.alloc(0)))
}

function backupOf(...lines: readonly string[]): string {
  return `${backupBeginning('id')}\n${lines.join(',\n')}\n${BACKUP_END}\n`
}

function backupWith(entry: object): string {
  return backupOf(JSON.stringify(entry))
}

test('reading a backup returns exactly what was written', () => {
  const pair = fc.record({
    bytes: fc
      .oneof(
        fc.uint8Array(),
        fc.string({ unit: 'binary' }).map((text) => Buffer.from(text.toWellFormed()))
      )
      .map((bytes) => Buffer.from(bytes)),
    metadata: fc.oneof(
      fc.constant(null),
      fc.jsonValue({ maxDepth: 2 }).filter((value) => JSON.stringify(value).length < 500)
    ),
    expiration: fc.constantFrom(undefined, SECONDS + 60, 4_000_000_000)
  })
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), fc.option(pair)), { selector: ([key]) => key }),
      fc.boolean(),
      (pairs, isPretty) => {
        const text = backupOf(...pairs.map(([key, pair]) => backupEntry(key, pair ?? undefined)))
        const {
          entries,
          deletions,
          backupOf: namespaceId,
          errors
        } = read(isPretty ? JSON.stringify(JSON.parse(text), null, 2) : text)
        expect([errors, namespaceId]).toEqual([[], 'id'])
        expect(deletions.map(({ key }) => key)).toEqual(pairs.flatMap(([key, pair]) => (pair ? [] : [key])))
        const restored = entries.map(({ key, value, metadata, expiry }) => ({
          key,
          bytes: bytesOf(value).toString('hex'),
          metadata: metadata ?? 'null',
          expiry
        }))
        expect(restored).toEqual(
          pairs.flatMap(([key, pair]) =>
            pair
              ? [
                  {
                    key,
                    bytes: pair.bytes.toString('hex'),
                    metadata: JSON.stringify(pair.metadata),
                    expiry: pair.expiration === undefined ? undefined : { expiration: pair.expiration }
                  }
                ]
              : []
          )
        )
      }
    ),
    times(100)
  )
})

test('numbers in metadata keep their text', () => {
  const { entries } = read(backupOf('{"key":"a","value":"on","metadata":{"n":1.0,"m":12345678901234567890}}'))
  expect(entries[0]?.metadata).toBe('{"n":1.0,"m":12345678901234567890}')
})

test('entries name the file and their line', () => {
  const { entries, deletions } = read(backupOf('{"key":"a","value":"on"}', '{"key":"b","delete":true}'))
  expect(entries).toMatchObject([{ source: 'backup.json', location: { file: 'backup.json', line: 2 } }])
  expect(deletions).toMatchObject([{ source: 'backup.json', location: { file: 'backup.json', line: 3 } }])
})

test('a value of 25 MiB is read', () => {
  const bytes = Buffer.alloc(26_214_400, 'KV\0\xff', 'latin1')
  const { entries } = read(backupOf(backupEntry('a', { bytes, metadata: null, expiration: undefined })))
  expect(entries.map(({ value }) => bytesOf(value).equals(bytes))).toEqual([true])
})

test('values are read from the file again in any order', () => {
  const texts = Array.from({ length: 3000 }, (_, index) => `${index} `.repeat(index % 700))
  const { entries } = read(backupOf(...texts.map((value, index) => JSON.stringify({ key: `${index}`, value }))))
  const found = entries.toReversed().map(({ value }) => bytesOf(value).toString())
  expect(found).toEqual(texts.toReversed())
})

test('reading a value fails when the backup has changed', () => {
  const { entries } = read(backupWith({ key: 'a', value: 'on' }))
  writeFileSync(join(folder, 'backup.json'), backupWith({ key: 'a', value: 'no' }))
  expect(() => entries.map(({ value }) => bytesOf(value))).toThrow(FileChanged)
})

test('keys that expired, or will within 60 seconds, are deleted with a warning', () => {
  const pairs = [SECONDS - 1, SECONDS + 59, SECONDS + 60].map((expiration, index) =>
    backupEntry(`k${index}`, { bytes: Buffer.from('on'), metadata: null, expiration })
  )
  const { entries, deletions, warnings } = read(backupOf(...pairs))
  expect([entries.map(({ key }) => key), deletions.map(({ key }) => key)]).toEqual([['k2'], ['k0', 'k1']])
  expect(warnings).toEqual([
    'entries-file "backup.json": 2 keys expired since the backup was made, or will within 60 seconds, and will be deleted: "k0", "k1"'
  ])
})

describe('an entry is refused', () => {
  test.each([
    ['that is not an object', [], 'must be an object with key, and value or delete'],
    ['without a key', { value: 'a' }, 'key must be text'],
    [
      'with an unknown property',
      { key: 'a', value: 'b', ttl: 1 },
      'key "a": unknown property "ttl"; a backup has key, value, base64, metadata, expiration here'
    ],
    [
      'with delete and a value',
      { key: 'a', delete: true, value: 'b' },
      'key "a": unknown property "value"; a backup has key, delete here'
    ],
    ['with delete that is not true', { key: 'a', delete: false }, 'key "a": delete must be true'],
    ['without a value', { key: 'a' }, 'key "a": value must be text'],
    ['with half of a surrogate pair', { key: 'a', value: '\ud800' }, 'key "a": value must be text'],
    [
      'with base64 that is not a boolean',
      { key: 'a', value: 'YQ==', base64: 1 },
      'key "a": base64 must be true or false'
    ],
    ['with a value that is not base64', { key: 'a', value: 'secret!', base64: true }, 'key "a": value is not base64: '],
    [
      'with metadata that is too long',
      { key: 'a', value: '', metadata: 'm'.repeat(1023) },
      'key "a": metadata is 1,025 bytes'
    ],
    [
      'with an expiration that is text',
      { key: 'a', value: '', expiration: '1' },
      'key "a": expiration must be whole seconds'
    ],
    [
      'with an expiration that is not a whole number',
      { key: 'a', value: '', expiration: 1.5 },
      'key "a": expiration must be whole seconds'
    ]
  ])('%s', (_what, entry, message) => {
    const { errors } = read(backupWith(entry))
    const expected = `entries-file "backup.json": entry 1: ${message}`
    expect(errors.map((told) => told.slice(0, expected.length))).toEqual([expected])
    expect(errors[0]).not.toContain('secret')
  })
})

describe('a backup is refused', () => {
  test.each([
    [
      'of a later version',
      '{"kv-put-action-backup":2,"namespace_id":"id","entries":[]}',
      'has version 2 of the backup format, and this version of the action reads up to 1: restore it with the version of the action that made it, or a later one'
    ],
    [
      'without a valid version',
      '{"kv-put-action-backup":"1","namespace_id":"id","entries":[]}',
      'must begin with the version of the backup format: "kv-put-action-backup": 1'
    ],
    ['without a namespace', '{"kv-put-action-backup":1,"entries":[]}', 'must have a namespace_id'],
    ['without entries', '{"kv-put-action-backup":1,"namespace_id":"id"}', 'must have a list of entries'],
    [
      'with an unknown property',
      '{"kv-put-action-backup":1,"namespace_id":"id","entries":[],"x":1}',
      'has the unknown property "x"'
    ],
    ['that is a list', '[1]', 'must begin with the version of the backup format: "kv-put-action-backup": 1'],
    ['that is not JSON', '{"kv-put-action-backup":1, secret', 'is not valid JSON'],
    ['with a line that is not JSON', backupOf('{"key":"a","value":"b"}', 'secret'), 'is not valid JSON at line 3'],
    [
      'that is cut short',
      backupOf('{"key":"a","value":"b"}').slice(0, -3),
      'is cut short: it ends at line 2 without ]}'
    ],
    [
      'that is cut short after an entry',
      `${backupBeginning('id')}\n{"key":"a","value":"b"},`,
      'is cut short: it ends at line 2 without ]}'
    ],
    ['that is cut short in an entry', `${backupBeginning('id')}\n{"key":"a","val`, 'is not valid JSON at line 2'],
    [
      'with anything after its end',
      `${backupOf('{"key":"a","value":"b"}')}{"key":"c","value":"d"}\n`,
      'has more after its end, at line 4'
    ],
    ['that is not UTF-8', Buffer.from('{"kv-put-action-backup":1,"\xff"}', 'latin1'), 'is not valid UTF-8']
  ])('%s', (_what, text, message) => {
    const { errors, entries } = read(text)
    expect(errors).toEqual([`entries-file "backup.json" ${message}`])
    expect(entries).toEqual([])
  })

  test('that does not exist', () => {
    const diagnostics = new Diagnostics()
    readBackup({ backupFile: 'missing.json' }, workspace, NOW, diagnostics)
    expect(diagnostics.errors[0]?.message).toMatch(/^entries-file "missing.json" /)
  })
})

test.each([
  ['as it is written', '{"kv-put-action-backup":1,', true],
  ['with white space and a byte order mark', '\ufeff\n {\n  "kv-put-action-backup" : 1', true],
  ['that is another list', '{"a":1,"kv-put-action-backup":1}', false],
  ['that is empty', '', false]
])('a file is recognized by its first property: %s', (_what, text, isBackup) => {
  writeFileSync(join(folder, 'list.json'), text)
  expect(isBackupFile('list.json', workspace)).toBe(isBackup)
  expect(isBackupFile('missing.json', workspace)).toBe(false)
})

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { formatBackupEntry, frameBackup, isBackupFile } from '../../src/entries/backup.ts'
import type { Selected } from '../../src/entries/entry.ts'
import { readList } from '../../src/entries/list/list.ts'
import { Workspace } from '../../src/entries/workspace.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { makeFolder } from '../support/folders.ts'
import { times } from '../support/fuzz.ts'
import { makeClock } from '../support/transport.ts'

const NOW = Date.parse('2026-11-24T12:00:00Z')
const SECONDS = NOW / 1000
const folder = makeFolder()
const workspace = new Workspace(folder)

interface ReadBackup extends Selected {
  readonly errors: readonly string[]
  readonly warnings: readonly string[]
}

async function read(text: string | Buffer): Promise<ReadBackup> {
  writeFileSync(join(folder, 'backup.json'), text)
  const diagnostics = new Diagnostics()
  const runtime = { clock: makeClock(NOW), signal: new AbortController().signal }
  const entrySettings = { keyPrefix: '', defaults: {} }
  const selected = await readList({ backupFile: 'backup.json' }, entrySettings, workspace, runtime, diagnostics)
  const [errors, warnings] = [diagnostics.errors, diagnostics.warnings]
  return { ...selected, errors: errors.map(({ message }) => message), warnings: warnings.map(({ message }) => message) }
}

function backupOf(...entries: readonly string[]): string {
  return frameBackup('id', entries)
}

test('reading a backup returns exactly what was written', async () => {
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
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(fc.string({ minLength: 1 }), fc.option(pair)), { selector: ([key]) => key }),
      async (pairs) => {
        const lines = pairs.map(([key, pair]) => formatBackupEntry(key, pair ?? undefined))
        const { entries, deletions, backupOf: namespaceId, errors } = await read(backupOf(...lines))
        expect([errors, namespaceId]).toEqual([[], 'id'])
        expect(deletions.map(({ key }) => key)).toEqual(pairs.flatMap(([key, pair]) => (pair ? [] : [key])))
        const restored = entries.map(({ key, value, metadata, expiry }) => ({
          key,
          bytes: 'bytes' in value ? Buffer.from(value.bytes).toString('hex') : '',
          metadata: metadata ?? 'null',
          expiry
        }))
        const expected = pairs.flatMap(([key, pair]) => {
          if (!pair) return []
          const { bytes, metadata, expiration } = pair
          const expiry = expiration === undefined ? undefined : { expiration }
          return [{ key, bytes: bytes.toString('hex'), metadata: JSON.stringify(metadata), expiry }]
        })
        expect(restored).toEqual(expected)
      }
    ),
    times(100)
  )
})

test('keys that expired, or will within 60 seconds, are deleted with a warning', async () => {
  const pairs = [1, SECONDS - 1, SECONDS + 59, SECONDS + 60].map((expiration, index) =>
    formatBackupEntry(`k${index}`, { bytes: Buffer.from('on'), metadata: null, expiration })
  )
  const { entries, deletions, warnings } = await read(backupOf(...pairs))
  expect([entries.map(({ key }) => key), deletions.map(({ key }) => key)]).toEqual([['k3'], ['k0', 'k1', 'k2']])
  expect(deletions[0]).toEqual({
    key: 'k0',
    source: 'backup.json line 2',
    location: { file: 'backup.json', line: 2 }
  })
  expect(warnings).toEqual([
    'the backup has 3 keys that expired since it was made, or will within 60 seconds, and will be deleted: "k0", "k1", "k2"'
  ])
})

describe('a backup is refused', () => {
  const UNREADABLE = 'is not a backup that this version of the action can read: it must have "kv-put-action-backup": 1,'

  test.each([
    ['of a later version', '{"kv-put-action-backup":2,"namespace_id":"id","entries":[]}', UNREADABLE],
    ['with an unknown property', '{"kv-put-action-backup":1,"namespace_id":"id","entries":[],"x":1}', UNREADABLE],
    ['that is a list', '[1]', UNREADABLE],
    [
      'with a property twice',
      '{"kv-put-action-backup":1,"namespace_id":"id","namespace_id":"id","entries":[]}',
      'has the property "namespace_id" twice, in line 1 and in line 1'
    ],
    [
      'that is cut short',
      backupOf('{"key":"a","value":"b"}').slice(0, -4),
      'is not valid JSON: close bracket expected'
    ],
    ['that is not UTF-8', Buffer.from('{"kv-put-action-backup":1,"\xff"}', 'latin1'), 'is not valid UTF-8']
  ])('%s', async (_what, text, message) => {
    const { errors, entries } = await read(text)
    expect(errors.map((error) => error.slice(0, 27 + message.length))).toEqual([
      `entries-file "backup.json" ${message}`
    ])
    expect(entries).toEqual([])
  })

  test.each([
    [
      'two entries without a comma',
      '{"key":"a","value":"x"}\n{"key":"b","value":"x"}',
      'is not valid JSON: comma expected at line 3'
    ],
    ['a property twice', '{"key":"a","value":"x","value":"y"}', 'entry 1: has the property "value" twice'],
    [
      'an unknown property',
      '{"key":"a","value":"x","ttl":1}',
      'unknown property "ttl"; did you mean "expiration_ttl"?'
    ],
    ['delete and a value', '{"key":"a","value":"x","delete":true}', 'value cannot be combined with delete: true'],
    ['a value that is not base64', '{"key":"a","value":"x","base64":true}', 'value is not base64'],
    [
      'an expiration past the range of dates',
      '{"key":"a","value":"x","expiration":9999999999999}',
      'expiration is after the year 9999'
    ]
  ])('like any list, with %s', async (_what, entries, message) => {
    const { errors } = await read(backupOf(entries))
    expect(errors).toEqual([expect.stringContaining(message)])
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

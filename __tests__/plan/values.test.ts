import { statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import type { Entry } from '../../src/entries/entry.ts'
import { checkStampable, stampEntries } from '../../src/plan/values.ts'
import { makeFolder } from '../support/folders.ts'
import { WRITE_ALL } from '../support/run-inputs.ts'

const SYNC = { ...WRITE_ALL, skipUnchanged: true, keyPrefix: 'é/' }

const folder = makeFolder({ small: 'x', mebibyte: 'z'.repeat(1 << 20), large: 'y'.repeat(1_100_000) })

function entry(parts: Partial<Entry> = {}): Entry {
  return { key: 'k', value: { bytes: Buffer.from('v'), size: 1 }, source: 'value', ...parts }
}

async function stamp(parts: Partial<Entry>): Promise<{ metadata: string | undefined; errors: string[] }> {
  const diagnostics = new Diagnostics()
  const entries = [entry(parts)]
  checkStampable({ entries, deletions: [] }, SYNC, diagnostics)
  const [stamped] = await stampEntries(
    diagnostics.errors.length > 0 ? [] : entries,
    SYNC,
    diagnostics,
    new AbortController().signal
  )
  return { metadata: stamped?.metadata, errors: diagnostics.errors.map(({ message }) => message) }
}

describe('a stamp is added to metadata', () => {
  const pattern = '"kv-put-action":"octo/site:3:[\\w-]{6} [\\w-]{22}"}$'

  test.each([
    ['that is absent', {}, '^{'],
    ['that has the maximum length', { metadata: `{"a":"${'x'.repeat(956)}"}` }, `^{"a":"x{956}",`],
    ['that is an object, which keeps its spelling', { metadata: '{"a":1.0}' }, '^{"a":1\\.0,'],
    ['of a small file', { value: { path: join(folder, 'small'), size: 1 } }, '^{'],
    ['of a large file', { value: { path: join(folder, 'large'), size: 1_100_000 } }, '^{'],
    ['of a key that expires', { expiry: { expiration: 1_900_000_000 } }, '^{'],
    ['of a key with a TTL', { expiry: { expirationTtl: 60 } }, '^{']
  ])('%s', async (_what, parts, begin) => {
    const { metadata, errors } = await stamp(parts)
    expect(errors).toEqual([])
    expect(metadata).toMatch(new RegExp(begin + pattern))
  })
})

describe('an error says why an entry cannot have a stamp', () => {
  test.each([
    ['metadata that is text', { metadata: '"text"' }, 'must be an object, or left out'],
    [
      'metadata that is long',
      { metadata: `{"a":"${'x'.repeat(1000)}"}` },
      'metadata is 1,068 bytes as JSON, of which the stamp of skip-unchanged and prune takes 60;'
    ],
    ['a file that is gone', { value: { path: join(folder, 'gone'), size: 1 } }, 'can no longer be read (ENOENT)'],
    ['a folder', { value: { path: folder, size: statSync(folder).size } }, 'EISDIR'],
    ['a large file that has changed', { value: { path: join(folder, 'large'), size: 1_100_001 } }, 'has changed since']
  ])('%s', async (_what, parts, message) => {
    const { metadata, errors } = await stamp(parts)
    expect(metadata).toBeUndefined()
    expect(errors).toEqual([expect.stringContaining(`key "k": `)])
    expect(errors[0]).toContain(message)
  })
})

// If a digest changed, every stored key would be written again.
test.each([
  ['in memory', {}, 'yzxt7IbksdgDoi7Y2mdEmj'],
  ['in a file of 1 MiB', { value: { path: join(folder, 'mebibyte'), size: 1 << 20 } }, 'A-DRkSNZqtyMMXIiIgRuKI'],
  ['in a larger file', { value: { path: join(folder, 'large'), size: 1_100_000 } }, 'Kg8RszB3H9bIzwwoga_tB8'],
  ['with a TTL', { expiry: { expirationTtl: 60 } }, 'wbaxyq4fb_ZAUmJzjNmUqP'],
  [
    'with metadata and an expiration',
    { value: { bytes: Buffer.from('on\n'), size: 3 }, metadata: '{"by":"é"}', expiry: { expiration: 2_000_000_000 } },
    'OQowg-ZoUUXmw1rp--JN6a'
  ]
])('the stamp of a value %s is the same in every version', async (_where, parts, digest) => {
  expect((await stamp(parts)).metadata).toContain(`"kv-put-action":"octo/site:3:glTDKa ${digest}"}`)
})

test('an unexpected error is not reported as a problem of an entry', async () => {
  const value = Object.defineProperty({ bytes: Buffer.of(), size: 1 }, 'bytes', {
    get: () => {
      throw new TypeError('defect')
    }
  })
  await expect(stamp({ value })).rejects.toThrow('defect')
})

describe('the reserved name', () => {
  function check(metadata: string): string[] {
    const diagnostics = new Diagnostics()
    checkStampable({ entries: [entry({ metadata }), entry()], deletions: [] }, WRITE_ALL, diagnostics)
    return diagnostics.errors.map(({ message }) => message)
  }

  test.each(['{"kv-put-action":1}', '{"a":{},"kv-put-action":null}'])('is refused in %s', (metadata) => {
    expect(check(metadata)).toEqual([
      'key "k": metadata has the property "kv-put-action", which is reserved for the stamps of this action: rename it'
    ])
  })

  test.each([
    '{"a":{"kv-put-action":1}}',
    '["kv-put-action"]',
    '"\\"kv-put-action\\":"',
    '{"a":"\\"kv-put-action\\":"}',
    'null'
  ])('is not in %s', (metadata) => {
    expect(check(metadata)).toEqual([])
  })
})

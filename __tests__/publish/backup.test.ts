import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import type { Deletion, Entry } from '../../src/entries/entry.ts'
import { Namespace } from '../../src/kv/namespace.ts'
import type { Change } from '../../src/plan/change.ts'
import { stampEntries } from '../../src/plan/values.ts'
import type { Held } from '../../src/kv/listing.ts'
import { makeBackup } from '../../src/publish/backup.ts'
import type { Backup } from '../../src/publish/outcome.ts'
import { BackupError } from '../../src/publish/backup-writer.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { ExactApi } from '../support/exact-api.ts'
import { makeFolder } from '../support/folders.ts'
import { ID } from '../support/run-inputs.ts'
import { makeClock, makeTransport } from '../support/transport.ts'

const on = new ExactApi()
const MARKED = '\xef\xbb\xbftext'
const SCOPE = { managedBy: 'octo/site', keyPrefix: '' }

function entryOf(key: string, value = 'new', rest: Partial<Entry> = {}): Entry {
  const bytes = Buffer.from(value, 'latin1')
  return { key, value: { bytes, size: bytes.length }, source: 'value', ...rest }
}

function write(entry: Entry, status: 'new' | 'changed' | 'to-write' = 'to-write'): Change {
  return { entry, status }
}

function remove(key: string): Change {
  const entry: Deletion = { key, source: 'prune' }
  return { entry, status: 'to-delete' }
}

/** Puts an entry with its stamp and expiration into the namespace. */
async function hold(entry: Entry, expiration?: number): Promise<void> {
  const [stamped] = await stampEntries([entry], SCOPE, new Diagnostics(), new AbortController().signal)
  const value = 'bytes' in entry.value ? Buffer.from(entry.value.bytes).toString('latin1') : ''
  on.kv.pairs.set(entry.key, { value, metadata: stamped?.metadata, expiration })
}

interface Saved extends Partial<Backup> {
  readonly path: string
  readonly lines: readonly string[]
  readonly entries: readonly { readonly key: string; readonly value?: string }[]
}

async function save(changes: readonly Change[], held?: Held, backupFolder = makeFolder()): Promise<Saved> {
  const namespace = new Namespace(makeTransport(on.baseUrl), 'account', ID)
  const lines: string[] = []
  const log = (line: string): number => lines.push(line)
  const runtime = { clock: makeClock(), signal: new AbortController().signal, log }
  const plan = { changes, ...(held && { held }) }
  const backup = await makeBackup(plan, { namespace, concurrency: 4, backupFolder }, runtime)
  const { path = '', heldSizes = new Map() } = backup ?? {}
  const { entries } = (path ? JSON.parse(readFileSync(path, 'utf8')) : { entries: [] }) as Pick<Saved, 'entries'>
  return { path, lines, entries, heldSizes }
}

describe('a backup', () => {
  test('has the keys that are written or deleted, and not the unchanged keys', async () => {
    on.kv.pairs.set('a', { value: 'old', metadata: '{"a":1.0}', expiration: 2_000_000_000 })
    on.kv.pairs.set('b', { value: 'gone' })
    const unchanged: Change = { entry: entryOf('c'), status: 'unchanged' }
    const { entries, lines, path, heldSizes } = await save([
      write(entryOf('a')),
      unchanged,
      write(entryOf('d')),
      remove('b')
    ])
    expect(entries.toSorted((a, b) => (a.key < b.key ? -1 : 1))).toEqual([
      { key: 'a', value: 'old', metadata: { a: 1 }, expiration: 2_000_000_000 },
      { key: 'b', value: 'gone' },
      { key: 'd', delete: true }
    ])
    expect(lines).toEqual([
      `Reading what namespace ${ID} holds under 3 keys, for the backup`,
      `Backup: 2 values (7 B), 1 key that is new, in ${path}`
    ])
    expect(Object.fromEntries(heldSizes ?? [])).toEqual({ a: 3, b: 4 })
  })

  test('is not made when nothing changes', async () => {
    expect((await save([{ entry: entryOf('a'), status: 'unchanged' }])).path).toBe('')
    expect(on.sent).toEqual([])
  })
})

describe('a value is read with a single read', () => {
  const many = Array.from({ length: 21 }, (_, index) => write(entryOf(`k${index}`)))

  test.each([
    ['when its stamp says that a byte order mark is missing', entryOf('a', MARKED), undefined],
    ['when its text does not match its stamp', entryOf('a', '\xff'), undefined],
    ['when its stamp includes an unknown TTL', entryOf('a', 'on', { expiry: { expirationTtl: 60 } }), 2_000_000_000]
  ])('%s', async (_what, entry, expiration) => {
    await hold(entry, expiration)
    await save([write(entryOf('a')), ...many])
    expect(on.sent).toEqual(['POST bulk/get', 'GET values/a'])
  })

  test.each([
    ['when its stamp matches', entryOf('a', 'text'), undefined, {}],
    ['when its stamp matches, with metadata', entryOf('a', 'text', { metadata: '{"b":1.5,"a":"é"}' }), undefined, {}],
    ['when its stamp matches, with an empty object', entryOf('a', '', { metadata: '{}' }), undefined, {}],
    ['when its stamp matches, with an expiration', entryOf('a', 'on', { expiry: { expiration: 2e9 } }), 2e9, {}],
    [
      'when its stamp matches, with the TTL that the new entry has',
      entryOf('a', 'on', { expiry: { expirationTtl: 60 } }),
      2e9,
      { expiry: { expirationTtl: 60 } }
    ]
  ])('but not %s', async (_what, entry, expiration, rest) => {
    await hold(entry, expiration)
    await save([write(entryOf('a', 'new', rest))])
    expect(on.sent).toEqual(['POST bulk/get'])
  })

  test('without a stamp in a step that changes at most 20 keys, so that no byte order mark is lost', async () => {
    on.kv.pairs.set('k0', { value: MARKED })
    const { entries } = await save(many.slice(0, 20))
    expect(on.sent).toEqual(['POST bulk/get', 'GET values/k0'])
    expect(entries.find(({ key }) => key === 'k0')?.value).toBe('\ufefftext')
    await save(many)
    expect(on.sent.slice(2)).toEqual(['POST bulk/get'])
  })

  test('when the listing has an expiration and the bulk read has none', async () => {
    await hold(entryOf('a', 'on'), 2_000_000_000)
    const metadata: unknown = JSON.parse(on.kv.pairs.get('a')?.metadata ?? '')
    const held = new Map([['a', { metadata, expiration: 2_000_000_000 }]])
    on.interrupt = ({ url }) => {
      const value = { value: 'on', metadata }
      return url?.endsWith('bulk/get') ? { body: { success: true, result: { values: { a: value } } } } : undefined
    }
    const { entries } = await save([write(entryOf('a'), 'changed')], held)
    expect(on.sent).toEqual(['POST bulk/get', 'GET values/a'])
    expect(entries).toMatchObject([{ expiration: 2_000_000_000 }])
  })
})

describe('a backup stops the run and leaves no file', () => {
  const same = { metadata: { a: 1 }, expiration: 2_000_000_000 }
  const pair = { value: 'on', metadata: '{"a":1}', expiration: 2_000_000_000 }

  test.each([
    ['a key that did not exist exists now', pair, 'new', new Map()],
    ['a key that existed is gone', undefined, 'changed', new Map([['a', same]])],
    ['the metadata has changed', pair, 'changed', new Map([['a', { ...same, metadata: { a: 2 } }]])],
    ['metadata was added', pair, 'changed', new Map([['a', { expiration: 2_000_000_000 }]])],
    ['the expiration has changed', pair, 'changed', new Map([['a', { ...same, expiration: 2_000_000_001 }]])],
    ['an expiration was added', pair, 'changed', new Map([['a', { metadata: { a: 1 } }]])]
  ] as const)('when %s', async (_what, held, status, planned) => {
    if (held) on.kv.pairs.set('a', held)
    const folder = makeFolder()
    const message = 'backup could not be made: key "a" has changed since the plan was made. Run the step again'
    const failure = await save([write(entryOf('a'), status)], planned, folder).catch((error: unknown) => error)
    expect([failure instanceof BackupError, (failure as Error).message]).toEqual([true, message])
    expect(readdirSync(folder)).toEqual([])
  })

  test('when a key cannot be read', async () => {
    on.interrupt = () => ({ status: 500, body: { success: false, errors: [{ code: 1, message: 'no' }] } })
    const folder = makeFolder()
    const failure = await save([write(entryOf('a'))], undefined, folder).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(BackupError)
    expect((failure as Error).message).toBe('backup could not be made: key "a" could not be read: 1 no [HTTP 500]')
    expect(readdirSync(folder)).toEqual([])
  })
})

test('metadata with its properties in another order counts as unchanged', async () => {
  on.kv.pairs.set('a', { value: 'on', metadata: '{"b":1,"a":1.0}' })
  const { entries } = await save([write(entryOf('a'), 'changed')], new Map([['a', { metadata: { a: 1, b: 1 } }]]))
  expect(entries).toHaveLength(1)
})

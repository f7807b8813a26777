import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Deletion, Entry } from '../../src/entries/entry.ts'
import { Namespace } from '../../src/kv/namespace.ts'
import type { Change } from '../../src/plan/change.ts'
import { type Held, HeldUnknown } from '../../src/kv/listing.ts'
import { makeBackup } from '../../src/publish/backup.ts'
import type { Backup } from '../../src/publish/outcome.ts'
import { ExactApi } from '../support/exact-api.ts'
import { makeFolder } from '../support/folders.ts'
import { ID } from '../support/run-inputs.ts'
import { makeClock, makeTransport } from '../support/transport.ts'

const on = new ExactApi()

function entryOf(key: string): Entry {
  return { key, value: { bytes: Buffer.from('new'), size: 3 }, source: 'value' }
}

function write(entry: Entry, status: 'new' | 'changed' | 'to-write' = 'to-write'): Change {
  return { entry, status }
}

function remove(key: string): Change {
  const entry: Deletion = { key, source: 'prune' }
  return { entry, status: 'to-delete' }
}

interface Saved extends Partial<Backup> {
  readonly path: string
  readonly lines: readonly string[]
  readonly entries: readonly { readonly key: string; readonly value?: string }[]
}

interface Options {
  readonly held?: Held
  readonly backupFolder?: string
  readonly maxBytes?: number
  readonly supportsUrlEncoding?: boolean
}

async function save(changes: readonly Change[], options: Options = {}): Promise<Saved> {
  const { held, backupFolder = makeFolder(), maxBytes, supportsUrlEncoding } = options
  const namespace = new Namespace(makeTransport(on.baseUrl), 'account', ID, supportsUrlEncoding)
  const lines: string[] = []
  const log = (line: string): number => lines.push(line)
  const runtime = { clock: makeClock(), signal: new AbortController().signal, log }
  const plan = { changes, ...(held && { held }) }
  const backup = await makeBackup(plan, { namespace, concurrency: 4, backupFolder }, runtime, maxBytes)
  const { path = '', heldSizes = new Map() } = backup ?? {}
  const { entries } = (path ? JSON.parse(readFileSync(path, 'utf8')) : { entries: [] }) as Pick<Saved, 'entries'>
  return { path, lines, entries, heldSizes }
}

describe('a backup', () => {
  test('has the keys that are written or deleted, in the order of the plan, and not the unchanged keys', async () => {
    on.kv.pairs.set('a', { value: 'old', metadata: '{"a":1.0}', expiration: 2_000_000_000 })
    on.kv.pairs.set('b', { value: '\xff' })
    const unchanged: Change = { entry: entryOf('c'), status: 'unchanged' }
    const { lines, path, heldSizes } = await save([write(entryOf('a')), unchanged, write(entryOf('d')), remove('b')])
    expect(readFileSync(path, 'utf8')).toBe(
      `{"kv-put-action-backup":1,"namespace_id":"${ID}","entries":[
{"key":"a","value":"old","metadata":{"a":1.0},"expiration":2000000000},
{"key":"d","delete":true},
{"key":"b","value":"/w==","base64":true}
]}
`
    )
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(lines).toEqual([
      `Reading what namespace ${ID} holds under 3 keys, for the backup`,
      `Backup: 2 values (4 B), 1 key that is new, in ${path}`
    ])
    expect(Object.fromEntries(heldSizes ?? [])).toEqual({ a: 3, b: 1 })
  })

  test('is not made when nothing changes', async () => {
    expect((await save([{ entry: entryOf('a'), status: 'unchanged' }])).path).toBe('')
    expect(on.sent).toEqual([])
  })

  test('of more than 1,000 keys says first how long it takes, which is a request for each', async () => {
    const keys = Array.from({ length: 1001 }, (_, index) => `k${index}`)
    for (const key of keys) on.kv.pairs.set(key, { value: 'on', metadata: '1' })
    const { lines } = await save(keys.map((key) => write(entryOf(key))))
    expect(lines[1]).toBe(
      'Values are read one by one: at least 1,001 requests and 5 minutes, since the API takes 1,200 requests in 5 minutes'
    )
    expect(on.sent.filter((line) => line !== 'GET keys')).toHaveLength(1001)
    expect((await save(keys.slice(1).map((key) => write(entryOf(key))))).lines).toHaveLength(2)
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
    const failure = await save([write(entryOf('a'), status)], { held: planned, backupFolder: folder }).catch(
      (error: unknown) => error
    )
    expect([failure instanceof HeldUnknown, (failure as Error).message]).toEqual([true, message])
    expect(readdirSync(folder)).toEqual([])
  })

  async function failureOf(changes: readonly Change[], options: Options = {}): Promise<string> {
    const backupFolder = makeFolder()
    const failure = await save(changes, { backupFolder, ...options }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(HeldUnknown)
    expect(readdirSync(backupFolder)).toEqual([])
    return (failure as Error).message
  }

  test('when a key cannot be read', async () => {
    const answer = { status: 500, body: { success: false, errors: [{ code: 1, message: 'no' }] } }
    on.interrupt = ({ url }) => (url?.includes('/values/') ? answer : undefined)
    const message = 'backup could not be made: key "a" could not be read: 1 no [HTTP 500]'
    expect(await failureOf([write(entryOf('a'))])).toBe(message)
  })

  test('when the keys cannot be listed', async () => {
    on.interrupt = ({ url }) => (url?.includes('/keys?') ? { status: 500 } : undefined)
    expect(await failureOf([write(entryOf('a'))])).toMatch(
      /^backup could not be made: the keys of namespace ".*" could not/
    )
  })

  test('when a key cannot be named in a request, before anything is read', async () => {
    const changes = [write(entryOf('a')), write(entryOf('b c'))]
    expect(await failureOf(changes, { supportsUrlEncoding: false })).toMatch(
      /^backup could not be made: key "b c" cannot be read by itself: .*supports_url_encoding: false/
    )
    expect(on.sent).toEqual([])
  })

  test('when a key expires past the range of dates', async () => {
    on.kv.pairs.set('a', { value: 'on', expiration: 9_999_999_999_999 })
    expect(await failureOf([write(entryOf('a'))])).toBe(
      'backup could not be made: key "a" expires after the year 9999, which cannot be restored. To publish without a backup, set backup to false'
    )
  })

  test('when it would be too large', async () => {
    on.kv.pairs.set('a', { value: 'x'.repeat(2000) })
    const changes = [write(entryOf('a'))]
    expect((await save(changes, { maxBytes: 2200 })).entries).toHaveLength(1)
    expect(await failureOf(changes, { maxBytes: 2048 })).toBe(
      'backup could not be made: what this run changes takes over 2.0 KiB. Publish fewer keys in a step, or set backup to false'
    )
  })

  test('when RUNNER_TEMP cannot be written', async () => {
    const message = 'backup could not be made: RUNNER_TEMP could not be written (ENOENT)'
    const saving = save([write(entryOf('a'))], { backupFolder: join(makeFolder(), 'missing') })
    await expect(saving).rejects.toThrow(message)
  })
})

test('metadata with its properties in another order counts as unchanged', async () => {
  on.kv.pairs.set('a', { value: 'on', metadata: '{"b":1,"a":1.0}' })
  const { entries } = await save([write(entryOf('a'), 'changed')], {
    held: new Map([['a', { metadata: { a: 1, b: 1 } }]])
  })
  expect(entries).toHaveLength(1)
})

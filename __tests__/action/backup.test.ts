import { dirname } from 'node:path'
import { readFileSync, statSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { makeFolder } from '../support/folders.ts'
import { leaksOf } from '../support/leaks.ts'
import { LocalSync, type Synced } from '../support/local-sync.ts'

const kv = new LocalSync()
const EXPIRATION = 2_000_000_000
const KINDS = [
  { key: 'text', value: 'é "quoted"\n', metadata: { a: 1, deep: [1.5, null] }, expiration: EXPIRATION },
  { key: 'empty', value: '' },
  { key: 'binary', value: '/wD+gA==', base64: true },
  { key: 'replacement', value: 'a \ufffd b' },
  { key: 'mark', value: '77u/bWFyaw==', base64: true, metadata: { a: 1 } },
  { key: 'marks', value: '77u/77u/bWFyaw==', base64: true },
  { key: 'control', value: '\u0001'.repeat(1000) },
  { key: 'large', value: Buffer.alloc(3_000_000, 'KV\0\xff', 'latin1').toString('base64'), base64: true },
  { key: 'large/text', value: 'é'.repeat(1_500_000) },
  { key: '__proto__', value: 'proto' },
  { key: 'deleted', value: 'gone', metadata: { b: 2 }, expiration: EXPIRATION }
]
const CHANGES = [
  ...KINDS.slice(0, -1).map(({ key }) => ({ key, value: `changed ${key}`, metadata: { changed: true } })),
  { key: 'new', value: 'new' }
]

/** All pairs of the namespace: values in base64, metadata and expirations. */
async function held(): Promise<ReadonlyMap<string, unknown>> {
  const { namespace } = kv.action
  const { keys } = await namespace.list()
  const pairs = keys.map(async ({ name, metadata, expiration }) => {
    const value = (await kv.action.bytes(name))?.toString('base64')
    return [name, { value, metadata, expiration }] as const
  })
  return new Map(await Promise.all(pairs))
}

/** Publishes a list. The files in RUNNER_TEMP are kept for later steps. */
function publish(
  list: readonly object[],
  inputs: Readonly<Record<string, string>> = {},
  temp = makeFolder()
): Promise<Synced> {
  const given = { entries: '', 'entries-file': 'list.json', 'key-prefix': '', backup: 'true', ...inputs }
  return kv.run({}, given, { RUNNER_TEMP: temp }, { 'list.json': JSON.stringify(list) })
}

/** Restores the backup of a step, as a later step of the same job does. */
function undo({ outputs }: Synced, inputs: Readonly<Record<string, string>> = {}): Promise<Synced> {
  const path = outputs['backup-path'] ?? ''
  return publish([], { 'entries-file': path, backup: 'false', ...inputs }, dirname(dirname(path)))
}

describe('publishing with a backup and undoing it restores the original namespace', () => {
  test.each([
    ['without stamps', {}],
    ['with stamps', { 'skip-unchanged': 'true' }],
    ['with pruning', { prune: 'true', 'managed-by': 'octo/site' }]
  ])('%s', async (_what, inputs: Readonly<Record<string, string>>) => {
    await publish(KINDS, { ...inputs, backup: 'false' })
    const original = await held()
    const published = await publish(CHANGES, inputs)
    expect(published.outputs).toMatchObject({ success: 'true', written: '11', failed: '0' })
    const changed = await held()
    expect([changed.has('new'), changed.get('text')]).not.toEqual([false, original.get('text')])
    const undone = await undo(published)
    expect(undone.outputs).toMatchObject({ success: 'true', deleted: '1', 'backup-path': '' })
    expect(undone.log).toMatch(/^Restoring a backup: 1[01] keys to write, 1 to delete$/m)
    expect(undone.summary).toContain(`<p>This run restores the backup <code>`)
    expect(await held()).toEqual(original)
    if (inputs['prune']) expect((await publish(KINDS, inputs)).outputs).toMatchObject({ unchanged: '11', written: '0' })
  })
})

test('the backup is saved next to the report, and only its owner can read it', async () => {
  await kv.action.namespace.put('a', 'held')
  const { outputs, log } = await publish([
    { key: 'a', value: 'new' },
    { key: 'b', value: 'new' }
  ])
  const path = outputs['backup-path'] ?? ''
  expect(path).toBe((outputs['report-path'] ?? '').replace('report.json', 'backup.json'))
  expect(statSync(path).mode & 0o777).toBe(0o600)
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    'kv-put-action-backup': 1,
    namespace_id: kv.action.namespaceId,
    entries: [
      { key: 'a', value: 'held' },
      { key: 'b', delete: true }
    ]
  })
  expect(log).toContain(`Backup: 1 value (4 B), 1 key that is new, in ${path}`)
})

test('saved values appear only in the backup', async () => {
  const value = 'the held <value> of "k" \\ é'
  await kv.action.namespace.put('a', value, { metadata: { secret: value } })
  await kv.action.namespace.put('b', Buffer.concat([Buffer.from(value), Buffer.from([0xff])]))
  const list = [
    { key: 'a', value: 'new' },
    { key: 'b', value: 'new' }
  ]
  kv.interrupt = ({ url }) => (url?.endsWith('/values/b') ? { status: 500 } : undefined)
  const failed = await publish(list, { 'max-retries': '0', comment: 'true' })
  expect(failed.log).toContain('::error::Nothing was written: backup could not be made: key "b" could not be read')
  expect(failed.sent.some((line) => line.startsWith('PUT'))).toBe(false)
  kv.interrupt = undefined
  const published = await publish(list)
  expect(readFileSync(published.outputs['backup-path'] ?? '', 'utf8')).toContain(JSON.stringify(value))
  const undone = await undo(published)
  for (const result of [failed, published, undone]) expect(leaksOf(result, [value])).toEqual([])
})

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { Workspace } from '../../src/entries/workspace.ts'
import type { Inputs } from '../../src/inputs/inputs.ts'
import type { Report } from '../../src/report/report.ts'
import { run } from '../../src/run.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { ExactApi } from '../support/exact-api.ts'
import { ExactKv } from '../support/exact-kv.ts'
import { startFakeApi } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'
import { ID, makeInputs, makeTarget } from '../support/run-inputs.ts'
import { syncInputs } from '../support/sync-run.ts'
import { makeClock } from '../support/transport.ts'

const REFUSED = { success: false, errors: [{ code: 10042, message: 'refused' }], messages: [], result: null }

const on = new ExactApi()
const temp = makeFolder()

type Executed = Report & { readonly warnings: readonly string[]; readonly backupPath: string | undefined }

async function execute(inputs: Inputs): Promise<Executed> {
  const diagnostics = new Diagnostics()
  const runtime = { clock: makeClock(), signal: new AbortController().signal, log: () => undefined }
  const report = await run(inputs, diagnostics, runtime)
  return { ...report, backupPath: report.backup?.path, warnings: diagnostics.warnings.map(({ message }) => message) }
}

function publish(pairs: object, inputs: Partial<Inputs> = {}): Promise<Executed> {
  return execute({ ...syncInputs(on.baseUrl, pairs, { prune: true }), backupFolder: temp, ...inputs })
}

function restore(backupFile = '', inputs: Partial<Inputs> = {}): Promise<Executed> {
  const workspace = new Workspace(makeFolder(), temp)
  return execute(makeInputs(on.baseUrl, {}, { selection: { backupFile }, workspace, ...inputs }))
}

test('stamps are restored, so that the next run finds its keys unchanged, and still prunes', async () => {
  await publish({ a: 1, b: 2 })
  const { backupPath } = await publish({ a: 2, c: 3 })
  expect((await restore(backupPath)).totals).toMatchObject({ written: 2, deleted: 1 })
  const { totals } = await publish({ a: 1 })
  expect(totals).toMatchObject({ unchanged: 1, deleted: 1, written: 0 })
  expect([...on.kv.pairs.keys()]).toEqual(['a'])
})

test('a restore that failed half-way can be run again', async () => {
  on.kv.pairs.set('a', { value: 'old' })
  const { backupPath } = await publish({ a: 'new', b: 'new' })
  on.interrupt = ({ method }) => (method === 'POST' ? { status: 400 } : undefined)
  expect((await restore(backupPath)).success).toBe(false)
  on.interrupt = undefined
  expect((await restore(backupPath)).success).toBe(true)
  expect([...on.kv.pairs]).toEqual([['a', { value: 'old', metadata: undefined, expiration: undefined }]])
})

test('restoring the backups of all attempts of a run, newest first, restores the original namespace', async () => {
  await publish({ a: 1, b: 1, gone: 1 })
  const before = new Map(on.kv.pairs)
  on.interrupt = ({ method, url = '', body }) =>
    method === 'PUT' && (url.includes('values/b') || body.includes('"b"')) ? { status: 400, body: REFUSED } : undefined
  const first = await publish({ a: 2, b: 2, c: 2 })
  on.interrupt = undefined
  const second = await publish({ a: 2, b: 2, c: 2 })
  expect([first.success, second.success]).toEqual([false, true])
  await restore(second.backupPath)
  expect(on.kv.pairs).not.toEqual(before)
  await restore(first.backupPath)
  expect(on.kv.pairs).toEqual(before)
})

test('a restore can be undone', async () => {
  on.kv.pairs.set('a', { value: 'old' })
  const { backupPath } = await publish({ a: 'new', b: 'new' })
  const published = new Map(on.kv.pairs)
  const undone = await restore(backupPath, { backupFolder: temp })
  expect(on.kv.pairs).not.toEqual(published)
  await restore(undone.backupPath)
  expect(on.kv.pairs).toEqual(published)
})

test('a backup of another namespace is refused before anything is sent', async () => {
  on.kv.pairs.set('a', { value: 'old' })
  const { backupPath = '' } = await publish({ a: 'new' })
  const other = ID.replace('0', '1')
  const path = join(temp, 'other.json')
  writeFileSync(path, readFileSync(backupPath, 'utf8').replace(ID, other))
  const before = on.sent.length
  const { problems } = await restore(path)
  expect(problems.map(({ message }) => message)).toEqual([
    `entries-file is a backup of namespace "${other}", and this step writes to "${ID}": set namespace to "${other}" to restore it`
  ])
  expect(on.sent.slice(before)).toEqual([])
})

test.each([
  ['cannot be read', { status: 500 }, 'backup could not be made: key "a" could not be read: '],
  [
    'cannot be read with the token',
    { status: 403, body: { success: false, errors: [{ code: 10000 }] } },
    'backup could not be made: '
  ]
])('nothing is written when a value %s', async (_what, answer, message) => {
  on.kv.pairs.set('a', { value: 'old' })
  on.interrupt = ({ method, url }) => (method === 'GET' && url?.includes('/values/') ? answer : undefined)
  const { problems, records, backupPath, response } = await publish({ a: 'new' })
  expect(problems[0]?.message.slice(0, message.length)).toBe(message)
  expect([backupPath, records.map(({ status }) => status)]).toEqual([undefined, ['not-started']])
  expect(response.errors).toEqual('body' in answer ? answer.body.errors : [])
  expect(on.sent.some((line) => line.startsWith('PUT'))).toBe(false)
})

test('in a namespace from before 2021, a key that percent-encoding changes is not written and not said to be new', async () => {
  const kv = new ExactKv(false)
  kv.pairs.set('a b', { value: 'old' })
  const api = await startFakeApi((request) => kv.answer(request))
  const inputs = makeInputs(api.baseUrl, { 'a b': 'new' }, { backupFolder: temp })
  const { problems, records } = await execute(inputs)
  await api.close()
  expect(problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(
      /^backup could not be made: key "a b" cannot be read by itself: .*supports_url_encoding: false/
    )
  ])
  expect([records.map(({ status }) => status), kv.pairs.get('a b')?.value]).toEqual([['not-started'], 'old'])
})

test('a namespace that is given by its title is compared by its ID', async () => {
  on.kv.pairs.set('a', { value: 'old' })
  const { backupPath } = await publish({ a: 'new' })
  on.interrupt = ({ url }) =>
    url?.includes('?page=')
      ? { body: { success: true, result: [{ id: ID, title: 'flags' }], result_info: { total_count: 1 } } }
      : undefined
  const { success } = await restore(backupPath, { target: makeTarget(on.baseUrl, { title: 'flags' }) })
  expect(success).toBe(true)
})

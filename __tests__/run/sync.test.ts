import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from '@jest/globals'
import type { Inputs } from '../../src/inputs/inputs.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { Workspace } from '../../src/entries/workspace.ts'
import { makeFolder } from '../support/folders.ts'
import { ExactKv } from '../support/exact-kv.ts'
import { ID, WRITE_ALL } from '../support/run-inputs.ts'
import { type Ran, useRuns } from '../support/runs.ts'

const runs = useRuns()
let kv: ExactKv

beforeEach(() => {
  kv = new ExactKv()
  runs.answer = (request) => kv.answer(request)
})

/** A run that prunes under `app/`, unless `sync` says otherwise. */
function sync(pairs: object, sync: Partial<Inputs['sync']> = {}, diagnostics = new Diagnostics()): Promise<Ran> {
  const entrySettings = { keyPrefix: 'app/', defaults: {} }
  const settings = { ...WRITE_ALL, skipUnchanged: true, prune: true, keyPrefix: 'app/', ...sync }
  return runs.run(runs.inputs(pairs, { sync: settings, entrySettings }), diagnostics)
}

/** The methods of the requests. */
function methods({ sent }: Pick<Ran, 'sent'>): string[] {
  return sent.map((request) => request.replace(/ .*/, ''))
}

test('a run writes new and changed keys, skips unchanged ones, and then deletes those that are not planned', async () => {
  await sync({ same: '1', changed: '1', gone: '1' })
  const ran = await sync({ same: '1', changed: '2', new: '1' })
  expect(ran.report).toMatchObject({ success: true, totals: { written: 2, unchanged: 1, deleted: 1, failed: 0 } })
  expect(ran.report.records.map(({ entry, status }) => `${entry.key} ${status}`)).toEqual([
    ...['app/same unchanged', 'app/changed written', 'app/new written', 'app/gone deleted']
  ])
  expect(methods(ran)).toEqual(['GET', 'PUT', 'POST'])
  expect(runs.lines).toContain('Plan: 1 new, 1 changed, 1 to delete, 1 unchanged')
  expect([...kv.pairs.keys()].toSorted()).toEqual(['app/changed', 'app/new', 'app/same'])
})

test('an empty plan is a problem of a run that prunes, if it has no other, and does nothing without prune', async () => {
  expect((await sync({})).report.problems).toEqual([
    { message: expect.stringMatching(/^prune needs at least one key to write: .* list its keys with delete: true/) }
  ])
  const diagnostics = new Diagnostics()
  diagnostics.error('ttl is wrong')
  expect((await sync({}, {}, diagnostics)).report.problems).toEqual([{ message: 'ttl is wrong' }])
  expect((await sync({}, { prune: false })).report).toMatchObject({ success: true, records: [] })
})

test.each([
  [['no', 'object'], 'metadata must be an object', ''],
  [{ 'kv-put-action': 1 }, 'which is reserved', 'which is reserved']
])('metadata %j stops a run that compares with "%s", and another with "%s"', async (metadata, compared, plain) => {
  const list = [{ key: 'a', value: '1', metadata }]
  for (const [skipUnchanged, message] of [
    [true, compared],
    [false, plain]
  ] as const) {
    const { report, sent } = await sync(list, { skipUnchanged, prune: false })
    expect(report.problems.map((problem) => problem.message)).toEqual(message ? [expect.stringContaining(message)] : [])
    expect(sent.length).toBe(message ? 0 : 1)
  }
})

test('a file that changes while the run compares stops it before anything is written', async () => {
  const root = makeFolder({ 'a.txt': 'on', 'b.txt': 'on' })
  const log = (line: string): void => {
    if (line.startsWith('Comparing 2 keys (4 B) with namespace ')) writeFileSync(join(root, 'a.txt'), 'other')
  }
  const list = ['a', 'b'].map((key) => ({ key, file: `${key}.txt` }))
  const settings = { ...WRITE_ALL, skipUnchanged: true }
  const inputs = runs.inputs(list, { sync: settings, workspace: new Workspace(root) })
  const { report } = await runs.run(inputs, undefined, { log })
  expect(report.problems).toMatchObject([{ message: expect.stringContaining('key "a": the file has changed') }])
  expect([kv.pairs.size, report.totals.failed]).toEqual([0, 2])
})

describe('if-key-exists', () => {
  const plain = { skipUnchanged: false, prune: false }

  test('keep does not change existing keys, no matter who wrote them, and sends only one listing', async () => {
    kv.pairs.set('app/by-hand', { value: 'x' })
    await sync({ ours: '1' })
    const ran = await sync({ 'by-hand': '1', ours: '2', new: '1' }, { ...plain, ifKeyExists: 'keep' })
    expect(ran.report).toMatchObject({ success: true, totals: { written: 1, kept: 2 }, planned: { toWrite: 1 } })
    expect(ran.sent).toEqual([`GET /${ID}/keys?limit=1000&prefix=app%2F`, `PUT /${ID}/values/app%2Fnew`])
    expect(['app/by-hand', 'app/ours', 'app/new'].map((key) => kv.pairs.get(key)?.value)).toEqual(['x', '1', '1'])
  })

  test('keep neither prunes nor stamps the kept keys', async () => {
    await sync({ a: '1', gone: '1' })
    kv.pairs.set('app/foreign', { value: 'x' })
    const ran = await sync({ a: '2', foreign: '2' }, { ifKeyExists: 'keep' })
    expect(ran.report).toMatchObject({ success: true, totals: { written: 0, kept: 2, deleted: 1 } })
    expect(kv.pairs.get('app/foreign')).toEqual({ value: 'x' })
    expect(kv.pairs.get('app/a')?.value).toBe('1')
  })

  test.each([false, true])('error stops the run with each key that exists (dry run: %j)', async (dryRun) => {
    kv.pairs.set('app/a', { value: 'x' })
    kv.pairs.set('app/b', { value: 'x' })
    const { report, sent } = await sync({ a: '1', b: '1', new: '1' }, { ...plain, ifKeyExists: 'error', dryRun })
    expect(report).toMatchObject({ success: false, planned: { toWrite: 3 } })
    expect(report.problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        /^key "app\/a" \(from entries line 1\) exists in the namespace, and if-key-exists is error\. .* keep; /
      ),
      expect.stringMatching(/^key "app\/b" /)
    ])
    expect(methods({ sent })).toEqual(['GET'])
  })

  test('error allows a second run after a partial failure', async () => {
    await sync({ a: '1' }, { prune: false })
    const { report } = await sync({ a: '1', b: '1' }, { prune: false, ifKeyExists: 'error' })
    expect(report).toMatchObject({ success: true, totals: { unchanged: 1, written: 1 } })
  })
})

describe('the plan that was approved', () => {
  const APPROVED = { a: '2', same: '1' }

  async function plan(pairs: object): Promise<string> {
    return (await sync(pairs, { dryRun: true })).report.planId ?? ''
  }

  test('is applied', async () => {
    await sync({ a: '1', same: '1', gone: '1' })
    const expectedPlanId = await plan(APPROVED)
    const { report } = await sync(APPROVED, { expectedPlanId })
    expect(report).toMatchObject({ success: true, totals: { written: 1, deleted: 1 }, planId: expectedPlanId })
  })

  test.each<[string, object, () => void]>([
    ['another value', { ...APPROVED, a: '3' }, () => undefined],
    ['another key', { ...APPROVED, b: '1' }, () => undefined],
    ['a key that somebody wrote since', APPROVED, () => kv.pairs.set('app/a', { value: 'x' })],
    ['a key that somebody deleted since', APPROVED, () => kv.pairs.delete('app/gone')]
  ])('is not applied with %s', async (_what, pairs, meanwhile) => {
    await sync({ a: '1', same: '1', gone: '1' })
    const expectedPlanId = await plan(APPROVED)
    meanwhile()
    const before = [...kv.pairs]
    const ran = await sync(pairs, { expectedPlanId })
    expect(ran.report).toMatchObject({
      success: false,
      problems: [{ message: expect.stringContaining('"Re-run all jobs"') }]
    })
    expect(methods(ran)).toEqual(['GET'])
    expect([...kv.pairs]).toEqual(before)
  })

  test('is still applied when other keys have changed', async () => {
    const expectedPlanId = await plan({ a: '2' })
    kv.pairs.set('app/other', { value: 'x' })
    kv.pairs.set('other', { value: 'x' })
    expect((await sync({ a: '2' }, { expectedPlanId })).report.success).toBe(true)
  })
})

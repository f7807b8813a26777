import { beforeEach, describe, expect, test } from '@jest/globals'
import type { Inputs } from '../../src/inputs/inputs.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { MemoryKv } from '../support/memory-kv.ts'
import { ID, WRITE_ALL } from '../support/run-inputs.ts'
import { type Ran, useRuns } from '../support/runs.ts'

const runs = useRuns()
let kv: MemoryKv

beforeEach(() => {
  kv = new MemoryKv()
  runs.answer = (request) => kv.answer(request)
})

function sync(pairs: object, sync: Partial<Inputs['sync']> = {}, diagnostics = new Diagnostics()): Promise<Ran> {
  const shape = { keyPrefix: 'app/', defaults: {} }
  const settings = { ...WRITE_ALL, skipUnchanged: true, prune: true, keyPrefix: 'app/', ...sync }
  return runs.run(runs.inputs(pairs, { sync: settings, shape }), diagnostics)
}

/** The methods of the requests. */
function methods({ sent }: Pick<Ran, 'sent'>): string[] {
  return sent.map((request) => request.replace(/ .*/, ''))
}

describe('max-deletions', () => {
  const pairs = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`k${index}`, '1']))

  test.each([false, true])('stops a run that would delete more, with the whole plan (dry run: %j)', async (dryRun) => {
    await sync(pairs)
    const before = [...kv.pairs]
    const { report, sent } = await sync({ k0: '2', new: '1' }, { dryRun })
    expect(report).toMatchObject({
      success: false,
      dryRun,
      problems: [
        { message: expect.stringMatching(/^prune would delete 19 of the 20 keys .* max-deletions allows 6 \(30%\)/) }
      ],
      planned: { toWrite: 2, toDelete: 19 },
      totals: { written: 0, deleted: 0, failed: dryRun ? 0 : 21 },
      planId: expect.stringMatching(/^p1-/)
    })
    expect(report.records).toHaveLength(21)
    expect(report.records[0]?.status).toBe(dryRun ? 'changed' : 'not-started')
    expect(methods({ sent })).toEqual(['GET'])
    expect([...kv.pairs]).toEqual(before)
  })

  test('lets a run delete the allowed number of keys', async () => {
    await sync(pairs)
    const { report } = await sync({ k0: '1' }, { maxDeletions: { count: 19 } })
    expect(report).toMatchObject({ success: true, totals: { deleted: 19 } })
  })
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
    expect(runs.lines).toContain('1 new, 0 changed, 0 unchanged, 2 kept')
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
    expect(report).toMatchObject({
      success: true,
      totals: { written: 1, deleted: 1 },
      planId: expectedPlanId
    })
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
    const expectedPlanId = await plan(APPROVED)
    kv.pairs.set('app/other', { value: 'x' })
    kv.pairs.set('other', { value: 'x' })
    expect((await sync(APPROVED, { expectedPlanId })).report.success).toBe(true)
  })
})

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from '@jest/globals'
import type { Inputs } from '../../src/inputs/inputs.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { Workspace } from '../../src/entries/workspace.ts'
import { makeFolder } from '../support/folders.ts'
import { MemoryKv } from '../support/memory-kv.ts'
import { WRITE_ALL } from '../support/run-inputs.ts'
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

describe('a run that prunes', () => {
  test('writes new and changed keys, skips unchanged keys, and deletes keys that are no longer planned', async () => {
    await sync({ same: '1', changed: '1', gone: '1' })
    const ran = await sync({ same: '1', changed: '2', new: '1' })
    expect(ran.report).toMatchObject({ success: true, totals: { written: 2, unchanged: 1, deleted: 1, failed: 0 } })
    expect(ran.report.records.map(({ entry, status }) => `${entry.key} ${status}`)).toEqual([
      ...['app/same unchanged', 'app/changed written', 'app/new written', 'app/gone deleted']
    ])
    expect(methods(ran)).toEqual(['GET', 'PUT', 'POST'])
    expect(runs.lines).toContain('1 new, 1 changed, 1 unchanged, 1 to delete')
    expect([...kv.pairs.keys()].toSorted()).toEqual(['app/changed', 'app/new', 'app/same'])
  })

  test('deletes neither keys that it did not write nor keys under another prefix', async () => {
    await sync({ theirs: '1' }, { managedBy: 'octo/other' })
    kv.pairs.set('app/foreign', { value: '1' })
    await sync({ own: '1', kept: '1' })
    kv.pairs.set('elsewhere', kv.pairs.get('app/own') ?? { value: '' })
    await sync({ kept: '1' })
    expect([...kv.pairs.keys()].toSorted()).toEqual(['app/foreign', 'app/kept', 'app/theirs', 'elsewhere'])
  })

  test('is refused with an empty plan', async () => {
    const { report, sent } = await sync({})
    expect(report.problems).toEqual([
      { message: expect.stringMatching(/^prune needs at least one key to write: .* list its keys with delete: true/) }
    ])
    expect(sent).toEqual([])
  })

  test('does not report an empty plan if it has another problem', async () => {
    const diagnostics = new Diagnostics()
    diagnostics.error('ttl is wrong')
    const { report } = await sync({}, {}, diagnostics)
    expect(report.problems).toEqual([{ message: 'ttl is wrong' }])
  })
})

describe('a run with skip-unchanged', () => {
  test('deletes nothing', async () => {
    await sync({ a: '1', gone: '1' })
    const ran = await sync({ a: '1' }, { prune: false })
    expect(ran.report).toMatchObject({ success: true, totals: { written: 0, unchanged: 1, deleted: 0 } })
    expect(methods(ran)).toEqual(['GET'])
    expect(kv.pairs.has('app/gone')).toBe(true)
  })

  test('with an empty plan does nothing', async () => {
    const { report } = await sync({}, { prune: false })
    expect(report).toMatchObject({ success: true, records: [] })
  })
})

test('metadata that cannot have a stamp stops only a run that compares', async () => {
  const list = [{ key: 'a', value: '1', metadata: ['no', 'object'] }]
  const stopped = await sync(list, { prune: false })
  expect(stopped.report.problems).toMatchObject([{ message: expect.stringContaining('metadata must be an object') }])
  expect(stopped.sent).toEqual([])
  const plain = await sync(list, { skipUnchanged: false, prune: false })
  expect([plain.report.problems, plain.report.totals.written]).toEqual([[], 1])
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

test('a run without skip-unchanged and prune writes all keys, without a stamp', async () => {
  const plain = { skipUnchanged: false, prune: false }
  await sync({ a: '1' }, plain)
  const ran = await sync({ a: '1' }, plain)
  expect(ran.report).toMatchObject({ totals: { written: 1, unchanged: 0 } })
  expect(methods(ran)).toEqual(['PUT'])
  expect(kv.pairs.get('app/a')).toEqual({ value: '1' })
})

test('keys of another set are written with a warning, and the keys that are left alone are counted', async () => {
  await sync({ a: '1', left: '1' }, { managedBy: 'octo/other' })
  kv.pairs.set('app/b', { value: '1', metadata: { 'kv-put-action': 'octo/site:0:BqFUKF x' } })
  const { 'kv-put-action': stamp } = kv.pairs.get('app/a')?.metadata as Record<string, string>
  expect(stamp).toMatch(/^octo\/other:4:/)
  const nested = { keyPrefix: 'app/nested/' }
  await runs.run(
    runs.inputs(
      { c: '1' },
      { sync: { ...WRITE_ALL, skipUnchanged: true, ...nested }, shape: { keyPrefix: 'app/nested/', defaults: {} } }
    )
  )
  const diagnostics = new Diagnostics()
  const { report } = await sync({ a: '1' }, {}, diagnostics)
  expect(report.totals).toMatchObject({ written: 1, deleted: 0 })
  expect(diagnostics.warnings).toEqual([
    { message: expect.stringMatching(/^app\/a belongs to the set "octo\/other"; this step takes it over/) }
  ])
  expect(runs.lines).toContain('Left 1 key of the set "octo/site" alone, with another key-prefix')
  expect(runs.lines).toContain(
    'Left 1 key of the set "octo/other" alone: if the set was renamed, delete them with delete: true'
  )
})

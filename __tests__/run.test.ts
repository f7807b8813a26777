import { Agent } from 'undici'
import { describe, expect, test } from '@jest/globals'
import { Diagnostics } from '../src/shared/diagnostics.ts'
import { ExactKv } from './support/exact-kv.ts'
import { WRITE_ALL } from './support/run-inputs.ts'
import { ID, useRuns } from './support/runs.ts'

const runs = useRuns()

describe('a run', () => {
  test('writes what the inputs select into the namespace', async () => {
    const { report, sent, asked } = await runs.run(runs.inputs({ a: '1', b: '2' }))
    expect(report).toMatchObject({ success: true, namespaceId: ID, totals: { written: 2 } })
    expect(asked).toBe(0)
    expect(sent).toEqual([`PUT /${ID}/bulk`])
    expect(runs.lines.slice(0, 3)).toEqual(['Plan: 2 to write', '+ a', '+ b'])
    expect(runs.lines[3]).toMatch(/^Writing 2 keys /)
  })

  test.each([
    ['a problem of the inputs', { a: '1' }, 'ttl is wrong', 'ttl is wrong'],
    ['a problem of the plan', { '.': '1' }, undefined, 'key "." ']
  ])('sends nothing after %s', async (_what, pairs, problem, told) => {
    const diagnostics = new Diagnostics()
    if (problem !== undefined) diagnostics.error(problem)
    const { report, sent } = await runs.run(runs.inputs(pairs), diagnostics)
    expect(report.problems).toEqual([expect.objectContaining({ message: expect.stringContaining(told) })])
    expect(report).toMatchObject({ namespaceId: ID, totals: { failed: 1 } })
    expect(sent).toEqual([])
  })

  test.each([true, false])('closes its connections (success: %s)', async (isSuccess) => {
    if (!isSuccess) runs.answer = () => ({ status: 500 })
    const dispatcher = new Agent()
    const { report } = await runs.run(runs.inputs({ a: '1' }, { target: runs.target({ title: 'flags' }) }), undefined, {
      dispatcher
    })
    expect(report.success).toBe(isSuccess)
    expect(dispatcher.destroyed).toBe(true)
  })
})

describe('a dry run', () => {
  test('that does not compare only requests the namespace', async () => {
    const sync = { ...WRITE_ALL, dryRun: true, skipUnchanged: false }
    const { report, sent, asked } = await runs.run(runs.inputs({ a: '1', b: '2' }, { sync }))
    expect(report).toMatchObject({ success: true, dryRun: true, totals: { written: 0 }, planned: { toWrite: 2 } })
    expect(report.namespaceTitle).toBe('flags')
    expect([sent, asked]).toEqual([[], 1])
    expect(runs.lines).toEqual([`The namespace is "flags", ID ${ID}`, 'Plan: 2 to write', '+ a', '+ b'])
  })

  test('that compares reads the namespace and writes nothing', async () => {
    const kv = new ExactKv()
    kv.pairs.set('a', { value: '1' })
    runs.answer = (request) => kv.answer(request)
    const sync = { ...WRITE_ALL, dryRun: true, skipUnchanged: true }
    const { report, sent } = await runs.run(runs.inputs({ a: '1', b: '2' }, { sync }))
    expect(report.records.map(({ status }) => status)).toEqual(['changed', 'new'])
    expect(sent.filter((request) => !request.startsWith('GET'))).toEqual([])
    expect([...kv.pairs.keys()]).toEqual(['a'])
    expect(runs.lines.slice(-3)).toEqual(['Plan: 1 new, 1 changed', '~ a (not written by this set)', '+ b'])
  })
})

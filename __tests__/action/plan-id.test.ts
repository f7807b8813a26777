import { describe, expect, test } from '@jest/globals'
import { makeFolder } from '../support/folders.ts'
import { LocalSync } from '../support/local-sync.ts'

const kv = new LocalSync()
const PLAN = { prune: 'true', 'dry-run': 'true' }

async function planId(pairs: object, inputs: Record<string, string> = PLAN, env = {}): Promise<string> {
  return (await kv.run({ ...pairs }, inputs, env)).outputs['plan-id'] ?? ''
}

describe('a plan ID', () => {
  test('is the same on another machine and in the run that applies the plan', async () => {
    await kv.run({ a: 1, gone: 1 })
    const expected = await planId({ a: 2, b: 1 })
    expect(expected).toMatch(/^p1-[0-9a-f]{32}$/)
    expect(await planId({ b: 1, a: 2 }, PLAN, { RUNNER_TEMP: makeFolder(), GITHUB_RUN_ID: '8' })).toBe(expected)
    const { outputs } = await kv.run({ a: 2, b: 1 }, { prune: 'true', 'expected-plan-id': expected })
    expect(outputs).toMatchObject({ success: 'true', written: '2', deleted: '1', 'plan-id': expected })
  })

  test('changes when anything in the plan or in the namespace changes', async () => {
    const { namespace } = kv.action
    const ids = [await planId({ a: 1 })]
    ids.push(
      await planId({ a: 2 }),
      await planId({ b: 1 }),
      await planId({ a: 1 }, { ...PLAN, metadata: '{"by":"ci"}' })
    )
    ids.push(
      await planId({ a: 1 }, { ...PLAN, expiration: '2000000000' }),
      await planId({ a: 1 }, { ...PLAN, ttl: '1h' })
    )
    await namespace.put('app/a', 'x')
    ids.push(await planId({ a: 1 }))
    await namespace.put('app/a', 'x', { metadata: { by: 'hand' } })
    ids.push(await planId({ a: 1 }))
    await namespace.put('app/a', 'x', { metadata: { by: 'hand' }, expiration: 2_000_000_000 })
    ids.push(await planId({ a: 1 }))
    expect(new Set(ids).size).toBe(ids.length)
  })

  test('is empty for a run that does not compare', async () => {
    expect(await planId({ a: 1 }, { 'dry-run': 'true' })).toBe('')
  })
})

describe('with expected-plan-id', () => {
  test('a different plan is not applied, and the message shows its counts', async () => {
    const expected = await planId({ a: 1 })
    await kv.action.namespace.put('app/a', 'by hand')
    const { exitCode, log, outputs, sent } = await kv.run(
      { a: 1, b: 1 },
      { prune: 'true', 'expected-plan-id': expected }
    )
    expect([exitCode, sent]).toEqual([1, ['GET keys']])
    expect(outputs).toMatchObject({ success: 'false', written: '0', 'to-write': '2', 'to-delete': '0' })
    expect(log).toContain(
      `::error::Nothing was written: the plan is not the approved one: expected-plan-id is ${expected}, and the plan has the ID ${outputs['plan-id']}. The plan is now 1 new, 1 changed, 0 unchanged;`
    )
    expect(log).toContain('Plan and approve again, with "Re-run all jobs"')
    expect(await kv.held()).toEqual({ 'app/a': 'by hand' })
  })

  test.each([
    ['that is empty', { 'expected-plan-id': '', prune: 'true' }, 'expected-plan-id is given but empty'],
    [
      'of another version',
      { 'expected-plan-id': `p2-${'0'.repeat(32)}`, prune: 'true' },
      'expected-plan-id must be the plan-id'
    ],
    [
      'in a run that does not compare',
      { 'expected-plan-id': `p1-${'0'.repeat(32)}` },
      'expected-plan-id needs skip-unchanged'
    ]
  ])('an ID %s is refused before anything is sent', async (_what, inputs, message) => {
    const { exitCode, log, sent } = await kv.run({ a: 1 }, inputs)
    expect([exitCode, sent]).toEqual([1, []])
    expect(log).toContain(`::error::Nothing was written: ${message}`)
  })
})

import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { answerWithFault, kvFault } from '../support/kv-faults.ts'
import { useKvApi } from '../support/kv-api.ts'
import { MemoryKv } from '../support/memory-kv.ts'
import { syncRun } from '../support/sync-run.ts'
import { times } from '../support/fuzz.ts'

type Pairs = Readonly<Record<string, string>>

const on = useKvApi()

describe('after any series of runs with changes and faults', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'é', 'f/g', '🙂')
  const value = fc.constantFrom('1', '2', '')
  const step = fc.record({
    pairs: fc.dictionary(name, value, { minKeys: 1, noNullPrototype: true }),
    faults: fc.array(kvFault, { maxLength: 6 }),
    maxRetries: fc.nat(2),
    prune: fc.boolean(),
    ttl: fc.constantFrom(undefined, undefined, 60, 120),
    /** What others write before the run. */
    others: fc.dictionary(name, value, { maxKeys: 2, noNullPrototype: true }),
    neighbours: fc.dictionary(name, value, { maxKeys: 2, noNullPrototype: true })
  })

  async function writeOthers(others: Pairs, neighbours: Pairs): Promise<void> {
    on.answer = (request) => on.kv.answer(request)
    for (const [key, value] of Object.entries(others)) on.kv.pairs.set(key, { value })
    if (Object.keys(neighbours).length > 0) await syncRun(on.api.baseUrl, neighbours, { managedBy: 'octo/other' })
  }

  function heldBy(isWanted: (isOwn: boolean) => boolean): Record<string, string> {
    const pairs = [...on.kv.pairs].filter(([, { metadata }]) => {
      const { 'kv-put-action': stamp = '' } = (metadata ?? {}) as Record<string, string>
      return isWanted(stamp.startsWith('octo/site:'))
    })
    return Object.fromEntries(pairs.map(([key, { value }]) => [key, value]))
  }

  test('a successful run leaves exactly the plan, the keys of others and, without prune, its old keys', async () => {
    let succeeded = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        on.kv = new MemoryKv()
        for (const { pairs, faults, maxRetries, prune, ttl, others, neighbours } of steps) {
          await writeOthers(others, neighbours)
          const own = heldBy((isOwn) => isOwn)
          const foreign = heldBy((isOwn) => !isOwn)
          const schedule = faults.values()
          on.answer = (request) => answerWithFault(on.kv, schedule.next().value ?? 'fine', request)
          const { success } = await syncRun(on.api.baseUrl, pairs, { prune, maxRetries, ttl })
          const held = heldBy(() => true)
          if (success) {
            expect(held).toEqual({ ...(prune ? {} : own), ...foreign, ...pairs })
            for (const key of Object.keys(pairs)) expect(on.kv.pairs.get(key)?.ttl).toBe(ttl)
          }
          // After any run, the keys of others still exist, unless they are in the plan.
          expect({ ...held, ...pairs }).toMatchObject({ ...foreign, ...pairs })
          if (success) succeeded += 1
        }
      }),
      times(200)
    )
    expect(succeeded).toBeGreaterThan(100)
  }, 120_000)
})

import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Report } from '../../src/report/report.ts'
import { times } from '../support/fuzz.ts'
import { useKvApi } from '../support/kv-api.ts'
import { answerWithFault, kvFault } from '../support/kv-faults.ts'
import { type HeldPair, MemoryKv } from '../support/memory-kv.ts'
import { syncRun } from '../support/sync-run.ts'

const on = useKvApi()

// Prefixes that begin with one another, with characters of one to four bytes, and names that give the same keys.
const scope = fc.record({
  managedBy: fc.constantFrom('octo/site', 'octo/site2', 'octo'),
  keyPrefix: fc.constantFrom('', 'a', 'a/', 'a/b', 'é', '🔒', '🔒/')
})
const name = fc.constantFrom('a', 'b', '/b', '/bc', 'a/b', 'a/bc', '🔒/a', 'é', '/')
const pairs = fc.dictionary(name, fc.constantFrom('1', '2'), { minKeys: 1, maxKeys: 5, noNullPrototype: true })
const run = fc.record({
  /** The index of its scope in the series. */
  which: fc.constantFrom(0, 0, 0, 1, 1, 2),
  pairs,
  /** Keys that the list deletes, without the prefix, unless it writes them. */
  deletes: fc.uniqueArray(name, { maxLength: 2 }),
  prune: fc.constantFrom(true, true, false),
  skipUnchanged: fc.constantFrom(true, true, false),
  ifKeyExists: fc.constantFrom('overwrite', 'overwrite', 'keep', 'error'),
  maxDeletions: fc.constantFrom({ percent: 30 }, { percent: 0 }, { percent: 100 }, { count: 1 }),
  dryRun: fc.constantFrom(false, false, false, true),
  maxRetries: fc.nat(1),
  faults: fc.array(kvFault, { maxLength: 5 }),
  /** A key that somebody copies to another key, with its metadata, before the run. */
  copied: fc.option(fc.tuple(fc.nat(), fc.nat(), name), { nil: undefined })
})

type Run = (typeof run extends fc.Arbitrary<infer T> ? T : never) & {
  readonly scope: { readonly managedBy: string; readonly keyPrefix: string }
}

// The second scope has the prefix of the first: most runs have one of the two.
const series = fc
  .tuple(scope, scope, scope, fc.array(run, { minLength: 2, maxLength: 8 }))
  .map(([first, second, third, runs]) => {
    const scopes = [first, { ...second, keyPrefix: first.keyPrefix }, third]
    return runs.map((one): Run => ({ ...one, scope: scopes[one.which] ?? first }))
  })

/** The scope that wrote each key last, as text. The test does not read it from stamps. */
type Writers = Map<string, string | undefined>

function copySomething({ copied }: Run, writers: Writers): void {
  const held = [...on.kv.pairs]
  const [, pair] = held[(copied?.[0] ?? 0) % held.length] ?? []
  const [prefix = ''] = held[(copied?.[1] ?? 0) % held.length] ?? []
  if (!pair || !copied || on.kv.pairs.has(prefix + copied[2])) return
  on.kv.pairs.set(prefix + copied[2], { ...pair })
  writers.set(prefix + copied[2], undefined)
}

async function act({
  scope: { managedBy, keyPrefix },
  pairs,
  deletes,
  faults,
  skipUnchanged,
  ifKeyExists,
  ...run
}: Run): Promise<Report> {
  const list = [
    ...Object.entries(pairs).map(([key, value]) => ({ key, value })),
    ...listedDeletions({ pairs, deletes }).map((key) => ({ key, delete: true }))
  ]
  const schedule = faults.values()
  on.answer = (request) => answerWithFault(on.kv, schedule.next().value ?? 'fine', request)
  const { prune, maxDeletions, dryRun, maxRetries } = run
  const sync = { prune, maxDeletions, dryRun, ifKeyExists, skipUnchanged: skipUnchanged || prune }
  return syncRun(on.api.baseUrl, list, { ...sync, managedBy, keyPrefix, maxRetries })
}

function listedDeletions({ pairs, deletes }: Pick<Run, 'pairs' | 'deletes'>): string[] {
  return deletes.filter((key) => !Object.hasOwn(pairs, key))
}

function allowedDeletions({ maxDeletions }: Run, inScope: number): number {
  if ('count' in maxDeletions) return maxDeletions.count
  return maxDeletions.percent === 0 ? 0 : Math.max(3, Math.ceil((inScope * maxDeletions.percent) / 100))
}

function checkRun(run: Run, report: Report, before: ReadonlyMap<string, HeldPair>, writers: Writers): void {
  const own = JSON.stringify(run.scope)
  const planned = new Set(Object.keys(run.pairs).map((key) => run.scope.keyPrefix + key))
  const listed = new Set(listedDeletions(run).map((key) => run.scope.keyPrefix + key))
  const inScope = [...before.keys()].filter((key) => writers.get(key) === own)
  const deleted = [...before.keys()].filter((key) => !on.kv.pairs.has(key))
  const written = [...on.kv.pairs.keys()].filter((key) => on.kv.pairs.get(key) !== before.get(key))

  const pruned = deleted.filter((key) => !listed.has(key))
  for (const key of pruned)
    expect([key, writers.get(key), planned.has(key), run.prune]).toEqual([key, own, false, true])
  expect(pruned.length).toBeLessThanOrEqual(allowedDeletions(run, inScope.length))
  for (const key of written) expect([key, planned.has(key)]).toEqual([key, true])
  if (run.ifKeyExists !== 'overwrite') expect(written.filter((key) => before.has(key))).toEqual([])
  if (run.dryRun) expect([deleted, written]).toEqual([[], []])
  else if (report.success && run.prune)
    expect(inScope.filter((key) => !planned.has(key) && !listed.has(key)).toSorted()).toEqual(pruned.toSorted())
  if (report.success && !run.dryRun) expect([...listed].filter((key) => on.kv.pairs.has(key))).toEqual([])

  for (const key of written) writers.set(key, run.prune || run.skipUnchanged ? own : undefined)
}

test('no run deletes a key of another scope, with any plans and faults', async () => {
  let deletions = 0
  await fc.assert(
    fc.asyncProperty(series, async (runs) => {
      on.kv = new MemoryKv()
      const writers: Writers = new Map()
      for (const one of runs) {
        copySomething(one, writers)
        const before = new Map(on.kv.pairs)
        const report = await act(one)
        checkRun(one, report, before, writers)
        deletions += [...before.keys()].filter((key) => !on.kv.pairs.has(key)).length
      }
    }),
    times(80)
  )
  expect(deletions).toBeGreaterThan(10)
}, 60_000)

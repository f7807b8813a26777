import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { Report } from '../../src/report/report.ts'
import { times } from '../support/fuzz.ts'
import { ExactApi } from '../support/exact-api.ts'
import { answerWithFault, kvFault } from '../support/kv-faults.ts'
import type { Answer, ReceivedRequest } from '../support/fake-api.ts'
import { ExactKv, type ExactPair } from '../support/exact-kv.ts'
import { syncRun } from '../support/sync-run.ts'

const on = new ExactApi()

// Prefixes that begin with one another, with characters of one to four bytes, and names that give the same keys.
const keyPrefix = fc.constantFrom('', '', 'a', 'a/', 'a/b', 'é', '🔒', '🔒/')
const name = fc.constantFrom('a', 'b', '/b', '/bc', 'a/b', 'a/bc', '🔒/a', 'é', '/')
const step = fc.record({
  /** The index of its owner in the series. */
  which: fc.constantFrom(0, 0, 0, 1, 2, 2, 3, 3),
  pairs: fc.dictionary(name, fc.constantFrom('1', '2', ''), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
  /** Keys that the list deletes, without the prefix, unless it writes them. */
  deletes: fc.uniqueArray(name, { maxLength: 2 }),
  prune: fc.constantFrom(true, true, false),
  skipUnchanged: fc.constantFrom(true, true, true, false),
  ttl: fc.constantFrom(undefined, undefined, undefined, 60, 120),
  ifKeyExists: fc.constantFrom('overwrite', 'overwrite', 'overwrite', 'keep', 'error'),
  maxDeletions: fc.constantFrom(
    { percent: 30 },
    { percent: 30 },
    { percent: 100 },
    { percent: 100 },
    { percent: 0 },
    { count: 1 }
  ),
  dryRun: fc.constantFrom(false, false, false, false, true),
  maxRetries: fc.nat(2),
  faults: fc.oneof(fc.constant([]), fc.array(kvFault, { maxLength: 5 })),
  /** Whether it runs together with the step before it. */
  isAtOnce: fc.constantFrom(false, false, false, true),
  /** What happens before the step: keys expire, or somebody writes a key or copies one with its metadata. */
  before: fc.oneof(
    fc.constant({ event: 'nothing' } as const),
    fc.constant({ event: 'expiry' } as const),
    fc.record({ event: fc.constant('write' as const), key: name }),
    fc.record({ event: fc.constant('copy' as const), from: fc.nat(), key: name })
  )
})

type Drawn = typeof step extends fc.Arbitrary<infer T> ? T : never
type Step = Drawn & { readonly managedBy: string | undefined; readonly keyPrefix: string; readonly apiToken: string }

// Two sets and a step without a set under one prefix, and the first set under another.
const series = fc
  .tuple(keyPrefix, keyPrefix, fc.array(step, { minLength: 4, maxLength: 9 }))
  .map(([keyPrefix, other, steps]) => {
    const owners = [
      { managedBy: 'octo/site', keyPrefix },
      { managedBy: 'octo/site2', keyPrefix },
      { managedBy: undefined, keyPrefix },
      { managedBy: 'octo/site', keyPrefix: other }
    ] as const
    return steps.map((drawn, index): Step => {
      const owner = owners[drawn.which]
      const prune = drawn.prune && owner.managedBy !== undefined
      const skipUnchanged = drawn.skipUnchanged || prune
      return { ...drawn, ...owner, prune, skipUnchanged, apiToken: `step-${index}` }
    })
  })

/** The owner that wrote each key last, as text. The test does not read it from stamps. */
type Writers = Map<string, string | undefined>

function ownerOf({ managedBy, keyPrefix, skipUnchanged }: Step): string | undefined {
  return skipUnchanged && managedBy !== undefined ? JSON.stringify([managedBy, keyPrefix]) : undefined
}

function plannedBy({ pairs, keyPrefix }: Step): Map<string, string> {
  return new Map(Object.entries(pairs).map(([key, value]) => [keyPrefix + key, value]))
}

function listedBy({ deletes, keyPrefix, pairs }: Step): string[] {
  return deletes.filter((key) => !Object.hasOwn(pairs, key)).map((key) => keyPrefix + key)
}

/** The namespace, which checks every deletion when it happens. */
class Guard {
  readonly writers: Writers = new Map()
  /** Keys that were pruned. */
  pruned = 0
  readonly #steps: ReadonlyMap<string, Step>
  readonly #faults = new Map<string, ArrayIterator<string>>()
  /** The writers of the keys when each step listed them. A key that another step writes after that may be lost. */
  readonly #seen = new Map<string, Writers>()

  constructor(steps: readonly Step[]) {
    this.#steps = new Map(steps.map((step) => [`Bearer ${step.apiToken}`, step]))
    for (const { apiToken, faults } of steps) this.#faults.set(apiToken, faults.values())
  }

  async answer(request: ReceivedRequest): Promise<Answer> {
    const step = this.#steps.get(request.headers.authorization ?? '')
    if (!step) throw new Error('A request of no step')
    const before = new Map(on.kv.pairs)
    if (request.url?.includes('/keys?')) this.#seen.set(step.apiToken, new Map(this.writers))
    const answer = await answerWithFault(on.kv, this.#faults.get(step.apiToken)?.next().value ?? 'fine', request)
    for (const [key, pair] of on.kv.pairs) if (pair !== before.get(key)) this.#checkWrite(step, key)
    for (const key of before.keys()) if (!on.kv.pairs.has(key)) this.#checkDeletion(step, key)
    return answer
  }

  #checkWrite(step: Step, key: string): void {
    expect([key, step.dryRun, plannedBy(step).has(key)]).toEqual([key, false, true])
    this.writers.set(key, ownerOf(step))
  }

  #checkDeletion(step: Step, key: string): void {
    this.writers.delete(key)
    expect([key, step.dryRun, plannedBy(step).has(key)]).toEqual([key, false, false])
    if (listedBy(step).includes(key)) return
    expect([key, step.prune, this.#seen.get(step.apiToken)?.get(key)]).toEqual([key, true, ownerOf(step)])
    this.pruned += 1
  }
}

function happen({ before, keyPrefix }: Step, writers: Writers): void {
  const { pairs } = on.kv
  const key = 'key' in before ? keyPrefix + before.key : ''
  if (before.event === 'expiry') for (const [key, { ttl }] of pairs) if (ttl !== undefined) pairs.delete(key)
  if (before.event === 'write') pairs.set(key, { value: 'by hand' })
  if (before.event === 'copy') {
    const pair = [...pairs.values()][before.from % pairs.size]
    if (!pair || pairs.has(key)) return
    pairs.set(key, { ...pair })
  }
  if (key !== '') writers.set(key, undefined)
}

function act(step: Step): Promise<Report> {
  const { pairs, managedBy, keyPrefix, prune, skipUnchanged, ttl, ifKeyExists } = step
  const list = [
    ...Object.entries(pairs).map(([key, value]) => ({ key, value })),
    ...listedBy(step).map((key) => ({ key: key.slice(keyPrefix.length), delete: true }))
  ]
  const { maxDeletions, dryRun, maxRetries, apiToken } = step
  const owner = { managedBy, keyPrefix, prune, skipUnchanged }
  return syncRun(on.baseUrl, list, { ...owner, ttl, ifKeyExists, maxDeletions, dryRun, maxRetries, apiToken })
}

function allowedDeletions({ maxDeletions: max }: Step, inSet: number): number {
  if ('count' in max) return max.count
  if (max.percent === 0 || max.percent === 100) return inSet * (max.percent / 100)
  return Math.min(inSet - 1, Math.max(3, Math.ceil((inSet * max.percent) / 100)))
}

/**
 * Checks what a step that ran alone has left.
 *
 * @param writers who had written each key before, and `after` the step
 */
function checkResult(
  step: Step,
  report: Report,
  before: ReadonlyMap<string, ExactPair>,
  writers: Writers,
  after: Writers
): void {
  const [planned, listed] = [plannedBy(step), listedBy(step)]
  const isGone = (key: string): boolean => !planned.has(key) && !listed.includes(key)
  const set = step.prune ? [...before.keys()].filter((key) => writers.get(key) === ownerOf(step)) : []
  const pruned = [...before.keys()].filter((key) => isGone(key) && !on.kv.pairs.has(key))
  const rewritten = [...before].filter(([key, pair]) => on.kv.pairs.has(key) && on.kv.pairs.get(key) !== pair)
  if (pruned.length > 0) expect(pruned.length).toBeLessThanOrEqual(allowedDeletions(step, set.length))
  if (step.ifKeyExists !== 'overwrite') expect(rewritten).toEqual([])
  if (!report.success || step.dryRun) return
  expect(pruned.toSorted()).toEqual(set.filter(isGone).toSorted())
  for (const key of listed) expect([key, on.kv.pairs.has(key)]).toEqual([key, false])
  for (const [key, value] of planned) {
    const isKept = step.ifKeyExists === 'keep' && before.has(key)
    const { value: held, ttl } = on.kv.pairs.get(key) ?? {}
    if (isKept) continue
    expect([key, held, ttl]).toEqual([key, value, step.ttl])
    if (ownerOf(step) !== undefined) expect([key, after.get(key)]).toEqual([key, ownerOf(step)])
  }
  const others = [...before].filter(([key]) => !planned.has(key) && !listed.includes(key) && !pruned.includes(key))
  for (const [key, pair] of others) expect([key, on.kv.pairs.get(key)]).toEqual([key, pair])
}

test('no step deletes a key of another set or of none, and a step that succeeds leaves its plan', async () => {
  let [pruned, succeeded] = [0, 0]
  await fc.assert(
    fc.asyncProperty(series, async (steps) => {
      on.kv = new ExactKv()
      const guard = new Guard(steps)
      const failures: unknown[] = []
      on.interrupt = (request) =>
        guard.answer(request).catch((error: unknown) => {
          failures.push(error)
          return { status: 400 }
        })
      for (let index = 0; index < steps.length; index++) {
        const [step, next] = steps.slice(index, index + 2)
        if (!step) break
        happen(step, guard.writers)
        const [before, writers] = [new Map(on.kv.pairs), new Map(guard.writers)]
        const isAlone = !next?.isAtOnce
        const [report] = await Promise.all([act(step), ...(isAlone ? [] : [act(next)])])
        expect(failures).toEqual([])
        if (isAlone) checkResult(step, report, before, writers, guard.writers)
        else index += 1
        if (report.success) succeeded += 1
      }
      pruned += guard.pruned
    }),
    times(120)
  )
  expect([pruned > 25, succeeded > 200]).toEqual([true, true])
}, 600_000)

import { afterAll, beforeAll, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Workspace } from '../../src/entries/workspace.ts'
import type { Inputs } from '../../src/inputs/inputs.ts'
import type { Report } from '../../src/report/report.ts'
import { run } from '../../src/run.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { ExactKv, type ExactPair } from '../support/exact-kv.ts'
import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'
import { times } from '../support/fuzz.ts'
import { answerWithFault } from '../support/kv-faults.ts'
import { makeInputs, WRITE_ALL } from '../support/run-inputs.ts'
import { syncInputs } from '../support/sync-run.ts'
import { makeClock } from '../support/transport.ts'

const temp = makeFolder()
let kv = new ExactKv()
let answer: (request: ReceivedRequest) => Answer | Promise<Answer>
let api: FakeApi

beforeAll(async () => {
  api = await startFakeApi((request) => answer(request))
})

afterAll(() => api.close())

const key = fc.constantFrom('a', 'b', 'c', 'app/d', 'é', '🙂', '__proto__')
const value = fc.oneof(
  fc
    .constantFrom('', 'on', '\ufefftext', 'a\ufffdb', '{"on":true}')
    .map((text) => Buffer.from(text).toString('latin1')),
  fc.uint8Array({ maxLength: 4 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  fc.string({ unit: 'binary', maxLength: 3 }).map((text) => Buffer.from(text.toWellFormed()).toString('latin1'))
)
const metadata = fc.constantFrom(
  undefined,
  undefined,
  '{"a":1.0}',
  '[12345678901234567890]',
  '"text"',
  '{"b":{"c":[null]}}'
)
const expiration = fc.constantFrom(undefined, undefined, 1_900_000_000, 2_000_000_000)
const pair: fc.Arbitrary<ExactPair> = fc.record({ value, metadata, expiration })
const entry = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      value: fc.constantFrom('1', '2'),
      metadata: fc.constantFrom(undefined, { c: 1 }),
      expiration
    })
  },
  { weight: 1, arbitrary: fc.constant({ delete: true }) }
)
const fault = fc.constantFrom('fine', 'fine', 'fine', 'fine', 'reset', '500', 'done, then reset')
const step = fc.record({
  entries: fc.dictionary(key, entry, { minKeys: 1, noNullPrototype: true }),
  skipUnchanged: fc.boolean(),
  prune: fc.boolean()
})

function execute(inputs: Inputs): Promise<Report> {
  return run(inputs, new Diagnostics(), {
    clock: makeClock(),
    signal: new AbortController().signal,
    log: () => undefined
  })
}

test('publishing with a backup and undoing it restores the original namespace, with any faults', async () => {
  let [undone, refused] = [0, 0]
  const settings = { dryRun: false, managedBy: 'octo/site', maxRetries: 3 }
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(key, pair, { noNullPrototype: true }),
      fc.array(step, { minLength: 1, maxLength: 2 }),
      fc.array(fault, { maxLength: 12 }),
      fc.nat(3),
      // In a namespace from before 2021, most of these keys cannot be looked up.
      fc.nat(4).map((number) => number > 0),
      async (held, steps, faults, maxRetries, supportsUrlEncoding) => {
        kv = new ExactKv(supportsUrlEncoding)
        kv.pairs = new Map(Object.entries(held))
        for (const { entries, ...sync } of steps) {
          const before = new Map(kv.pairs)
          const schedule = faults.values()
          answer = (request) => answerWithFault(kv, schedule.next().value ?? 'fine', request)
          const list = Object.entries(entries).map(([key, rest]) => ({ key, ...rest }))
          const inputs = syncInputs(api.baseUrl, list, { ...settings, ...sync, maxRetries })
          const { success, backup } = await execute({ ...inputs, backupFolder: temp })
          if (!backup) {
            expect(kv.pairs).toEqual(before)
            refused += 1
            continue
          }
          const after = new Map(kv.pairs)
          const restore = makeInputs(
            api.baseUrl,
            {},
            {
              selection: { backupFile: backup.path },
              workspace: new Workspace(process.cwd(), temp),
              sync: WRITE_ALL,
              maxRetries: 20
            }
          )
          expect((await execute(restore)).success).toBe(true)
          expect(kv.pairs).toEqual(before)
          undone += 1
          // The next step starts with the result of this one.
          if (success) kv.pairs = after
        }
      }
    ),
    times(60)
  )
  expect([undone > 30, refused > 5]).toEqual([true, true])
}, 60_000)

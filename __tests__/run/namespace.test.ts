import { describe, expect, test } from '@jest/globals'
import type { Inputs } from '../../src/inputs/inputs.ts'
import { describeNamespace, SUCCESS } from '../support/fake-api.ts'
import { ExactKv } from '../support/exact-kv.ts'
import { WRITE_ALL } from '../support/run-inputs.ts'
import { ID, useRuns } from '../support/runs.ts'
import { makeClock } from '../support/transport.ts'

const runs = useRuns()

const DRY_RUN = { ...WRITE_ALL, dryRun: true }
const SKIP = { ...WRITE_ALL, skipUnchanged: true }

describe('a run that plans or compares requests the namespace', () => {
  test.each([
    ['dry-run', DRY_RUN],
    ['skip-unchanged', SKIP],
    ['prune', { ...SKIP, prune: true, scope: { managedBy: 'octo/site', keyPrefix: 'a' } }],
    ['if-key-exists: keep', { ...WRITE_ALL, ifKeyExists: 'keep' as const }]
  ])('once: %s', async (_what, sync) => {
    const kv = new ExactKv()
    runs.answer = (request) => kv.answer(request)
    const { report, asked } = await runs.run(runs.inputs({ a: '1' }, { sync }))
    expect(report).toMatchObject({ success: true, namespaceId: ID, namespaceTitle: 'flags' })
    expect(asked).toBe(1)
  })

  test.each([
    ['another ID', { id: '1'.repeat(32), title: 'x' }],
    ['no ID', { title: 'x' }],
    ['a title that is not text', { id: ID, title: 1 }],
    ['nothing', null],
    ['text', 'x']
  ])('and does not accept a response with %s', async (_what, result) => {
    runs.describe = () => ({ body: { ...SUCCESS, result } })
    const { report, sent } = await runs.run(runs.inputs({ a: '1' }, { sync: SKIP }))
    expect(report.problems).toMatchObject([
      { message: expect.stringMatching(/the API answered a request for the namespace with an unexpected response$/) }
    ])
    expect(sent).toEqual([])
  })

  const never = Promise.withResolvers<never>().promise

  test('and reports first why it cannot be found, together with the problems of the plan', async () => {
    const errors = [{ code: 10000, message: 'Authentication error' }]
    runs.describe = () => ({ status: 401, body: { ...SUCCESS, success: false, errors } })
    const clock = { ...makeClock(), sleep: () => never }
    const { report, sent } = await runs.run(runs.inputs({ '.': '1' }, { sync: DRY_RUN }), undefined, { clock })
    const [first = '', second = ''] = report.problems.map(({ message }) => message)
    expect(first).toMatch(new RegExp(`^namespace "${ID}" could not be looked up: 10000 Authentication error`))
    expect(second).toMatch(/^key "\."/)
    expect(report.response.errors).toEqual(errors)
    expect(sent).toEqual([])
  })

  test('and waits for an answer only for a second when the plan has a problem', async () => {
    runs.describe = () => never
    const slept: number[] = []
    const sleep = (milliseconds: number): Promise<void> => Promise.resolve(void slept.push(milliseconds))
    const inputs = runs.inputs({ '.': '1' }, { sync: DRY_RUN })
    const { report, sent } = await runs.run(inputs, undefined, { clock: { ...makeClock(), sleep } })
    expect(report.problems).toMatchObject([{ message: expect.stringMatching(/^key "\."/) }])
    expect([sent, slept]).toEqual([[], [1000]])
  })

  test('and ends with an error when reading the files fails in the meantime', async () => {
    runs.describe = () => Promise.withResolvers<never>().promise
    const clock = {
      ...makeClock(),
      now: () => {
        throw new TypeError('no clock')
      }
    }
    const failed = runs.run(runs.inputs({ a: '1' }, { sync: DRY_RUN }), undefined, { clock })
    await expect(failed).rejects.toThrow('no clock')
  })
})

describe('a namespace of KV Instant', () => {
  const instant = (): Inputs => runs.inputs({ a: '1', b: '2' })

  function refuse(): void {
    runs.describe = (request) => describeNamespace(request, { mode: 'instant' })
  }

  test.each([
    ['skip-unchanged', SKIP],
    ['prune', { ...SKIP, prune: true, scope: { managedBy: 'octo/site', keyPrefix: 'a' } }]
  ])('refuses %s before anything is sent', async (input, sync) => {
    refuse()
    const { report, sent } = await runs.run({ ...instant(), sync })
    expect(report.problems).toEqual([
      {
        message: `namespace "flags" is a KV Instant namespace, which stores no metadata: ${input} keeps a stamp in the metadata of each key. Remove ${input} from this step`
      }
    ])
    expect(sent).toEqual([])
  })

  test('refuses metadata, and names the keys that have it', async () => {
    refuse()
    const pairs = Array.from({ length: 6 }, (_, index) => ({ key: `k${index}`, value: '1', metadata: { a: 1 } }))
    const { report, sent } = await runs.run(runs.inputs([...pairs, { key: 'z', value: '1' }], { sync: DRY_RUN }))
    expect(report.problems.map(({ message }) => message)).toEqual([
      'namespace "flags" is a KV Instant namespace, which stores no metadata: remove the metadata of 6 keys ("k0", "k1", "k2", "k3", "k4", and 1 more)'
    ])
    expect(sent).toEqual([])
  })

  test('is also recognized when it is given by its title', async () => {
    const result = [{ id: ID, title: 'flags', mode: 'instant' }]
    runs.answer = () => ({ body: { ...SUCCESS, result, result_info: { total_count: 1 } } })
    const target = runs.target({ title: 'flags' })
    const { report, sent } = await runs.run(runs.inputs({ a: '1' }, { target, sync: SKIP }))
    expect(report.problems).toHaveLength(1)
    expect(sent).toHaveLength(1)
  })
})

describe('a namespace that does not decode keys in a URL', () => {
  test.each([
    ['a b', ['PUT bulk']],
    ['plain', ['PUT values']]
  ])('gets the key %j with %j', async (key, writes) => {
    const kv = new ExactKv(false)
    runs.describe = (request) => kv.answer(request)
    runs.answer = (request) => kv.answer(request)
    const { report, sent } = await runs.run(runs.inputs({ [key]: '1' }, { sync: SKIP }))
    expect(report.success).toBe(true)
    const wrote = sent.filter((line) => line.startsWith('PUT'))
    expect(wrote.map((line) => line.replace(/^(\w+) \/\w+\/(\w+).*/, '$1 $2'))).toEqual(writes)
    expect([...kv.pairs.keys()]).toEqual([key])
  })
})

describe('a dry run without credentials', () => {
  const unknown = { target: undefined, checksOnly: true, sync: DRY_RUN }

  test('checks files, sends nothing and has no plan', async () => {
    const { report, sent, asked } = await runs.run(runs.inputs({ a: '1', b: '2' }, unknown))
    expect(report).toMatchObject({ success: true, dryRun: true, namespaceId: '', problems: [] })
    expect(report.planned).toBeUndefined()
    expect(report.records.map(({ status }) => status)).toEqual(['checked', 'checked'])
    expect([sent, asked]).toEqual([[], 0])
  })
})

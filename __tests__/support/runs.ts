import { afterAll, beforeAll, beforeEach } from '@jest/globals'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import type { Inputs } from '../../src/inputs/inputs.ts'
import type { Report } from '../../src/report/report.ts'
import { run } from '../../src/run.ts'
import type { Runtime } from '../../src/shared/runtime.ts'
import type { Target } from '../../src/kv/target.ts'
import {
  type Answer,
  asksForNamespace,
  describeNamespace,
  type FakeApi,
  type ReceivedRequest,
  startFakeApi,
  SUCCESS
} from './fake-api.ts'
import { ID, makeInputs, makeTarget } from './run-inputs.ts'
import { makeClock } from './transport.ts'

export { ID }

const LISTED = { body: { ...SUCCESS, result: [{ id: ID, title: 'flags' }], result_info: { total_count: 1 } } }

/** The result of a run. */
export interface Ran {
  readonly report: Report
  /** Method and path of each request, below the namespaces of the account, without those that ask for the namespace. */
  readonly sent: readonly string[]
  /** How often the run asked for the namespace. */
  readonly asked: number
}

/** Runs with a fake clock. */
export interface Runs {
  /** The answers of the API. By default it has one namespace, "flags", and accepts every write. */
  answer: (request: ReceivedRequest) => Answer | Promise<Answer>
  /** The answer of the API to a request for a namespace by its ID. */
  describe: (request: ReceivedRequest) => Answer | Promise<Answer> | undefined
  /** The lines that the run logged. */
  lines: string[]
  /** Cancels the run. */
  controller: AbortController
  target(namespace?: Target['namespace']): Target
  /** Inputs of a run that writes pairs. */
  inputs(pairs: object, inputs?: Partial<Inputs>): Inputs
  run(inputs: Inputs, diagnostics?: Diagnostics, runtime?: Partial<Runtime>): Promise<Ran>
}

/** Lets the tests of a file make runs against a fake API, whose answers each test can set. */
export function useRuns(): Runs {
  let api: FakeApi
  const runs: Runs = {
    answer: () => ({}),
    describe: describeNamespace,
    lines: [],
    controller: new AbortController(),
    target: (namespace) => makeTarget(api.baseUrl, namespace),
    inputs: (pairs, inputs = {}) => makeInputs(api.baseUrl, pairs, inputs),
    run: async (inputs, diagnostics = new Diagnostics(), runtime = {}) => {
      const first = api.requests.length
      const log = (line: string): number => runs.lines.push(line)
      const { signal } = runs.controller
      const report = await run(inputs, diagnostics, { clock: makeClock(), signal, log, ...runtime })
      const requests = api.requests.slice(first)
      const others = requests.filter((request) => !asksForNamespace(request))
      const sent = others.map(({ method = '', url = '' }) => {
        return `${method} ${url.replace('/client/v4/accounts/account/storage/kv/namespaces', '')}`
      })
      return { report, sent, asked: requests.length - others.length }
    }
  }

  beforeAll(async () => {
    api = await startFakeApi(async (request) => {
      const described = asksForNamespace(request) ? await runs.describe(request) : undefined
      return described ?? runs.answer(request)
    })
  })

  afterAll(() => api.close())

  beforeEach(() => {
    runs.answer = ({ url }) => (url?.includes('?page=') ? LISTED : { body: SUCCESS })
    runs.describe = describeNamespace
    runs.controller = new AbortController()
    runs.lines = []
  })

  return runs
}

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach } from '@jest/globals'
import { parseOutputs } from '../../demo/run-action.ts'
import { useEnvironment } from './environment.ts'
import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi, SUCCESS } from './fake-api.ts'
import { makeFolder } from './folders.ts'
import { NAMESPACE_ID } from './reports.ts'

/** Runs of the action in this process. */
export interface IndexRuns {
  /** The folder with the workspace in `work`. It is also RUNNER_TEMP. */
  readonly folder: string
  /** What the API answers in the test. */
  answer: (request: ReceivedRequest) => Answer | Promise<Answer>
  /** The number of requests that the API has received. */
  requests(): number
  set(variables: Readonly<Record<string, string>>): void
  printed(): string
  /** Runs the action and returns its outputs. */
  run(): Promise<Record<string, string>>
  summary(): string
}

let runs = 0

/** Lets each test of the file run the action as a step that writes the file `a.json`. */
export function useIndexRuns(): IndexRuns {
  const environment = useEnvironment()
  const folder = makeFolder({ 'work/a.json': '1', 'work/b.json': '2' })
  // The same path for all tests, because the summary of @actions/core keeps its first path.
  const summaryFile = join(folder, 'summary')
  const outputFile = join(folder, 'output')
  let api: FakeApi
  const index: IndexRuns = {
    ...environment,
    folder,
    answer: () => ({ body: SUCCESS }),
    requests: () => api.requests.length,
    run: async () => {
      // Each import with a new name is a separate run. The type tells Jest which module these tests cover.
      await (import(`../../src/index.ts?run=${++runs}`) as Promise<typeof import('../../src/index.ts')>)
      return parseOutputs(readFileSync(outputFile, 'utf8'))
    },
    summary: () => readFileSync(summaryFile, 'utf8')
  }

  beforeAll(async () => {
    api = await startFakeApi((request) => index.answer(request))
  })

  afterAll(() => api.close())

  beforeEach(() => {
    index.answer = () => ({ body: SUCCESS })
    for (const file of [summaryFile, outputFile]) writeFileSync(file, '')
    environment.set({
      GITHUB_OUTPUT: outputFile,
      GITHUB_STEP_SUMMARY: summaryFile,
      GITHUB_WORKSPACE: join(folder, 'work'),
      GITHUB_SERVER_URL: 'https://github.com',
      GITHUB_REPOSITORY: 'fjord/shop',
      GITHUB_SHA: '3f1c9a2b7d6e5f40812934a5b6c7d8e9f0a1b2c3',
      RUNNER_TEMP: folder,
      INPUT_NAMESPACE: NAMESPACE_ID,
      'INPUT_API-TOKEN': 'token-1',
      'INPUT_ACCOUNT-ID': 'account',
      'INPUT_API-BASE-URL': api.baseUrl,
      'INPUT_MAX-RETRIES': '0',
      INPUT_KEY: 'a',
      INPUT_FILE: 'a.json'
    })
  })

  return index
}

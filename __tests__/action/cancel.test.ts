import { afterEach, describe, expect } from '@jest/globals'
import { runAction, type Step, type StepResult } from '../../demo/run-action.ts'
import { type Answer, type FakeApi, startFakeApi, SUCCESS } from '../support/fake-api.ts'
import { makeFolder } from '../support/folders.ts'
import { testOnPosix } from '../support/system.ts'

const FILES = { a: '1', 'b/large': 'x'.repeat(2_000_001), c: '3', 'd/large': 'y'.repeat(2_000_001) }
const workspace = makeFolder(FILES)
const NEVER = new Promise<Answer>(() => undefined)

let api: FakeApi | undefined

afterEach(async () => {
  await api?.close()
})

interface Cancelling {
  /** The answers to requests, by the last segment of the path: `bulk`, or a key. */
  readonly answers?: Readonly<Record<string, Answer | Promise<Answer>>>
  /** The step is cancelled when this request arrives. */
  readonly atRequest?: string
  /** The step is cancelled when the log matches. */
  readonly atLine?: RegExp
  readonly signals?: readonly NodeJS.Signals[]
  /** Whether the signals are sent again and again, until the process has ended. */
  readonly isRepeated?: boolean
  readonly inputs?: Step['with']
  readonly folder?: string
}

/** Publishes four files, one request at a time: two small files in bulk, then each large file. */
async function cancel({
  answers = {},
  atRequest,
  atLine,
  signals = ['SIGTERM'],
  isRepeated = false,
  inputs = {},
  folder = workspace
}: Cancelling): Promise<StepResult & { sent: string[] }> {
  let kill = (): void => undefined
  const sent: string[] = []
  api = await startFakeApi(({ url = '' }) => {
    const name = decodeURIComponent(url.split('/').at(-1) ?? '')
    sent.push(name)
    if (name === atRequest) kill()
    return answers[name] ?? { body: SUCCESS }
  })
  const result = await runAction({
    workspace: folder,
    with: {
      'api-token': 'token-1',
      'account-id': 'account',
      namespace: '0f2ac74b498b48028cb68387c421e279',
      'api-base-url': api.baseUrl,
      glob: '**',
      concurrency: '1',
      ...inputs
    },
    onStart: (action) => {
      kill = () => {
        for (const signal of signals) action.kill(signal)
        if (!isRepeated) return
        const timer = setInterval(() => signals.map((signal) => action.kill(signal)), 1)
        action.on('exit', () => {
          clearInterval(timer)
        })
      }
      action.stdout.on('data', (lines: Buffer) => {
        if (atLine?.test(lines.toString())) kill()
      })
    }
  })
  return { ...result, sent }
}

function statuses({ report }: StepResult): Record<string, string> {
  const { records } = report as { records: { key: string; status: string }[] }
  return Object.fromEntries(records.map(({ key, status }) => [key, status]))
}

const cases: [string, Cancelling, Record<string, string>][] = [
  [
    'while it reads its inputs',
    { atLine: /^::add-mask::/m },
    { a: 'not-started', 'b/large': 'not-started', c: 'not-started', 'd/large': 'not-started' }
  ],
  [
    'while its first request has no answer',
    { atRequest: 'bulk', answers: { bulk: NEVER } },
    { a: 'unknown', c: 'unknown', 'b/large': 'not-started', 'd/large': 'not-started' }
  ],
  [
    'while a later one has none',
    { atRequest: 'b/large', answers: { 'b/large': NEVER } },
    { a: 'written', c: 'written', 'b/large': 'unknown', 'd/large': 'not-started' }
  ],
  [
    'while it waits to try again what was refused',
    {
      atLine: /attempt 2 of 6 in 200\.0 s/,
      answers: { bulk: { status: 429, headers: { 'retry-after': '200' }, body: { success: false, errors: ['busy'] } } }
    },
    { a: 'failed', c: 'failed', 'b/large': 'not-started', 'd/large': 'not-started' }
  ],
  [
    'while it waits for the reset of the rate limit',
    { atLine: /^Waiting/m, answers: { bulk: { body: SUCCESS, headers: { ratelimit: '"default";r=0;t=200' } } } },
    { a: 'written', c: 'written', 'b/large': 'not-started', 'd/large': 'not-started' }
  ]
]

describe.each(cases)('a step that is cancelled %s', (_when, cancelling, expected) => {
  testOnPosix('ends, reports the status of every key, and exits with the code of the signal', async () => {
    const result = await cancel(cancelling)
    expect(statuses(result)).toEqual(expected)
    expect(result.exitCode).toBe(143)
    expect(result.outputs).toMatchObject({
      success: 'false',
      written: String(Object.values(expected).filter((status) => status === 'written').length),
      keys: JSON.stringify(['a', 'b/large', 'c', 'd/large'].filter((key) => expected[key] === 'written'))
    })
    expect(result.log).toMatch(/^::error::Cancelled by SIGTERM\. \d of 4 keys were not written to 0f2a/m)
    expect(result.summary).toContain('<p>Cancelled by SIGTERM.</p>')
    expect(result.report).toMatchObject({ cancelled_by: 'SIGTERM' })
  })
})

testOnPosix('a step that is cancelled after the last write reports success, and no signal kills it', async () => {
  const result = await cancel({ atLine: /^Wrote 4 keys/m, isRepeated: true })
  expect(Object.values(statuses(result))).toEqual(['written', 'written', 'written', 'written'])
  expect(result.outputs['success']).toBe('true')
  expect(result.exitCode).toBe(143)
})

testOnPosix('the first signal counts when the runner sends several', async () => {
  const never = { bulk: NEVER }
  const result = await cancel({ atRequest: 'bulk', answers: never, signals: ['SIGINT'] })
  expect([result.exitCode, statuses(result)['a']]).toEqual([130, 'unknown'])
  await api?.close()
  const twice = await cancel({ atRequest: 'bulk', answers: never, signals: ['SIGINT', 'SIGTERM'] })
  expect([130, 143]).toContain(twice.exitCode)
  expect(statuses(twice)['a']).toBe('unknown')
})

testOnPosix('the keys of all requests in flight are reported as unknown', async () => {
  const result = await cancel({
    atRequest: 'd/large',
    answers: { bulk: NEVER, 'b/large': NEVER, 'd/large': NEVER },
    inputs: { concurrency: '3' }
  })
  expect(result.sent.toSorted()).toEqual(['b/large', 'bulk', 'd/large'])
  expect(new Set(Object.values(statuses(result)))).toEqual(new Set(['unknown']))
})

testOnPosix('a step that is cancelled while it reads a long list sends nothing', async () => {
  const result = await cancel({
    folder: makeFolder({ 'list.yaml': Array.from({ length: 100_000 }, (_, index) => `k${index}: a\n`).join('') }),
    inputs: { glob: '', 'entries-file': 'list.yaml' },
    atLine: /^::add-mask::/m,
    signals: ['SIGINT']
  })
  expect([result.exitCode, result.sent]).toEqual([130, []])
})

import { runAction, type Step, type StepResult } from '../../demo/run-action.ts'
import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi, SUCCESS } from './fake-api.ts'
import { type InjectedFault, FAULTS, pairsOf } from './faults.ts'
import { makeFolder } from './folders.ts'

/** The key that meets the fault. The others of its plan meet none of their own. */
export const TARGET = 'target'
export const GITHUB_TOKEN = 'ghs_token-2'
const MAX_RETRIES = 2
const NAMESPACE = '0f2ac74b498b48028cb68387c421e279'

const few = { [TARGET]: 'one', b: 'two', c: 'three' }
const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`other/${index}`, `value ${index}`]))

/** The ways in which a key is written: inputs, and the values that they lead to. */
export const WRITES = {
  single: { inputs: { key: TARGET, value: 'one' }, values: { [TARGET]: 'one' } },
  streamed: { inputs: { key: TARGET, file: TARGET }, values: { [TARGET]: 'x'.repeat(2_000_001) } },
  bulk: { inputs: { glob: '**' }, values: few },
  'bulk, one of two': { inputs: { glob: '**', concurrency: '1' }, values: { ...many, [TARGET]: 'one' } }
} as const satisfies Record<string, { inputs: object; values: Readonly<Record<string, string>> }>

export type Write = keyof typeof WRITES
const writes = Object.keys(WRITES) as Write[]
const workspaces = new Map(writes.map((write) => [write, makeFolder(WRITES[write].values)]))

/** What became of one run. */
export interface Row {
  readonly fault: string
  readonly write: Write
  readonly isLasting: boolean
  readonly stored: ReadonlyMap<string, string>
  readonly attempts: number
  readonly result: StepResult
}

function step(write: Write, baseUrl: string, inputs: InjectedFault['inputs'] = {}): Step {
  return {
    workspace: workspaces.get(write) ?? '',
    with: {
      'api-token': 'token-1',
      'account-id': 'account',
      namespace: NAMESPACE,
      'api-base-url': baseUrl,
      'max-retries': String(MAX_RETRIES),
      ...WRITES[write].inputs,
      ...inputs
    },
    env: { RUNNER_DEBUG: '1', GITHUB_TOKEN }
  }
}

/** A service that stores what it is sent, and meets the target with a fault: once, or as often as it comes. */
function startService(
  fault: InjectedFault,
  isLasting: boolean,
  stored: Map<string, string>,
  port?: number
): Promise<FakeApi> {
  let met = 0
  const answer = async (request: ReceivedRequest): Promise<Answer> => {
    const pairs = pairsOf(request)
    const isMet = pairs.has(TARGET) && (met++ === 0 || isLasting)
    if (!isMet || fault.answer === undefined || fault.isStored) for (const [key, value] of pairs) stored.set(key, value)
    if (isMet && fault.delay) await new Promise((resolve) => setTimeout(resolve, fault.delay))
    if (!isMet || fault.answer === undefined) return { body: SUCCESS }
    return fault.answer === 'none' ? new Promise(() => undefined) : fault.answer
  }
  return startFakeApi(answer, port)
}

async function meet(fault: InjectedFault, write: Write, isLasting: boolean): Promise<Row> {
  const stored = new Map<string, string>()
  const api = await startService(fault, isLasting, stored)
  const result = await runAction(step(write, api.baseUrl, fault.inputs))
  await api.close()
  const attempts = api.requests.filter((request) => pairsOf(request).has(TARGET)).length
  return { fault: fault.name, write, isLasting, stored, attempts, result }
}

/** Nobody listens, for good or until the action has found that out. */
async function meetRefusal(write: Write, isLasting: boolean): Promise<Row> {
  const stored = new Map<string, string>()
  const unused = await startFakeApi()
  await unused.close()
  const { port } = new URL(unused.baseUrl)
  let service: Promise<FakeApi> | undefined
  const result = await runAction({
    ...step(write, unused.baseUrl),
    onStart: ({ stdout }) =>
      stdout.on('data', (lines: Buffer) => {
        if (!isLasting && lines.includes('attempt 2'))
          service ??= startService({ name: '' }, false, stored, Number(port))
      })
  })
  await (await service)?.close()
  const attempts = [...result.log.matchAll(/attempt (\d) of/g)].map(([, attempt]) => Number(attempt))
  return { fault: 'connection refused', write, isLasting, stored, attempts: Math.max(1, ...attempts), result }
}

/** The bulk answer of success that names keys it did not write. */
async function meetUnsuccessfulKeys(write: Write, isLasting: boolean): Promise<Row> {
  const stored = new Map<string, string>()
  let met = 0
  const api = await startFakeApi((request) => {
    const pairs = pairsOf(request)
    const isMet = pairs.has(TARGET) && (met++ === 0 || isLasting)
    for (const [key, value] of pairs) if (key !== TARGET || !isMet) stored.set(key, value)
    const result = { successful_key_count: pairs.size - Number(isMet), unsuccessful_keys: isMet ? [TARGET] : [] }
    return { body: { ...SUCCESS, result } }
  })
  const result = await runAction(step(write, api.baseUrl))
  await api.close()
  const attempts = api.requests.filter((request) => pairsOf(request).has(TARGET)).length
  return { fault: '`unsuccessful_keys`', write, isLasting, stored, attempts, result }
}

/** Meets every fault with every kind of write, once and for good. So many runs at a time: they wait more than they work. */
export async function meetAll(atOnce: number): Promise<Row[]> {
  const bulk = writes.filter((write) => write.startsWith('bulk'))
  const kinds = [
    { over: writes, meet: meetRefusal },
    ...FAULTS.map((fault) => ({
      over: writes,
      meet: (write: Write, isLasting: boolean) => meet(fault, write, isLasting)
    })),
    { over: bulk, meet: meetUnsuccessfulKeys }
  ]
  const runs = kinds.flatMap(({ over, meet }) =>
    [false, true].flatMap((isLasting) => over.map((write) => () => meet(write, isLasting)))
  )
  const rows: Row[] = []
  const queue = runs.entries()
  const work = async (): Promise<void> => {
    for (const [index, run] of queue) rows[index] = await run()
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return rows
}

import { Diagnostics } from '../../src/shared/diagnostics.ts'
import type { Inputs } from '../../src/inputs/inputs.ts'
import { Workspace } from '../../src/entries/workspace.ts'
import type { Report } from '../../src/report/report.ts'
import { run } from '../../src/run.ts'
import type { Clock } from '../../src/shared/clock.ts'
import { type Answer, type FakeApi, type ReceivedRequest, startFakeApi, SUCCESS } from './fake-api.ts'
import { type InjectedFault, FAULTS, pairsOf, TARGET } from './faults.ts'
import { makeFolder } from './folders.ts'
import { makeInputs } from './run-inputs.ts'
import { makeClock } from './transport.ts'

export const MAX_RETRIES = 2

const few = { b: 'two', c: 'three', [TARGET]: 'one' }
const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`other/${index}`, `value ${index}`]))

/** The ways to write a key, with the values of the plan. */
export const WRITES = {
  single: { [TARGET]: 'one' },
  streamed: { [TARGET]: 'x'.repeat(2_000_001) },
  bulk: few,
  'bulk, one of two': { ...many, [TARGET]: 'one' }
} as const satisfies Record<string, Readonly<Record<string, string>>>

export type Write = keyof typeof WRITES
const writes = Object.keys(WRITES) as Write[]
const folder = makeFolder(WRITES.streamed)

/** The result of one run. */
export interface Row {
  readonly fault: string
  readonly write: Write
  readonly isLasting: boolean
  readonly stored: ReadonlyMap<string, string>
  readonly attempts: number
  readonly report: Report
}

/** A service that stores the pairs it receives, and answers requests for the target with a fault: once or always. */
export class FaultyService {
  readonly stored = new Map<string, string>()
  readonly #fault: InjectedFault
  readonly #isLasting: boolean
  readonly #timeOut: () => void
  #api: FakeApi | undefined
  #met = 0

  /** @param timeOut called when a request gets no answer */
  constructor(fault: InjectedFault, isLasting: boolean, timeOut = (): void => undefined) {
    this.#timeOut = timeOut
    this.#fault = fault
    this.#isLasting = isLasting
  }

  /** The number of requests that contained the target. */
  get attempts(): number {
    return this.#api?.requests.filter((request) => pairsOf(request).has(TARGET)).length ?? 0
  }

  /** Starts to listen. Returns the base URL. */
  async start(port?: number): Promise<string> {
    this.#api = await startFakeApi((request) => this.#answer(request), port)
    return this.#api.baseUrl
  }

  async close(): Promise<void> {
    await this.#api?.close()
  }

  async #answer(request: ReceivedRequest): Promise<Answer> {
    const { answer, delay = 0, isStored = answer === undefined } = this.#fault
    const pairs = pairsOf(request)
    const isMet = pairs.has(TARGET) && (this.#met++ === 0 || this.#isLasting)
    for (const [key, value] of pairs) {
      if (!isMet || isStored === true || (isStored === 'others' && key !== TARGET)) this.stored.set(key, value)
    }
    if (isMet) await new Promise((resolve) => setTimeout(resolve, delay))
    if (!isMet || answer === undefined) return { body: SUCCESS }
    if (answer === 'none') {
      this.#timeOut()
      return new Promise(() => undefined)
    }
    return typeof answer === 'function' ? answer(request) : answer
  }
}

function inputsOf(write: Write, baseUrl: string, clock: Clock, { expiresIn }: InjectedFault): Inputs {
  const expiration = expiresIn === undefined ? undefined : clock.now() / 1000 + expiresIn
  const list = Object.entries(WRITES[write]).map(([key, value]) => ({
    key,
    value,
    ...(key === TARGET && { expiration })
  }))
  return makeInputs(baseUrl, few, {
    selection: write === 'streamed' ? { key: TARGET, file: TARGET } : { entries: JSON.stringify(list) },
    entrySettings: {
      keyPrefix: '',
      defaults: write === 'streamed' && expiration !== undefined ? { expiry: { expiration } } : {}
    },
    workspace: new Workspace(folder, undefined),
    concurrency: 1,
    maxRetries: MAX_RETRIES
  })
}

async function meet(fault: InjectedFault, write: Write, isLasting: boolean): Promise<Row> {
  const clock = makeClock()
  const service = new FaultyService(fault, isLasting, clock.timeOut)
  const report = await publish(inputsOf(write, await service.start(), clock, fault), clock)
  await service.close()
  return { fault: fault.name, write, isLasting, stored: service.stored, attempts: service.attempts, report }
}

/** Runs a write without a server on the port: always, or only for the first attempt. */
async function meetRefusal(write: Write, isLasting: boolean): Promise<Row> {
  const unused = await startFakeApi()
  await unused.close()
  const fault = { name: 'connection refused' }
  const service = new FaultyService(fault, false)
  const clock = makeClock()
  let sleeps = 0
  const sleep: Clock['sleep'] = async (milliseconds, signal) => {
    if (sleeps++ === 0 && !isLasting) await service.start(Number(new URL(unused.baseUrl).port))
    await clock.sleep(milliseconds, signal)
  }
  const report = await publish(inputsOf(write, unused.baseUrl, clock, fault), { ...clock, sleep })
  await service.close()
  return { fault: fault.name, write, isLasting, stored: service.stored, attempts: sleeps + 1, report }
}

function publish(inputs: Inputs, clock: Clock): Promise<Report> {
  return run(inputs, new Diagnostics(), { clock, signal: new AbortController().signal, log: () => undefined })
}

/** Runs every kind of write with every fault, once and always. */
export async function meetAll(atOnce: number): Promise<Row[]> {
  const bulk = writes.filter((write) => write.startsWith('bulk'))
  const kinds = [
    { over: writes, meet: meetRefusal },
    ...FAULTS.map((fault) => ({
      over: fault.isOfBulk ? bulk : writes,
      meet: (write: Write, isLasting: boolean) => meet(fault, write, isLasting)
    }))
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

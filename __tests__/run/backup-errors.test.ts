import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from '@jest/globals'
import type { Report } from '../../src/report/report.ts'
import { run } from '../../src/run.ts'
import { Diagnostics } from '../../src/shared/diagnostics.ts'
import { ExactKv } from '../support/exact-kv.ts'
import { type Answer, type ReceivedRequest, startFakeApi } from '../support/fake-api.ts'
import { MAX_RETRIES } from '../support/fault-runs.ts'
import { FAULTS, type InjectedFault, TARGET } from '../support/faults.ts'
import { makeFolder } from '../support/folders.ts'
import { makeInputs } from '../support/run-inputs.ts'
import { makeClock } from '../support/transport.ts'

const VALUE = 'the value that was held \ufffd'
const HELD = Buffer.from(VALUE).toString('latin1')

/** The reads that meet a fault, by the end of their path. */
const READS = { value: /\/values\//, listing: /\/keys\?/ } as const
type Read = keyof typeof READS

interface Row {
  readonly fault: string
  readonly read: Read
  readonly report: Report
  readonly backup: string
  readonly stored: string | undefined
}

// Faults that any request can meet.
const faults = FAULTS.filter(({ answer, isOfBulk, expiresIn }) => {
  return !isOfBulk && expiresIn === undefined && typeof answer !== 'function' && answer !== 'none'
})
let rows: readonly Row[] = []

beforeAll(async () => {
  const reads = Object.keys(READS) as Read[]
  const runs = faults.flatMap((fault) =>
    reads
      .filter((read) => read !== 'value' || !isAnyValue(fault))
      .flatMap((read) => [meet(fault, read, false), meet(fault, read, true)])
  )
  rows = await Promise.all(runs)
}, 60_000)

/** Whether an answer could be a value: any bytes are. */
function isAnyValue({ answer }: InjectedFault): boolean {
  return (
    typeof answer === 'object' && (answer.status ?? 200) < 300 && !['before', 'within'].includes(answer.broken ?? '')
  )
}

async function meet(fault: InjectedFault, read: Read, isLasting: boolean): Promise<Row> {
  const kv = new ExactKv()
  kv.pairs.set(TARGET, { value: HELD })
  let reads = 0
  const answer = async (request: ReceivedRequest): Promise<Answer> => {
    const isRead = request.method !== 'PUT' && READS[read].test(request.url ?? '')
    if (isRead) reads += 1
    if (!isRead || (reads > 1 && !isLasting)) return kv.answer(request)
    if (fault.delay) await new Promise((resolve) => setTimeout(resolve, fault.delay))
    return typeof fault.answer === 'object' ? fault.answer : kv.answer(request)
  }
  const api = await startFakeApi(answer)
  const inputs = makeInputs(api.baseUrl, { [TARGET]: 'new' }, { backupFolder: makeFolder(), maxRetries: MAX_RETRIES })
  const runtime = { clock: makeClock(), signal: new AbortController().signal, log: () => undefined }
  const report = await run(inputs, new Diagnostics(), runtime)
  await api.close()
  const backup = report.backup ? readFileSync(report.backup.path, 'utf8') : ''
  return { fault: fault.name, read, report, backup, stored: kv.pairs.get(TARGET)?.value }
}

test('a key is written only after its value was saved', () => {
  for (const { fault, read, report, backup, stored } of rows) {
    const { status } = report.records[0] ?? {}
    if (report.success) {
      const entries = [{ key: TARGET, value: VALUE }]
      expect([fault, read, status, stored]).toEqual([fault, read, 'written', 'new'])
      expect(JSON.parse(backup)).toMatchObject({ entries })
    } else expect([fault, read, status, stored, backup]).toEqual([fault, read, 'not-started', HELD, ''])
  }
})

test('no report has the value that was read', () => {
  for (const { fault, report } of rows) expect([fault, JSON.stringify(report)]).not.toContain('the value that was held')
})

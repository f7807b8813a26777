import type { Dispatcher } from 'undici'
import type { Diagnostics } from './diagnostics.ts'
import { readEntries } from './entries/read.ts'
import type { Inputs } from './inputs.ts'
import { Namespace } from './kv/namespace.ts'
import { Transport } from './kv/transport.ts'
import { type WriteResult, writeEntries } from './kv/write.ts'
import { MAX_BODY_BYTES } from './plan/batches.ts'
import { type Plan, planWrites } from './plan/plan.ts'
import { trackProgress } from './report/progress.ts'
import { type Report, reportProblems, reportWrites } from './report/report.ts'
import type { Target } from './target.ts'
import { counted, formatBytes } from './text.ts'

/** What a run touches besides the workspace. */
export interface Edges {
  readonly log: (line: string) => void
  /** The clock, in milliseconds since the UNIX epoch. */
  readonly now: () => number
  /** Where requests go; the network when left out. */
  readonly dispatcher?: Dispatcher
}

/**
 * Plans the writes that the inputs ask for and, when neither inputs nor plan have a problem, does them.
 *
 * @param diagnostics holds the problems of the inputs, and takes those of the plan
 * @returns what became of every key; a failure is told in it and not thrown
 */
export async function run(inputs: Inputs, diagnostics: Diagnostics, edges: Edges): Promise<Report> {
  const { target, selection, shape, workspace } = inputs
  const entries = selection ? await readEntries(selection, shape, workspace, diagnostics) : []
  const plan = planWrites(entries, inputs.concurrency, diagnostics)
  const transport = target && (await diagnostics.attempt('', () => connect(target, inputs.timeout, edges)))
  if (!transport || diagnostics.errors.length > 0) {
    return reportProblems(target?.namespaceId ?? '', entries, diagnostics.errors)
  }
  const namespace = new Namespace(transport, target.accountId, target.namespaceId)
  try {
    const { outcomes, response } = await write(plan, namespace, inputs.concurrency, edges)
    return reportWrites(target.namespaceId, outcomes, response)
  } finally {
    await transport.close()
  }
}

function connect({ baseUrl, credentials }: Target, timeout: number, { dispatcher }: Edges): Transport {
  return new Transport({ baseUrl, credentials, timeout }, dispatcher)
}

async function write(plan: Plan, namespace: Namespace, concurrency: number, { log, now }: Edges): Promise<WriteResult> {
  const { entries, batches, bytes } = plan
  const begin = now()
  log(`Writing ${describe(entries.length, bytes)} to namespace ${namespace.id}, ${counted(batches.length, 'request')}`)
  const onOutcome = trackProgress({ keys: entries.length, bytes }, log, now)
  const result = await writeEntries(plan, namespace, { concurrency, maxBodyBytes: MAX_BODY_BYTES, onOutcome })
  const written = result.outcomes.filter(({ status }) => status === 'written')
  const bytesWritten = written.reduce((sum, { entry }) => sum + entry.value.size, 0)
  log(`Wrote ${describe(written.length, bytesWritten)} in ${((now() - begin) / 1000).toFixed(1)} s`)
  return result
}

function describe(keys: number, bytes: number): string {
  return `${counted(keys, 'key')} (${formatBytes(bytes)})`
}

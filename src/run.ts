import type { Dispatcher } from 'undici'
import type { Diagnostics } from './diagnostics.ts'
import type { Entry } from './entries/entry.ts'
import { readEntries } from './entries/read.ts'
import type { Inputs, Target } from './inputs.ts'
import { Namespace } from './kv/namespace.ts'
import { Transport } from './kv/transport.ts'
import { type WriteResult, writeEntries } from './kv/write.ts'
import { MAX_BODY_BYTES } from './plan/batches.ts'
import { type Plan, planWrites } from './plan/plan.ts'
import { trackProgress } from './report/progress.ts'
import { type Report, reportProblems, reportWrites } from './report/report.ts'
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
  const plan = planWrites(entries, diagnostics)
  const transport = target && (await diagnostics.attempt('', () => connect(target, inputs.timeout, edges)))
  if (!transport || diagnostics.errors.length > 0) {
    return reportProblems(target?.namespaceId ?? '', entries, diagnostics.errors)
  }
  const namespace = new Namespace(transport, target.accountId, target.namespaceId)
  const { outcomes, response } = await write(plan, namespace, inputs.concurrency, edges)
  await transport.close()
  return reportWrites(target.namespaceId, outcomes, response)
}

function connect({ baseUrl, credentials }: Target, timeout: number, { dispatcher }: Edges): Transport {
  return new Transport({ baseUrl, credentials, timeout }, dispatcher)
}

async function write(plan: Plan, namespace: Namespace, concurrency: number, { log, now }: Edges): Promise<WriteResult> {
  const work = { keys: plan.entries.length, bytes: plan.bytes }
  const begin = now()
  log(`Writing ${describe(plan.entries)} to namespace ${namespace.id}, ${counted(plan.batches.length, 'request')}`)
  const onOutcome = trackProgress(work, log, now)
  const result = await writeEntries(plan, namespace, { concurrency, maxBodyBytes: MAX_BODY_BYTES, onOutcome })
  const written = result.outcomes.filter(({ status }) => status === 'written').map(({ entry }) => entry)
  log(`Wrote ${describe(written)} in ${((now() - begin) / 1000).toFixed(1)} s`)
  return result
}

function describe(entries: readonly Entry[]): string {
  const bytes = entries.reduce((sum, { value }) => sum + value.size, 0)
  return `${counted(entries.length, 'key')} (${formatBytes(bytes)})`
}

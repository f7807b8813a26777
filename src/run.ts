import type { Diagnostics } from './diagnostics.ts'
import { readEntries } from './entries/read.ts'
import type { Inputs } from './inputs.ts'
import { Namespace } from './kv/namespace.ts'
import { Transport, type TransportEdges } from './kv/transport.ts'
import type { WriteResult } from './kv/outcomes.ts'
import type { Retry } from './kv/retry.ts'
import { writeEntries } from './kv/write.ts'
import { MAX_BODY_BYTES } from './plan/batches.ts'
import { type Plan, planWrites } from './plan/plan.ts'
import { trackProgress } from './report/progress.ts'
import { type Report, reportProblems, reportWrites } from './report/report.ts'
import { counted, formatBytes } from './text.ts'

/** What a run touches besides the workspace. */
export type Edges = TransportEdges

/**
 * Plans the writes that the inputs ask for and, when neither inputs nor plan have a problem, does them.
 *
 * @param diagnostics holds the problems of the inputs, and takes those of the plan
 * @returns what became of every key; a failure is told in it and not thrown
 */
export async function run(inputs: Inputs, diagnostics: Diagnostics, edges: Edges): Promise<Report> {
  const { target, selection, shape, workspace, concurrency, maxRetries, timeout } = inputs
  const entries = selection ? await readEntries(selection, shape, workspace, diagnostics) : []
  const plan = planWrites(entries, concurrency, diagnostics)
  const options = target && {
    baseUrl: target.baseUrl,
    credentials: target.credentials,
    concurrency,
    maxRetries,
    timeout
  }
  const transport = options && (await diagnostics.attempt('', () => new Transport(options, edges)))
  if (!transport || diagnostics.errors.length > 0) {
    return reportProblems(target?.namespaceId ?? '', entries, diagnostics.errors)
  }
  const namespace = new Namespace(transport, target.accountId, target.namespaceId)
  try {
    return reportWrites(target.namespaceId, await write(plan, namespace, transport.retry, concurrency, edges))
  } finally {
    await transport.close()
  }
}

async function write(
  plan: Plan,
  namespace: Namespace,
  retry: Retry,
  concurrency: number,
  { log, clock }: Edges
): Promise<WriteResult> {
  const { entries, batches, bytes } = plan
  const begin = clock.now()
  log(`Writing ${describe(entries.length, bytes)} to namespace ${namespace.id}, ${counted(batches.length, 'request')}`)
  const onOutcome = trackProgress({ keys: entries.length, bytes }, log, clock)
  const options = { concurrency, maxBodyBytes: MAX_BODY_BYTES, onOutcome, log }
  const result = await writeEntries(plan, namespace, retry, options)
  const written = result.outcomes.filter(({ status }) => status === 'written')
  const bytesWritten = written.reduce((sum, { entry }) => sum + entry.value.size, 0)
  log(`Wrote ${describe(written.length, bytesWritten)} in ${((clock.now() - begin) / 1000).toFixed(1)} s`)
  return result
}

function describe(keys: number, bytes: number): string {
  return `${counted(keys, 'key')} (${formatBytes(bytes)})`
}

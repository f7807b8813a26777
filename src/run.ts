import { type Diagnostics, InvalidValue } from './diagnostics.ts'
import { readEntries } from './entries/read.ts'
import type { Inputs } from './inputs.ts'
import { KvApiError } from './kv/envelope.ts'
import { Cancelled, Fault } from './kv/fault.ts'
import { Namespace } from './kv/namespace.ts'
import type { WriteResult } from './kv/outcomes.ts'
import { Transport, type TransportEdges } from './kv/transport.ts'
import { writeEntries } from './kv/write.ts'
import type { ApiResponse } from './outcome.ts'
import { MAX_BODY_BYTES } from './plan/batches.ts'
import { type Plan, planWrites } from './plan/plan.ts'
import { trackProgress } from './report/progress.ts'
import { type Report, reportProblems, reportWrites } from './report/report.ts'
import type { Target } from './target.ts'
import { counted, formatBytes, quoted } from './text.ts'

/** What a run touches besides the workspace. */
export type Edges = TransportEdges

/**
 * Plans the writes that the inputs ask for and, when neither inputs nor plan have a problem, does them.
 *
 * @param diagnostics holds the problems of the inputs, and takes those of the plan
 * @returns what became of every key; a failure is told in it and not thrown
 */
export async function run(inputs: Inputs, diagnostics: Diagnostics, edges: Edges): Promise<Report> {
  const { target, selection, shape, workspace, concurrency } = inputs
  const entries = selection ? await readEntries(selection, shape, workspace, edges.clock.now(), diagnostics) : []
  const plan = planWrites(entries, concurrency, diagnostics)
  const transport = target && (await diagnostics.attempt('', () => connect(target, inputs, edges)))
  if (!transport || diagnostics.errors.length > 0) {
    return reportProblems(knownId(target), entries, diagnostics.errors)
  }
  try {
    const id = await findNamespace(target, transport)
    const namespace = new Namespace(transport, target.accountId, id)
    return reportWrites(id, await write(plan, namespace, transport, concurrency, edges))
  } catch (error) {
    diagnostics.error(explain(error, target))
    return reportProblems(knownId(target), entries, diagnostics.errors, responseOf(error))
  } finally {
    await transport.close()
  }
}

/** Returns the ID of the namespace to write; empty when that is not known, or not yet. */
export function knownId(target: Target | undefined): string {
  return target && 'id' in target.namespace ? target.namespace.id : ''
}

function connect(
  { baseUrl, credentials }: Target,
  { concurrency, maxRetries, timeout }: Inputs,
  edges: Edges
): Transport {
  return new Transport({ baseUrl, credentials, concurrency, maxRetries, timeout }, edges)
}

async function findNamespace({ namespace, accountId }: Target, transport: Transport): Promise<string> {
  if ('id' in namespace) return namespace.id
  const { Account } = await import('./kv/account.ts')
  return new Account(transport, accountId).findNamespace(namespace.title)
}

/** A fault that lasts, and a namespace that is not there, are told as they are; anything else is a defect. */
function explain(error: unknown, { namespace }: Target): string {
  const name = quoted('id' in namespace ? namespace.id : namespace.title)
  if (error instanceof Fault) return `namespace ${name} could not be looked up: ${error.message}`
  if (error instanceof InvalidValue) return `namespace ${error.message}`
  if (error instanceof Cancelled) return 'cancelled before anything was sent to be written'
  throw error
}

function responseOf(error: unknown): ApiResponse | undefined {
  if (!(error instanceof KvApiError) || !error.envelope) return undefined
  const { errors, messages } = error.envelope
  return { errors, messages, result: null }
}

async function write(
  plan: Plan,
  namespace: Namespace,
  { retry }: Transport,
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
